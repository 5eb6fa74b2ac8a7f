import { inFull, isSecondPassError } from '../../errors';
import type { SetUp } from '../../ports/set-up';
import { concludeRunMode } from '../../stages/conclude-run-mode';
import type { RequestReceipt } from '../../steps/record/cost-record';
import { type CheckResult, doctorResult } from '../../steps/record/doctor-result';
import type { RunModeRecord } from '../../steps/record/run-mode-record';
import type { Settings } from '../../steps/settings/settings';
import type { World } from '../../world';
import type { Check } from './check';
import { setUpChecks } from './checks';

const LABELS = { good: 'ok    ', fault: 'FAULT ', notTried: '-     ' } as const;

/** Run mode `doctor`: tries every part of the set-up without writing anything; what is at fault is told all together. */
export async function doctor(
  settings: Settings,
  world: World,
  setUp: SetUp,
  checks: readonly Check[] = setUpChecks(settings, world, setUp),
): Promise<RunModeRecord> {
  const results: CheckResult[] = [];
  const sent: RequestReceipt[] = [];
  for (const check of checks) {
    const result = await tryOne(check, { world, setUp, before: results, sent });
    world.log.info(`${LABELS[result.state]} ${result.text}`);
    for (const advice of result.advice) world.log.info(`       advice: ${advice}`);
    results.push(result);
  }
  const faults = results.filter(({ state }) => state === 'fault');
  return concludeRunMode(settings, world, {
    situation: faults.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    problems: faults.map(({ text }) => text),
    codes: [...new Set(faults.flatMap(({ code }) => code ?? []))],
    result: doctorResult(results, sent),
  });
}

interface SoFar {
  world: World;
  setUp: SetUp;
  before: readonly CheckResult[];
  sent: RequestReceipt[];
}

async function tryOne(check: Check, { world, setUp, before, sent }: SoFar): Promise<CheckResult> {
  const { what, needs } = check;
  const missing = before.find((one) => one.what === needs && one.state !== 'good');
  if (missing) return { what, state: 'notTried', text: `${what}: not tried without “${missing.what}”`, advice: [] };
  try {
    const { text, advice = [] } = await check.look(sent);
    const { said, warned } = setUp.heard();
    return { what, state: 'good', text: `${what}: ${[text, ...said].join('; ')}`, advice: [...advice, ...warned] };
  } catch (error) {
    if (world.signal.aborted) throw world.signal.reason;
    const { warned } = setUp.heard();
    const [reason, code] = isSecondPassError(error) ? [inFull(error), { code: error.code }] : [String(error), {}];
    return { what, state: 'fault', text: `${what}: ${reason}`, advice: warned, ...code };
  }
}
