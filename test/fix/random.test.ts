import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPlan } from '../../src/steps/plan/plan';
import { gitText } from '../emulators/azure-devops/git';
import { DEFAULT_KEY, type Player, type PlayerMove } from '../emulators/claude/server';
import { sampleGit } from '../steps/diff/sample-repository';
import { hasBubblewrap } from '../work/workbench';
import { READ_TOKEN, WRITE_TOKEN } from './apply-scene';
import { startWiredScene, type WiredScene } from './wired-scene';
import { bash, finish } from './work-scene';

/** More of them: SECOND_PASS_RANDOM=200. */
const RUNS = Number(process.env.SECOND_PASS_RANDOM ?? 5);
const CAP = 0.6;

interface File {
  path: string;
  mode: '100644' | '100755' | '120000' | '160000';
  content: string;
}

const name = fc.constantFrom(
  'a.js',
  'B.js',
  'b.js',
  'ä.txt',
  'with space',
  "quo'te",
  'README.md',
  'x.test.js',
  '.gitattributes',
  'azure-pipelines.yml',
  'package.json',
  '-rf',
  'con',
  'key.pem',
);
const folder = fc.constantFrom('', 'src/', 'src/deep/er/', 'test/', '.azure/', 'Ünï/');
const content = fc.constantFrom(
  '',
  'x\n',
  'no newline',
  '\u0000binary',
  'line\r\nline\r\n',
  '* text=auto\n',
  '<<<<<<< ours\n',
  'y\n'.repeat(400),
);
const file: fc.Arbitrary<File> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      path: fc.tuple(folder, name).map((parts) => parts.join('')),
      mode: fc.constantFrom('100644' as const, '100755' as const),
      content,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.constantFrom('link', 'src/link'),
      mode: fc.constant('120000' as const),
      content: fc.constantFrom('/etc/passwd', '../..', 'a.js', '.git/config'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.constantFrom('module', 'lib/module'),
      mode: fc.constant('160000' as const),
      content: fc.constant('1'.repeat(40)),
    }),
  },
);
const tree = fc.uniqueArray(file, { selector: ({ path }) => path.toLowerCase(), minLength: 1, maxLength: 12 });

const path = fc.oneof(
  fc.tuple(folder, name).map((parts) => parts.join('')),
  fc.constantFrom('../out', '/etc/hosts', '.git/hooks/pre-commit', 'src/.git/config', 'new/file.js'),
);
const edit = (input: object): PlayerMove => ({ calls: [{ name: 'str_replace_based_edit_tool', input }] });
/** What an honest model does, so that some of it is pushed. */
const harmless: fc.Arbitrary<PlayerMove> = fc
  .record({
    path: fc.constantFrom('src/new.js', 'new/file.js', 'src/deep/er/n.txt', 'docs/ü.md'),
    text: fc.constantFrom('x\n', 'no newline', 'a\r\nb\r\n', ''),
  })
  .map(({ path: at, text }) => edit({ command: 'create', path: at, file_text: text }));
const hostile: fc.Arbitrary<PlayerMove> = fc.oneof(
  fc
    .record({ path, text: content })
    .map(({ path: at, text }) => edit({ command: 'create', path: at, file_text: text })),
  fc.record({ path }).map(({ path: at }) => edit({ command: 'view', path: at })),
  fc
    .record({ path, old: fc.constantFrom('x', 'line', 'y\n') })
    .map(({ path: at, old }) => edit({ command: 'str_replace', path: at, old_str: old, new_str: 'z' })),
  fc
    .record({ path })
    .map(({ path: at }) => edit({ command: 'insert', path: at, insert_line: 0, insert_text: 'first\n' })),
  path.map((at) => bash(`rm -rf -- '${at.replaceAll("'", "'\\''")}'`)),
  fc
    .tuple(path, path)
    .map(([from, to]) =>
      bash(`mkdir -p src; mv -- '${from.replaceAll("'", "'\\''")}' '${to.replaceAll("'", "'\\''")}'`),
    ),
  fc
    .constantFrom(
      'ln -s / root; ln -sf /etc/passwd src/a.js',
      'chmod -R +x .',
      'git init -q src; git commit -qam x',
      'git push origin HEAD:main',
      'printf "\\0" >> README.md',
      'kill -9 -1',
      'echo done > /tmp/x; mkdir -p .git/hooks',
      'for i in $(seq 60); do echo $i > f$i.txt; done',
      'mkfifo pipe; mknod dev c 1 3',
      'echo c2stYW50LWFwaTAz | base64 -d >> README.md',
      'mv src src2; ln -s src2 src',
    )
    .map((command) => bash(command)),
  fc.constantFrom<PlayerMove>(
    { calls: [{ name: 'validate', input: {} }] },
    { calls: [{ name: 'bash', input: {} }] },
    { calls: [{ name: 'nothing', input: 1, cut: true }] },
    { say: 'Hm.' },
  ),
);
const moves = fc.oneof(
  fc.array(harmless, { minLength: 1, maxLength: 3 }),
  fc.array(fc.oneof(harmless, hostile), { maxLength: 6 }),
);
const LOOK = bash(
  'if grep -rqs "reading-jo[b]\\|writing-bo[t]\\|nt-emulato[r]" /etc /home /root /run /tmp /var /work /proc/[0-9]*/environ; then echo FOUND-$((1+1)); fi; env | cut -d= -f1 | sort | tr "\\n" " "',
);

(hasBubblewrap() ? describe : describe.skip)('random calls in random trees', function () {
  this.timeout(Math.max(120_000, RUNS * 20_000));
  let scene: WiredScene;
  before(async () => {
    scene = await startWiredScene();
  });
  after(() => scene.close());

  /** The branch that is asked about gets a new commit with exactly these files. */
  function commit(files: readonly File[]): void {
    const quoted = (one: string) =>
      JSON.stringify(one).replace(/[^\u0020-\u007e]/g, (letter) =>
        [...Buffer.from(letter)].map((byte) => `\\${byte.toString(8)}`).join(''),
      );
    const parts = files.map(({ path: at, mode, content: text }) => {
      if (mode === '160000') return `M ${mode} ${text} ${quoted(at)}\n`;
      return `M ${mode} inline ${quoted(at)}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    });
    const { sourceRef } = scene.disk;
    const head = `commit ${sourceRef}\ncommitter D <d@shop.example> 1793610000 +0000\ndata 1\nx\nfrom ${sourceRef}^0\ndeleteall\n`;
    sampleGit(scene.disk.folder, ['fast-import', '--quiet', '--force'], head + parts.join(''));
  }

  const refs = () => gitText(scene.disk.folder, ['for-each-ref', '--format=%(refname) %(objectname)']);

  it('are refused, or what is pushed is what was shown; no ref outside the prefix, no cost above the cap, no secret in a workshop', async () => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(tree, moves, fc.array(path, { maxLength: 4 }), async (files, played, named) => {
        commit(files);
        await scene.azure.pushIteration(scene.pullRequest.id);
        const seen: string[] = [];
        const player: Player = ({ turn, results }) => {
          seen.push(...results.map(({ text }) => text));
          if (turn === 0) return LOOK;
          return played[turn - 1] ?? finish('Done.', named);
        };
        scene.play(player);
        const [before, asked, pushes] = [
          await refs(),
          scene.claude.messages().length,
          scene.azure.collection.pushes.length,
        ];
        const inputs = { validationCommand: 'true', testResults: '', budgetUsd: String(CAP), maxTurns: '12' };
        const { record, world } = await scene.work({
          runMode: 'autonomous',
          comment: scene.ask('/second-pass fix it'),
          ...inputs,
        });

        assert.ok(seen.length > 0 || record.situation === 'failed', record.problems.join());
        assert.ok(!seen.some((text) => text.includes('FOUND-2')), 'a secret lay in the workshop');
        const sent = JSON.stringify(
          scene.claude
            .messages()
            .slice(asked)
            .map(({ body }) => body),
        );
        for (const secret of [READ_TOKEN, WRITE_TOKEN, DEFAULT_KEY]) assert.ok(!sent.includes(secret));
        const paid = scene.claude
          .messages()
          .slice(asked)
          .reduce((sum, { cost }) => sum + cost, 0);
        assert.ok(paid <= CAP && (record.costUsd ?? 0) <= CAP, `${paid}`);
        assert.deepEqual(scene.leftFolders(), []);

        const made = scene.azure.collection.pushes.slice(pushes).flatMap((push) => push.refs);
        const old = new Set(before.split('\n'));
        const changed = (await refs())
          .split('\n')
          .filter((line) => !old.has(line) && !/^refs\/(pull|internal)\//.test(line));
        assert.deepEqual(
          changed,
          made.map(({ ref, to }) => `${ref} ${to}`),
          'what else changed',
        );
        for (const { ref } of made) assert.match(ref, /^refs\/heads\/second-pass\/pr-\d+-[0-9a-f]{8}$/);
        ends.set(record.situation, (ends.get(record.situation) ?? 0) + 1);
        if (record.situation !== 'applied') return assert.deepEqual(made, [], record.situation);
        const content = (wanted: string) => Buffer.from(world.left.find((one) => one.name === wanted)?.content ?? '');
        const plan = readPlan(content('plan.json'));
        const [{ to = '' } = {}] = made;
        assert.equal(await gitText(scene.disk.folder, ['rev-parse', `${to}^{tree}`]), plan?.tree);
        assert.equal(await gitText(scene.disk.folder, ['rev-parse', `${to}^`]), plan?.base);
        const shown = sampleGit(scene.disk.folder, [
          'diff-tree',
          '-r',
          '-p',
          '--binary',
          '--full-index',
          '--no-renames',
          `${to}^`,
          to,
        ]);
        assert.ok(shown.equals(content('change.patch')), 'the patch that was shown is another one');
      }),
      { numRuns: RUNS, ...(process.env.SECOND_PASS_SEED ? { seed: Number(process.env.SECOND_PASS_SEED) } : {}) },
    );
    if (RUNS > 20) console.log(ends);
  });
});
