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
import { taking } from './measured-run';
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
    const gated = await scene.run({ runMode: 'gate', comment: scene.ask('/second-pass fix the failing test') });
    const gateMs = ownOf(recordOf(scene, gated));
    const inputs = {
      comment: scene.ask('/second-pass fix the failing test'),
      ...{ setupCommand: real.setUpCommand, egress: real.egress().join('\n'), validationMinutes: '30' },
      ...{ validationCommand: real.validationCommand, testResults: 'results.xml', timeoutMinutes: '120' },
    };
    const { outcome: planned, taken } = await taking(process.execPath, (node) => scene.run(inputs, { node }));
    if (planned.outputVariables.outcome !== 'planned') throw new Error(planned.lines.join('\n'));
    const figures = figuresOf(scene, planned);
    const applied = await applyApproved(scene, planned, bot);
    if (applied.outputVariables.outcome !== 'applied') throw new Error(applied.lines.join('\n'));
    const opened = scene.azure.pullRequest(Number(applied.outputVariables.pullRequestId));
    return {
      ...{ language: real.language, repository: real.repository, commit: real.commit.slice(0, 10) },
      ...{ gateMs, processorOfTheTaskSeconds: taken.processor, ...figures },
      pullRequest: { isDraft: opened.isDraft, title: opened.title },
    };
  } finally {
    await scene.close();
  }
}

function recordOf(scene: WorkScene, outcome: TaskOutcome): FixRecord {
  return JSON.parse(String(scene.handedOver(outcome).get('fix.record.json'))) as FixRecord;
}

/** Without what Azure DevOps and the model were waited for. */
function ownOf({ milliseconds, stages }: FixRecord): number {
  const waited = stages.filter(({ stage }) => stage === 'Claude' || stage === 'Azure DevOps');
  return milliseconds - sumOf(waited, (one) => one.milliseconds);
}

function figuresOf(scene: WorkScene, planned: TaskOutcome) {
  const files = scene.handedOver(planned);
  const plan = readPlan(files.get('plan.json') ?? Buffer.alloc(0));
  const lines = String(files.get('session.jsonl')).trim().split('\n');
  const calls = lines.map((line) => JSON.parse(line) as SessionEntry).filter(({ kind }) => kind === 'call');
  const { before, after, isProven } = plan?.evidence ?? {};
  const asked = scene.claude.messages();
  const setUps = planned.lines.flatMap((line) =>
    [...line.matchAll(/Set-up: exit code 0, (\d+) ms/g)].map(([, ms]) => Number(ms)),
  );
  const milliseconds = (list: readonly { milliseconds: number }[]) => sumOf(list, (one) => one.milliseconds);
  const customers =
    sumOf(setUps, (one) => one) +
    milliseconds(calls.filter(isCustomers)) +
    milliseconds([before, after].flatMap((run) => run ?? []));
  const edits = calls.filter((call) => !isCustomers(call)).map((call) => call.milliseconds);
  const record = recordOf(scene, planned);
  return {
    ...{ turns: asked.length, isProven, exitCodes: [before?.exitCode, after?.exitCode] },
    cases: [before, after].map((run) => `${run?.cases?.ran.length} ran, ${run?.cases?.failed.length} failed`),
    entries: plan?.entries.map(({ path, added, removed }) => `${path} +${added} -${removed}`),
    shown: plan?.checks.filter(({ state }) => state !== 'passed').map(({ text }) => text),
    ...{ wholeMs: record.milliseconds, setUpsMs: setUps, testsMs: [before?.milliseconds, after?.milliseconds] },
    ...{ ownMs: ownOf(record) - customers, editMs: edits.sort((one, other) => one - other) },
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
