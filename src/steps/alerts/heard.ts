import { sha256 } from '../../sha256';
import type { Settings } from '../settings/settings';
import { isEnforced } from './enforced-rules';
import type { SarifReading } from './sarif-result';
import { switchedOffRules } from './switched-off';

/** What a re-run hears where it asks for nothing. */
export const NOTHING_HEARD = '';

/**
 * One text for all that reports say of enforced rules, and for whatever makes their silence prove nothing: where it is another one
 * than before, an earlier verdict may no longer outweigh them. Messages and ids that tools make up anew each time are left out.
 */
export function heardOf(
  { readings, notes, partial }: { readings: readonly SarifReading[]; notes: readonly string[]; partial: boolean },
  { enforcedRules }: Pick<Settings, 'enforcedRules'>,
): string {
  const enforces = (id: string) => isEnforced(id, enforcedRules);
  const said = readings.flatMap(({ results }) => results.filter(({ ruleId }) => enforces(ruleId)));
  const told = said.map(({ ruleId, level, path, address, region, alsoAt, starts, suppressed, known }) =>
    JSON.stringify([ruleId, level, path, address, region, alsoAt, suppressed, known, ...(starts ? [starts] : [])]),
  );
  const silent = [...notes, ...readings.flatMap((one) => one.notes)];
  const off = switchedOffRules(readings, enforcedRules).map(({ message }) => message);
  const whole = [told.sort(), silent, ...off, partial || readings.some((one) => one.partial)];
  return sha256(JSON.stringify(whole));
}
