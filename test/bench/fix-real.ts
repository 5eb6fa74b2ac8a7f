import { parseArgs } from 'node:util';
import { readPlan } from '../../src/steps/plan/plan';
import type { FixRecord } from '../../src/steps/record/fix-record';
import { sumOf } from '../../src/sum-of';
import type { SessionEntry } from '../../src/work/session-log';
import type { TaskOutcome } from '../agent/run-task';
import type { Usage } from '../emulators/claude/server';
import { addBot, applyApproved } from '../fix/approved-life';
import { beforeTheFix, playerOf, REAL_FIXES, type RealFix } from '../fix/real-fixes';
import { startWorkScene, type WorkScene } from '../fix/work-scene';
import { gitFolder } from './skeletons-files';

/**
 * Real faults of public repositories, each mended by a scripted player through the packaged task, from the comment to the draft pull
 * request: `npm run bench -- fix-real --repositories FOLDER`, a folder of clones. What a set-up wants comes from the registries.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { repositories: { type: 'string' }, only: { type: 'string' } } });
  const folder = values.repositories;
  if (folder === undefined) throw new Error('Where are the clones? --repositories FOLDER');
  for (const real of REAL_FIXES.filter(({ repository }) => repository.includes(values.only ?? '')))
    console.log(JSON.stringify(await mended(real, gitFolder(folder, real.repository)), null, 1));
}

async function mended(real: RealFix, from: string) {
  const scene = await startWorkScene(beforeTheFix(from, real));
  try {
    scene.play(playerOf(from, real));
    const bot = addBot(scene);
    const planned = await scene.run({
      comment: scene.ask('/second-pass fix the failing test'),
      setupCommand: real.setUpCommand,
      egress: real.egress().join('\n'),
      validationCommand: real.validationCommand,
      testResults: 'results.xml',
      validationMinutes: '10',
    });
    if (planned.outputVariables.outcome !== 'planned') throw new Error(planned.lines.join('\n'));
    const figures = figuresOf(scene, planned);
    const applied = await applyApproved(scene, planned, bot);
    return { repository: real.repository, ...figures, applied: applied.outputVariables };
  } finally {
    await scene.close();
  }
}

function figuresOf(scene: WorkScene, planned: TaskOutcome) {
  const files = scene.handedOver(planned);
  const plan = readPlan(files.get('plan.json') ?? Buffer.alloc(0));
  const record = JSON.parse(String(files.get('fix.record.json'))) as FixRecord;
  const lines = String(files.get('session.jsonl')).trim().split('\n');
  const calls = lines.map((line) => JSON.parse(line) as SessionEntry).filter(({ kind }) => kind === 'call');
  const { before, after, isProven } = plan?.evidence ?? {};
  const asked = scene.claude.messages();
  const setUps = planned.lines.flatMap(
    (line) => /Set-up: exit code 0, (\d+) ms/.exec(line)?.slice(1).map(Number) ?? [],
  );
  const customers =
    sumOf(setUps, (ms) => ms) +
    sumOf(
      calls.filter((call) => isCustomers(call)),
      ({ milliseconds }) => milliseconds,
    ) +
    (before?.milliseconds ?? 0) +
    (after?.milliseconds ?? 0);
  const waited = record.stages.find(({ stage }) => stage === 'Claude')?.milliseconds ?? 0;
  return {
    turns: asked.length,
    isProven,
    exitCodes: [before?.exitCode, after?.exitCode],
    cases: [before, after].map((run) => run?.cases?.ran.length),
    failed: [before, after].map((run) => run?.cases?.failed),
    entries: plan?.entries.map(({ path, added, removed }) => `${path} +${added} -${removed}`),
    leftBehind: plan?.leftBehind.length,
    checks: plan?.checks.filter(({ state }) => state !== 'passed'),
    wholeMs: record.milliseconds,
    setUpsMs: setUps,
    testsMs: [before?.milliseconds, after?.milliseconds],
    ownMs: record.milliseconds - customers - waited,
    calls: calls.map((call) => `${'tool' in call ? call.tool : ''} ${call.milliseconds}`),
    cacheShareAfterTurn3: cacheShare(asked.slice(3).flatMap(({ usage }) => usage ?? [])),
    notes: record.notes,
  };
}

/** Commands of the repository; what the edit tool takes is ours. */
function isCustomers(call: SessionEntry): boolean {
  return call.kind === 'call' && ['bash', 'validate'].includes(call.tool);
}

function cacheShare(usages: readonly Usage[]): number {
  const read = sumOf(usages, (usage) => usage.cache_read_input_tokens);
  const all = sumOf(
    usages,
    (usage) => usage.cache_read_input_tokens + usage.cache_creation_input_tokens + usage.input_tokens,
  );
  return Number((read / all).toFixed(3));
}
