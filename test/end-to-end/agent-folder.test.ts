import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yamlPullRequest } from '../agent/pipelines';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Scene, type Stage } from '../demo/stage';
import { branchOff } from '../fakes/repository-of';
import { shownReview } from './shown';
import { smallChange } from './small-change';

/** Kilobytes of a disk on which a small review has room. */
const SIZE = 16_384;

describe('the folder of the agent, through the packaged task', function () {
  this.timeout(120_000);
  let stage: Stage;
  let root: string;
  let mounted: string[];
  let held: number[];
  let reviews = 0;

  before(async () => {
    stage = await openStage({ repository: smallChange(), here: true });
  });
  after(() => stage.close());
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'second-pass-folder-'));
    mounted = [];
    held = [];
  });
  afterEach(() => {
    stage.claude.answer(undefined);
    for (const file of held) closeSync(file);
    for (const folder of mounted) execFileSync('umount', [folder]);
    rmSync(root, { recursive: true, force: true });
  });

  /** A pull request of its own, so that the review is a first one. */
  function open(): Promise<Scene> {
    reviews += 1;
    return stage.open({ sourceRef: branchOff(stage.sample, `refs/heads/folder-${reviews}`, stage.sample.sourceRef) });
  }
  /** A disk of its own; only root can make one. */
  function disk(options: string): string {
    const folder = join(root, 'disk');
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
    mounted.push(folder);
    return folder;
  }
  /** Until nothing more can be written; what is removed later gives nothing back as long as it is held open. */
  const untilRefused = (folder: string, take: (name: string) => void) => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (statSync(join(folder, name)).isFile()) held.push(openSync(join(folder, name), 'r'));
    }
    try {
      for (let number = 0; ; number += 1) take(join(folder, `filler-${number}`));
    } catch {
      // There is no room.
    }
  };
  const fill = (folder: string) => untilRefused(folder, (name) => writeFileSync(name, Buffer.alloc(4096)));
  const useUp = (folder: string) => untilRefused(folder, (name) => writeFileSync(name, ''));

  /** While the critique is asked: nothing is left yet, and git has fetched what it needs. */
  async function runWith(folder: string, meanwhile: () => void): Promise<{ scene: Scene; outcome: TaskOutcome }> {
    const scene = await open();
    const variables = { ...yamlPullRequest(scene.world), 'Agent.TempDirectory': folder };
    stage.claude.answer(({ pass }) => {
      if (pass === 'critique') meanwhile();
      return undefined;
    });
    return { scene, outcome: await scene.run({ variables }) };
  }

  function assertReviewStands({ scene, outcome }: { scene: Scene; outcome: TaskOutcome }, why: RegExp): void {
    const { verdict, outcome: how, recordPath, reportPath } = outcome.outputVariables;
    assert.deepEqual([outcome.result, verdict, how], ['Failed', 'FAIL', 'reviewed'], outcome.rawOutput);
    const { statuses, threads } = shownReview(scene.snapshot());
    assert.match(statuses.at(-1) ?? '', /^second-pass\/review failed \(1\): FAIL: 1 blocker/);
    assert.ok(threads.length > 0);
    assert.deepEqual([recordPath, reportPath], ['', '']);
    const warned = outcome.issues.filter(({ type }) => type === 'warning').map(({ message }) => message);
    for (const name of ['record.json', 'sarif', 'report.html']) {
      assert.ok(
        warned.some((text) => text.startsWith(`review.${name} could not be left with the run: `) && why.test(text)),
        warned.join('\n'),
      );
    }
    assert.doesNotMatch(outcome.rawOutput, /fault of (the task|Second Pass)/i);
  }

  function assertNamed({ scene, outcome }: { scene: Scene; outcome: TaskOutcome }, why: RegExp): void {
    assert.deepEqual(
      [outcome.result, outcome.outputVariables.outcome],
      ['SucceededWithIssues', 'notReviewed'],
      outcome.rawOutput,
    );
    const { statuses, threads } = shownReview(scene.snapshot());
    assert.match(statuses.at(-1) ?? '', /^second-pass\/review error \(1\): NOT REVIEWED: /);
    assert.deepEqual(threads, []);
    assert.match(outcome.issues.map(({ message }) => message).join('\n'), why);
    assert.doesNotMatch(outcome.rawOutput, /fault of (the task|Second Pass)/i);
    assert.equal(stage.claude.requests.length, 0);
  }

  describe('after the verdict', () => {
    it('removed by somebody: the verdict stands, and what could not be left is named', async () => {
      const folder = join(root, 'temp');
      const run = await runWith(folder, () => {
        rmSync(folder, { recursive: true, force: true });
        writeFileSync(folder, '');
      });
      assertReviewStands(run, /ENOTDIR|ENOENT/);
    });

    const disks: [what: string, options: string, trouble: (folder: string) => void, why: RegExp][] = [
      ['full', `size=${SIZE}k`, fill, /ENOSPC/],
      ['without room for one more file', `size=${SIZE}k,nr_inodes=600`, useUp, /ENOSPC/],
      [
        'read-only from then on',
        `size=${SIZE}k`,
        (folder) => execFileSync('mount', ['-o', 'remount,ro', folder]),
        /EROFS|EPERM/,
      ],
    ];
    for (const [what, options, trouble, why] of disks) {
      it(`${what}: the same`, async function () {
        if (process.getuid?.() !== 0) return this.skip();
        const folder = disk(options);
        assertReviewStands(await runWith(folder, () => trouble(folder)), why);
      });
    }
  });

  describe('before the verdict', () => {
    beforeEach(() => void stage.claude.requests.splice(0));

    it('missing: it is made, and the review goes on', async () => {
      const folder = join(root, 'removed', 'by a step');
      const { outcome } = await runWith(folder, () => {});
      assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
      assert.ok(existsSync(outcome.outputVariables.recordPath ?? ''));
    });

    it('a file: a clear error about the agent', async () => {
      const folder = join(root, 'file');
      writeFileSync(folder, '');
      assertNamed(
        await runWith(folder, () => {}),
        /The agent's temporary folder .*file cannot be written to \((EEXIST|ENOTDIR)\)\. .*Free space on its disk/,
      );
    });

    const disks: [what: string, options: string, trouble: (folder: string) => void][] = [
      ['full', 'size=64k', fill],
      ['read-only', 'size=64k', (folder) => execFileSync('mount', ['-o', 'remount,ro', folder])],
      ['without room for one more file', 'size=64k,nr_inodes=20', useUp],
      ['full as soon as something is fetched', 'size=24k', () => {}],
    ];
    for (const [what, options, trouble] of disks) {
      it(`${what}: the same`, async function () {
        if (process.getuid?.() !== 0) return this.skip();
        const folder = disk(options);
        trouble(folder);
        assertNamed(
          await runWith(folder, () => {}),
          /The agent's (temporary folder .*[\\/]disk|disk) cannot be written to \(/,
        );
      });
    }
  });
});
