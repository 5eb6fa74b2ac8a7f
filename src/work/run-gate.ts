import type { FixWorld } from '../fix-world';
import type { FixRecord } from '../steps/record/fix-record';
import { withoutWords } from '../steps/request/request';
import type { FixSettings } from '../steps/settings/fix-settings';
import { concludeFix } from './conclude-fix';
import { hear } from './hear';
import type { Heard } from './heard';

/** Run mode `gate`: decides whether the request would be worked on, and ends there. */
export async function runGate(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const heard = await hear(settings, world);
  if ('ended' in heard) return concludeUnheard(settings, world, heard);
  return concludeFix(settings, world, {
    situation: 'accepted',
    found: { gate: heard.gate, request: withoutWords(heard.accepted.request) },
  });
}

/** The end of a run whose request went no further than the gate. */
export function concludeUnheard(
  settings: FixSettings,
  world: FixWorld,
  { ended, headline, request, gate }: Extract<Heard, { ended: unknown }>,
): FixRecord {
  const found = { gate, ...(request ? { request: withoutWords(request) } : {}) };
  return concludeFix(settings, world, { situation: ended, headline, found });
}
