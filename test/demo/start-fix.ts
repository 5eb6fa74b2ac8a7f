import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathEntries } from '../../src/adapters/process/search-places';
import { type FixStage, openFixStage } from './fix-stage';

const HOW = `What you can do there:
  1. Reply to the finding in src/total.js: /second-pass fix
  2. Follow the link of the answer to the run; when its plan is made, look at it on the thread, and approve the run
  3. The answer names the draft pull request
Other words: /second-pass plan, answer <question>, help`;

/** A comment, its plan, an approval and a draft pull request, on the emulators and in a real sandbox. */
export async function startFix(once: boolean): Promise<void> {
  if (!pathEntries(process.env.PATH ?? '').some((folder) => existsSync(join(folder, 'bwrap'))))
    throw new Error(
      'The sandbox needs bubblewrap, and this machine has none (Debian, Ubuntu: apt-get install bubblewrap).',
    );
  const key = process.env.ANTHROPIC_API_KEY ?? '';
  console.log(
    key
      ? 'Model: Claude, with your key.'
      : 'Model: a stand-in with a few rules of thumb, not Claude. Set ANTHROPIC_API_KEY for Claude.',
  );
  const stage = await openFixStage({ key });
  if (once) return await play(stage).finally(() => stage.close());
  await stage.review();
  console.log(
    `The pull request's page: ${stage.azure.pageUrl(stage.pullRequest.id)}\n\n${HOW}\n\nInterrupt (Ctrl+C) to end.`,
  );
  process.once('SIGINT', () => void stage.close().then(() => process.exit(0)));
}

/** Goes the whole way as both people, and leaves the pages as files. */
async function play(stage: FixStage): Promise<void> {
  const { azure, pullRequest, asker, approver } = stage;
  await stage.review();
  const finding = pullRequest.threads.find(({ context }) => context?.filePath === '/src/total.js');
  if (!finding) throw new Error('The review found nothing to ask about.');
  console.log(`${asker.displayName} replies to the finding in src/total.js: /second-pass fix`);
  azure.as(asker, pullRequest.id).reply(finding.id, '/second-pass fix');
  const run = await stage.nextRun();
  const approval = await approvalOf(stage, run);
  for (const line of run.outcomes.get('plan.fix')?.lines ?? []) console.log(`  | ${line}`);
  if (approval) {
    console.log(`${approver.displayName} approves the run.`);
    azure.decide(approval, approver, { isGranted: true, comment: 'Looks right.' });
  }
  await run.finished;
  for (const line of run.outcomes.get('apply.SecondPassFix@1')?.lines ?? []) console.log(`  | ${line}`);
  const opened = [...azure.collection.pullRequests.keys()].filter((id) => id !== pullRequest.id);
  console.log(`Run ${run.build.result}; draft pull requests: ${opened.join(', ') || 'none'}.`);
  await leave(stage, 'fix-request.html', pullRequest.id);
  for (const id of opened) await leave(stage, 'fix-pull-request.html', id);
}

/** Undefined when the run ends without asking anybody. */
async function approvalOf({ azure }: FixStage, { finished }: { finished: Promise<void> }) {
  const isEnded = finished.then(() => true);
  for (;;) {
    const open = azure.collection.approvals.find(({ status }) => status === 'pending');
    if (open) return open;
    const soon = new Promise<false>((done) => setTimeout(() => done(false), 50));
    if (await Promise.race([isEnded, soon])) return undefined;
  }
}

async function leave({ azure }: FixStage, name: string, id: number): Promise<void> {
  mkdirSync(resolve('dist'), { recursive: true });
  writeFileSync(resolve('dist', name), await azure.renderPage(id));
  console.log(`Page of pull request ${id}: ${resolve('dist', name)}`);
}
