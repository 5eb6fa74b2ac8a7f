import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fix } from '../../src/fix';
import { readPlan } from '../../src/steps/plan/plan';
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
  const workshop = await bench.open();
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const begun = performance.now();
    await workshop.hands.run({ script: 'true', time: 10_000 }, never);
    times.push(performance.now() - begun);
  }
  times.sort((left, right) => left - right);
  console.log(
    JSON.stringify({
      name: 'own time of one tool call',
      medianMs: Math.round(times[15] ?? 0),
      p90Ms: Math.round(times[27] ?? 0),
    }),
  );
  await claude.close();
  await bench.close();
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
