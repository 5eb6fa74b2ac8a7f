import { grouped } from '../../grouped';
import type { Alert } from './alert';

/** Of one rule, each with its own line. */
const MOST_OF_FILE = 25;
/** From here on one for each file. */
const MOST_OF_ALL = 500;

/**
 * Alerts that code gives away, of which a change can hold tens of thousands: of each rule in each file the first stand for
 * themselves, and one stands for the rest, which are told when those before them are gone. No line is forgotten: it counts as grave.
 */
export function withoutSwarms(alerts: readonly Alert[], restOf: (rest: readonly Alert[]) => Alert): Alert[] {
  let told = 0;
  return [...grouped(alerts, ({ ruleId, path }) => `${ruleId} ${path}`).values()].flatMap((same) => {
    const room = told < MOST_OF_ALL ? MOST_OF_FILE : 0;
    const shown = same.length > room + 1 ? [...same.slice(0, room), restOf(same.slice(room))] : same;
    told += shown.length;
    return shown;
  });
}
