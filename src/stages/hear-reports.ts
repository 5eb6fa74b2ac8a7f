import { heardOf, NOTHING_HEARD } from '../steps/alerts/heard';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

/** What reports of other tools say of enforced rules, before anything else is read: a stored result is good for that alone. */
export async function hearReports(settings: Settings, { sarifFiles }: Pick<World, 'sarifFiles'>): Promise<string> {
  const { sarif, enforcedRules } = settings;
  if (sarif.length === 0 || enforcedRules.length === 0) return NOTHING_HEARD;
  return heardOf(await sarifFiles.read(sarif, []), settings);
}
