import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fix } from '../../src/fix';
import type { Workshop } from '../../src/ports/workshop';
import { readPlan } from '../../src/steps/plan/plan';
import { createMasking } from '../../src/steps/secrets/masking';
import type { Call } from '../../src/steps/toolbox/read-call';
import { runCall } from '../../src/work/run-call';
import { script, startClaude } from '../emulators/claude/server';
import { HONEST, SAMPLE, VALIDATION } from '../fix/work-scene';
import type { SampleTree } from '../steps/diff/sample-repository';
import { fakeWorld, settingsFor } from '../work/fake-world';
import { never, setUpWorkbench } from '../work/workbench';

/**
 * How long the second task takes without the model: `npm run bench -- fix` for the sample; with `--repo`, `--file`, `--was`, `--planted` and
 * `--validate` a repository of yours in which one text is planted as a fault, and a scripted player mends it.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(
      ['repo', 'file', 'was', 'planted', 'validate', 'set-up'].map((name) => [name, { type: 'string' as const }]),
    ),
  });
  const given = values as Record<string, string | undefined>;
  const { repo, file = '', was = '', planted = '', validate = '' } = given;
  const tree = repo ? treeOf(repo, file, was, planted) : (SAMPLE as SampleTree);
  const edit = {
    name: 'str_replace_based_edit_tool',
    input: { command: 'str_replace', path: file, old_str: planted, new_str: was },
  };
  const mend = repo ? [{ calls: [edit] }, ...HONEST.slice(1)] : HONEST;
  const inputs: Record<string, string> = repo
    ? { validationCommand: validate, setupCommand: given['set-up'] ?? '' }
    : { validationCommand: VALIDATION, testResults: 'results.xml' };
  const [bench, claude] = await Promise.all([setUpWorkbench(tree), startClaude()]);
  const looks = Array.from({ length: 10 }, () => ({
    calls: [{ name: 'bash', input: { command: 'head -c 3000 /dev/urandom | base64' } }],
  }));
  for (const [name, moves] of [
    ['plan', mend],
    ['plan after ten commands', [...looks, ...mend]],
  ] as const) {
    claude.play(script(...moves));
    const world = fakeWorld(bench, claude);
    const from = claude.messages().length;
    const begun = performance.now();
    const record = await fix(settingsFor(inputs), world);
    const whole = performance.now() - begun;
    const asked = claude.messages().slice(from);
    const left = new Map(world.left.map((one) => [one.name, one.content]));
    const plan = readPlan(Buffer.from(left.get('plan.json') ?? ''));
    const later = asked.slice(3).map(({ usage }) => usage);
    const read = later.reduce((sum, usage) => sum + (usage?.cache_read_input_tokens ?? 0), 0);
    const all = later.reduce(
      (sum, usage) =>
        sum +
        (usage?.cache_read_input_tokens ?? 0) +
        (usage?.cache_creation_input_tokens ?? 0) +
        (usage?.input_tokens ?? 0),
      0,
    );
    const validations = (plan?.evidence.before?.milliseconds ?? 0) + (plan?.evidence.after?.milliseconds ?? 0);
    console.log(
      JSON.stringify({
        name,
        situation: record.situation,
        proven: plan?.evidence.isProven,
        before: plan?.evidence.before?.exitCode,
        after: plan?.evidence.after?.exitCode,
        files: Object.keys(tree).length,
        wholeMs: Math.round(whole),
        validationsMs: validations,
        turns: asked.length,
        cacheShareAfterTurn3: all === 0 ? null : Number((read / all).toFixed(3)),
        problems: record.problems,
      }),
    );
  }
  await ownTimes(await bench.open());
  await claude.close();
  await bench.close();
}

const ROUNDS = 40;

/** What a call takes of us: by the clock, which tells of the machine too, and of the processor, for this process and for what it starts. */
async function ownTimes({ hands }: Workshop): Promise<void> {
  const around = {
    hands,
    signal: never,
    masking: createMasking((text) => text),
    learn: async () => {},
    validate: null,
    commandTime: 10_000,
  };
  const calls: [name: string, call: Call][] = [
    ['bash', { tool: 'bash', command: 'true' }],
    ['create', { tool: 'create', path: 'made.txt', text: 'one\n' }],
    ['view', { tool: 'view', path: 'made.txt' }],
    ['edit', { tool: 'insert', path: 'made.txt', line: 0, text: 'x' }],
  ];
  for (const [name, call] of calls) {
    const times: number[] = [];
    const before = processorMs();
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await runCall(call, around);
      times.push(performance.now() - begun);
    }
    const after = processorMs();
    times.sort((left, right) => left - right);
    const at = (share: number) => Math.round(times[Math.floor(ROUNDS * share)] ?? 0);
    const [own, programs] = [after.own - before.own, after.programs - before.programs].map((all) => all / ROUNDS);
    const processor = { ownProcessorMs: own, programsProcessorMs: programs };
    console.log(JSON.stringify({ name: `own time of ${name}`, medianMs: at(0.5), p90Ms: at(0.9), ...processor }));
  }
}

/** In hundredths of a second, which is enough for many rounds. */
function processorMs(): { own: number; programs: number } {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const both = (at: number) => ((fields[at] ?? 0) + (fields[at + 1] ?? 0)) * 10;
  return { own: both(11), programs: both(13) };
}

/** The newest tree of a repository with one text planted in one file. */
function treeOf(repo: string, file: string, was: string, planted: string): SampleTree {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: repo, maxBuffer: 1 << 28 });
  const entries = git('ls-tree', '-r', '-z', 'HEAD').toString().split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const [head = '', path = ''] = entry.split('\t');
      const [mode = '', , id = ''] = head.split(' ');
      const content = git('cat-file', 'blob', id);
      const text = content.toString('utf8');
      if (path === file && !text.includes(was)) throw new Error(`${file} does not hold ${JSON.stringify(was)}`);
      return [path, { mode: mode as '100644', content: path === file ? text.replace(was, planted) : content }];
    }),
  );
}
