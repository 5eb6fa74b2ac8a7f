import { addressOf, type Checkout } from './sarif-path';
import { regionOf } from './sarif-region';
import type { SarifPlace } from './sarif-result';
import { type Loose, member } from './untyped-json';

/** A place in a file as our own words have it; none where no file is named. */
export function placeOf(place: unknown, run: Loose, checkout: Checkout): SarifPlace[] {
  const address = addressOf(member(place, 'artifactLocation'), run, checkout);
  if (address === undefined) return [];
  const region = regionOf(member(place, 'region'), run);
  const [path] = address.paths;
  return [{ ...(path === undefined ? {} : { path }), address, ...(region ? { region } : {}) }];
}
