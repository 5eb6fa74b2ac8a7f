import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTreeSitterOutliner } from '../../src/adapters/outliner/outliner';
import { review } from '../../src/review';
import { concludeFailure } from '../../src/stages/conclude-failure';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import { createFakeCodeHost } from '../fakes/code-host';
import { gitRepositoryOf } from '../fakes/git-repository-of';
import { scriptedModel } from '../fakes/model';
import { sarifFilesOf } from '../fakes/sarif-files';
import { handWoundClock, keptLog } from '../fakes/world';
import { emptyTree, historyPairs, type Pair } from '../steps/diff/history-pairs';
import { borrowedRepository } from './borrowed-repository';

/**
 * How often real change gets something else than a plainly green review from code alone: `npm run bench -- quiet --repo PATH [PATH ...]
 * --pairs N`. Each commit is a pull request, reviewed with a model that finds nothing; every review that is not green
 * is printed, so that people can judge it.
 */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { repo: { type: 'string', multiple: true }, pairs: { type: 'string', default: '100' } },
  });
  const folders = [...(values.repo ?? []), ...positionals];
  if (folders.length === 0) throw new Error('Usage: npm run bench -- quiet --repo PATH [PATH ...] --pairs N');
  console.log('| repository | reviews | not green | most processor |\n| --- | ---: | ---: | ---: |');
  for (const folder of folders) {
    let [reviews, loud, most] = [0, 0, 0];
    for (const pair of historyPairs(folder, Number(values.pairs))) {
      // Where a history begins there is nothing to compare with.
      if (pair.base === emptyTree) continue;
      const started = process.cpuUsage();
      const record = await quietReview(folder, pair);
      const { user, system } = process.cpuUsage(started);
      [reviews, most] = [reviews + 1, Math.max(most, (user + system) / 1e6)];
      if (isGreen(record)) continue;
      loud += 1;
      const told = [
        record.statusText,
        ...record.problems,
        ...record.findings.map(({ path, title }) => `${path}: ${title}`),
      ];
      console.error([pair.source.slice(0, 10), ...told.map((text) => text.slice(0, 300))].join('\n  '));
    }
    console.log(`| ${nameOf(folder)} | ${reviews} | ${loud} | ${most.toFixed(1)} s |`);
  }
}

function isGreen({ situation, counts }: ReviewRecord): boolean {
  return /^(?:reviewed|nothingInScope)$/.test(situation) && counts.blockers + counts.warnings === 0;
}

async function quietReview(folder: string, { base, source }: Pair): Promise<ReviewRecord> {
  const title = titleOf(folder, source);
  const lent = borrowedRepository({ repository: folder, from: base, to: source });
  // As a server that leaves files out of a fetch.
  execFileSync('git', ['-C', lent.folder, 'config', 'uploadpack.allowFilter', 'true']);
  const log = keptLog();
  const repository = gitRepositoryOf(lent.folder, log);
  const outliner = createTreeSitterOutliner({ grammarFolder: join(process.cwd(), 'grammars'), log });
  const clock = handWoundClock();
  const iteration = { id: 1, base, source, target: base, reason: 'create' };
  const host = createFakeCodeHost({ pullRequest: { iteration, title } });
  const world = {
    ...{ host, log, clock, repository, outliner, scanner: null, model: scriptedModel(() => ({})) },
    ...{ workingFolder: '/agent/1/s', checkoutFolders: [], sarifFiles: sarifFilesOf({ files: [] }) },
    signal: new AbortController().signal,
    signingKey: Buffer.alloc(32, 7),
    run: { version: '1.2.3', id: 'build 42 1', url: '', startedAt: clock.now() },
    ...{ calls: [], sent: [], stages: () => [] },
  };
  const { settings } = readSettings({ budgetUsd: '1000', budgetUsdPerPullRequest: '1000' });
  try {
    return await review(settings, world).catch((error) => concludeFailure(settings, world, error));
  } finally {
    await Promise.all([outliner.dispose(), repository.dispose()]);
    lent.remove();
  }
}

function titleOf(folder: string, commit: string): string {
  return execFileSync('git', ['-C', folder, 'log', '-1', '--format=%s', commit], { encoding: 'utf8' }).trim();
}

function nameOf(folder: string): string {
  return basename(folder) === 'repo' ? basename(dirname(folder)).replace('+', '/') : basename(folder);
}
