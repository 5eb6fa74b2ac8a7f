import { inFull, isSecondPassError } from '../../errors';
import type { SetUp } from '../../ports/set-up';
import { conclude } from '../../stages/conclude';
import type { RunRecord } from '../../steps/record/record';
import type { Settings } from '../../steps/settings/settings';
import type { World } from '../../world';
import type { Check } from './check';
import { setUpChecks } from './checks';

const LABELS = { good: 'ok    ', fault: 'FAULT ', notTried: '-     ' } as const;

/**
 * Run mode `doctor`: tries every part of the set-up without writing anything. What is at fault stands in the record's
 * problems, all of it together; what was found, what was not tried, and advice stand in its notes.
 */
export async function doctor(
  settings: Settings,
  world: World,
  setUp: SetUp,
  checks: readonly Check[] = setUpChecks(settings, world, setUp),
): Promise<RunRecord> {
  const results: Result[] = [];
  for (const check of checks) {
    const result = await tryOne(check, world, setUp, results);
    world.log.info(`${LABELS[result.state]} ${result.text}`);
    for (const advice of result.advice) world.log.info(`       advice: ${advice}`);
    results.push(result);
  }
  const faults = results.filter(({ state }) => state === 'fault');
  const notes = [
    ...results.filter(({ state }) => state !== 'fault').map(({ text }) => text),
    ...results.flatMap(({ advice }) => advice.map((text) => `Advice: ${text}`)),
  ];
  const tried = results.filter(({ state }) => state !== 'notTried').length;
  const headline = faults.length === 0 ? `All ${tried} parts of the set-up that were tried work.` : '';
  const count = `${faults.length} of ${tried} parts of the set-up that were tried are at fault.`;
  const problems = faults.length === 0 ? [headline] : [count, ...faults.map(({ text }) => text)];
  return conclude(settings, world, {
    situation: faults.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    problems,
    notes,
    codes: [...new Set(faults.flatMap(({ code }) => code ?? []))],
  });
}

interface Result {
  what: string;
  state: 'good' | 'fault' | 'notTried';
  /** `what: found`, or the reason. */
  text: string;
  advice: readonly string[];
  /** Of the failure, where it is a known one. */
  code?: string;
}

async function tryOne(check: Check, world: World, setUp: SetUp, before: readonly Result[]): Promise<Result> {
  const { what, needs } = check;
  const missing = before.find((one) => one.what === needs && one.state !== 'good');
  if (missing) return { what, state: 'notTried', text: `${what}: not tried without “${missing.what}”`, advice: [] };
  try {
    const { text, advice = [] } = await check.look();
    const { said, warned } = setUp.heard();
    return { what, state: 'good', text: `${what}: ${[text, ...said].join('; ')}`, advice: [...advice, ...warned] };
  } catch (error) {
    if (world.signal.aborted) throw world.signal.reason;
    const { warned } = setUp.heard();
    const [reason, code] = isSecondPassError(error) ? [inFull(error), { code: error.code }] : [String(error), {}];
    return { what, state: 'fault', text: `${what}: ${reason}`, advice: warned, ...code };
  }
}
