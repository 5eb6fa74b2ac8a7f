import type { Checkout } from './sarif-path';
import { placeOf } from './sarif-place';
import type { UnreadFiles } from './sarif-result';
import { notificationsOf } from './sarif-troubles';
import { at, cleanedLine, type Loose, list, member, string } from './untyped-json';

/** How a warning says that something was left unread. */
const UNREAD =
  /pars(?:e|ing)|syntax|time[ds]?[ -]?out|skip|fail|could not|couldn't|cannot|unable|extract|out of memory|too (?:large|big|long|many)|incomplete|partial|ignored|crash/i;

/** Which is what a notification without a level is. */
function isWarning(notification: unknown): boolean {
  return (string(member(notification, 'level')) ?? 'warning') === 'warning';
}

function said(notification: unknown): string {
  return `${string(at(notification, 'descriptor', 'id')) ?? ''} ${string(at(notification, 'message', 'text')) ?? ''}`;
}

function placesIn(notification: unknown): unknown[] {
  return list(member(notification, 'locations')).map((location) => member(location, 'physicalLocation'));
}

/** What the tool says of files whose reading went wrong; a warning without a file counts only in words that say so. */
export function unreadFiles(run: Loose, checkout: Checkout): UnreadFiles[] {
  const told = notificationsOf(run).filter((one) => isWarning(one) || member(one, 'level') === 'error');
  return told.flatMap((one) => {
    const places = placesIn(one).flatMap((place) => placeOf(place, run, checkout));
    const words = cleanedLine(said(one), 2_000);
    return places.length > 0 || UNREAD.test(words) ? [{ places, words }] : [];
  });
}
