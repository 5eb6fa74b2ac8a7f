import { isAbsolute } from 'node:path';
import { SecondPassError } from '../../errors';
import type { PullRequest } from '../../ports/code-host';
import type { ModelRequest, Sending } from '../../ports/model';
import type { SetUp } from '../../ports/set-up';
import { checkModels } from '../../steps/pricing/check-model';
import reviewSchema from '../../steps/prompt/review.schema.json';
import { receiptOf } from '../../steps/record/receipt';
import { adviceOn } from '../../steps/settings/advice';
import type { Settings } from '../../steps/settings/settings';
import type { World } from '../../world';
import type { Check, Found } from './check';
import { gate } from './gate';
import { policyBranchAdvice } from './policy-branch';
import { statusPolicy } from './status-policy';

/** Every part of the set-up, in the order in which a run needs them. */
export function setUpChecks(settings: Settings, world: World, setUp: SetUp): Check[] {
  return [
    { what: 'Agent', look: async () => ({ text: setUp.agent, advice: [...setUp.advice, ...adviceOn(settings)] }) },
    { what: 'Azure DevOps', look: async () => ({ text: `reachable as ${(await setUp.self()).name}` }) },
    { what: 'Repository', needs: 'Azure DevOps', look: () => repositoryFound(setUp) },
    { what: 'Policy', look: () => policy(setUp) },
    { what: 'Permission', needs: 'Repository', look: () => permission(setUp) },
    ...pullRequestChecks(world, setUp),
    { what: 'git', needs: 'Repository', look: () => gitFetches(world, setUp) },
    { what: 'Status policy', needs: 'Repository', look: () => statusPolicy(settings, world, setUp) },
    { what: 'Gate', needs: 'Repository', look: () => gate(world, setUp) },
    ...modelChecks(settings, world),
    { what: 'Static analysis', look: () => scannerRuns(settings, world, setUp) },
    { what: 'Skeletons', look: () => outlinerRuns(world) },
  ];
}

/** Without Azure DevOps: what a review in a terminal needs. */
export function machineChecks(settings: Settings, world: World, setUp: SetUp): Check[] {
  return [
    { what: 'Machine', look: async () => ({ text: setUp.agent, advice: [...setUp.advice, ...adviceOn(settings)] }) },
    { what: 'Repository', look: async () => ({ text: (await setUp.repository()).name }) },
    { what: 'Policy', look: () => policy(setUp) },
    ...modelChecks(settings, world),
    { what: 'Static analysis', look: () => scannerRuns(settings, world, setUp) },
    { what: 'Skeletons', look: () => outlinerRuns(world) },
  ];
}

async function repositoryFound(setUp: SetUp): Promise<Found> {
  const { name, defaultBranch } = await setUp.repository();
  return { text: `${name} is readable${defaultBranch ? '' : '; it has no commits'}` };
}

async function policy(setUp: SetUp): Promise<Found> {
  const { text, advice, failure } = setUp.policy;
  if (failure !== undefined) throw failure;
  return { text, advice: [...advice, ...policyBranchAdvice(await setUp.policyBranch())] };
}

async function permission(setUp: SetUp): Promise<Found> {
  const [{ name }, may] = [await setUp.self(), await setUp.mayContribute()];
  if (may === null) return { text: 'the service does not tell before something is written' };
  if (may) return { text: `${name} may contribute to pull requests` };
  throw new SecondPassError({
    kind: 'platform',
    code: 'forbidden',
    message: `${name} lacks “Contribute to pull requests”: no comment, status or vote can be written.`,
    advice: `Project settings > Repositories > the repository > Security: set it to Allow for ${name}.`,
  });
}

function pullRequestChecks({ host }: World, setUp: SetUp): Check[] {
  if (setUp.whyNoPullRequest !== '') return [];
  return [
    {
      what: 'Pull request',
      needs: 'Azure DevOps',
      look: async () => ({ text: shownPullRequest(await host.pullRequest()) }),
    },
    {
      what: 'Threads',
      needs: 'Pull request',
      async look() {
        const { iteration } = await host.pullRequest();
        const { threads } = await host.conversation(iteration.id);
        return { text: `${threads.length} are readable` };
      },
    },
  ];
}

function shownPullRequest({ id, state, isDraft, isFork, iteration, targetBranch }: PullRequest): string {
  const words = [state, ...(isDraft ? ['draft'] : []), ...(isFork ? ['from a fork'] : [])].join(', ');
  return `${id} is readable (${words}; iteration ${iteration.id}, into ${targetBranch})`;
}

/** The commits of the pull request, or the tip of the default branch: fetched without content of files. */
async function gitFetches({ host, repository }: World, setUp: SetUp): Promise<Found> {
  if (setUp.whyNoPullRequest === '') {
    const changes = await repository.changes((await host.pullRequest()).iteration);
    return { text: `the change is fetched (${changes.length} bytes of changed paths)` };
  }
  const { defaultBranch } = await setUp.repository();
  const tip = await setUp.fetchTip(defaultBranch);
  return {
    text: tip === undefined ? 'there is no commit to fetch' : `${defaultBranch} is fetched at ${tip.slice(0, 8)}`,
  };
}

function modelChecks(settings: Settings, { model, signal, clock, switchedOff }: World): Check[] {
  if (switchedOff !== undefined) return [];
  const models = [settings.model, settings.fallbackModel].filter((name) => name !== '');
  return models.map((name) => ({
    what: name === settings.model ? 'Claude' : 'Fallback model',
    needs: 'Policy',
    async look(sent) {
      const question = probe(name, settings);
      const sends = (sending: Sending) => void sent.push(receiptOf('count', [question], sending));
      const tokens = await model.count(question, signal, { sends });
      const advice = name === settings.model ? checkModels(settings, clock.now()) : [];
      return {
        text: `${settings.provider} knows ${name} and took a question of ${tokens} tokens for counting`,
        advice,
      };
    },
  }));
}

/** The smallest question that proves key, endpoint and model, with the schema of a real one; counting is free. */
function probe(model: string, { effort }: Settings): ModelRequest {
  const [system, user] = [[{ text: 'Answer.' }], [{ text: 'Hello' }]];
  return { label: 'doctor', model, effort, system, user, schema: reviewSchema, maxOutputTokens: 16 };
}

/** A file of our own is scanned, so that rules and sandbox are tried as well. */
async function scannerRuns(
  { semgrep, semgrepConfig }: Settings,
  { scanner, signal }: World,
  { whyNoPullRequest }: SetUp,
): Promise<Found> {
  if (scanner === null) return { text: 'switched off' };
  if (whyNoPullRequest !== '' && semgrepConfig !== '' && !isAbsolute(semgrepConfig)) {
    return { text: `not tried: ${semgrepConfig} is read at the target branch of a pull request` };
  }
  const report = await scanner.scan([{ path: 'second-pass-doctor.py', after: Buffer.from('answer = 42\n') }], signal);
  if (report === null) return { text: `no Semgrep here; \`semgrep: ${semgrep}\` goes on without` };
  const advice = [...report.notes, ...(report.partial ? ['The scan of one line was not complete.'] : [])];
  return { text: `${report.tool.name} ${report.tool.version}, sandbox: ${report.sandbox}`, advice };
}

async function outlinerRuns({ outliner, signal }: World): Promise<Found> {
  if (outliner === null) return { text: 'switched off' };
  const content = Buffer.from('export function answer(): number {\n  return 42;\n}\n');
  const [outlined] = await outliner.outline([{ path: 'second-pass-doctor.ts', content }], signal);
  const outline = outlined?.after;
  if (outline?.kind === 'outline' && outline.parse === 'ok') {
    return { text: `grammars load (${outline.language}, ${outline.parse})` };
  }
  const reason = outline?.kind === 'none' ? outline.reason : 'its parser does not start';
  throw new SecondPassError({
    kind: 'output',
    code: 'outliner-fails',
    message: `The outliner does not work on this agent: ${reason}.`,
    advice: 'Reviews go on without skeletons; `skeletons: false` silences this.',
  });
}
