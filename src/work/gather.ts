import { SecondPassError } from '../errors';
import type { Code, FixWorld } from '../fix-world';
import type { Comment, Thread } from '../ports/code-host';
import { branchOf } from '../steps/branch/branch-name';
import type { Material } from '../steps/brief/material';
import { readPlaces } from '../steps/candidate/places';
import { wantedFindings } from '../steps/request/wanted-findings';
import type { FixSettings } from '../steps/settings/fix-settings';
import { failedBuild } from './failed-build';
import { openFindings, type Shown, shownCode, tellFindings } from './gather-findings';
import type { AcceptedRequest } from './heard';
import type { WorkOrder } from './order';
import { outlineChanges } from './outline-changes';
import { rereadWorkItem } from './reread-request';

/** Read before any workshop opens: where the work begins, and everything that the model is told besides the request. */
export async function gather(settings: FixSettings, world: FixWorld, accepted: AcceptedRequest): Promise<WorkOrder> {
  const code = world.code(accepted.repositoryId);
  const place = await placeOf(settings, accepted, code);
  const { thread, findings } = await threadsOf(world, accepted);
  const { isHidden } = readPlaces(settings);
  const shown = { code, base: place.base, isHidden, masking: world.masking };
  const materials = [
    ...(await workItem(world, accepted)),
    ...said(thread, accepted),
    ...(await shownCode(thread ?? {}, shown)),
    ...(await tellFindings(findings ?? [], shown)),
    ...(accepted.earlier?.materials ?? (await failedBuild(world, accepted))),
    ...(await guidance(settings, code, shown)),
    ...(await outlineChanges(world, accepted, shown)),
  ];
  return {
    ...place,
    ...{ request: accepted.request, repositoryId: accepted.repositoryId, materials },
    ...(findings ? { findings: findings.length } : {}),
    findingPaths: pathsOf([...(thread ? [thread] : []), ...(findings ?? [])]),
    callsBefore: accepted.earlier?.calls ?? 0,
  };
}

function pathsOf(threads: readonly Thread[]): string[] {
  return [...new Set(threads.flatMap(({ path }) => (path === undefined ? [] : [path])))];
}

type Place = Pick<WorkOrder, 'target' | 'branch' | 'branchTip' | 'base' | 'sourceTip'>;

/** The source of the pull request that was asked on, so that its author merges our branch into his own; else the default branch. */
async function placeOf(settings: FixSettings, accepted: AcceptedRequest, code: Code): Promise<Place> {
  const place = await firstPlace(settings, accepted, code);
  if (!accepted.earlier) return place;
  // The next try goes on where the last one pushed.
  const { tip } = accepted.earlier;
  const isOwn = place.target === place.branch;
  return { ...place, branchTip: tip, base: tip, ...(isOwn ? { sourceTip: tip } : {}) };
}

async function firstPlace(settings: FixSettings, accepted: AcceptedRequest, code: Code): Promise<Place> {
  const { request, pullRequest, ongoing } = accepted;
  const { branchPrefix, targetBranch } = settings;
  const source = pullRequest?.sourceBranch;
  const sourceTip = pullRequest ? { sourceTip: pullRequest.iteration.source } : {};
  if (ongoing) {
    const { branch, tip, target = branch } = ongoing;
    return { target, branch, branchTip: tip, base: tip, ...sourceTip };
  }
  const target = targetBranch === '' ? (source ?? (await code.defaultBranch())) : `refs/heads/${targetBranch}`;
  const base = target === source && pullRequest ? pullRequest.iteration.source : await code.tip(target);
  if (target === '' || base === null) throw noBranch(target);
  return { target, base, branch: branchOf(request, branchPrefix), branchTip: null, ...sourceTip };
}

function noBranch(target: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'not-found',
    message: target === '' ? 'The repository has no default branch.' : `There is no branch ${target}.`,
    advice: 'Name an existing branch in `targetBranch`.',
  });
}

/** The thread that asked, and the findings of ours that it means when it names several. */
async function threadsOf(
  world: FixWorld,
  { request, pullRequest, repositoryId }: AcceptedRequest,
): Promise<{ thread?: Thread; findings?: readonly Thread[] }> {
  if (!pullRequest || request.threadId === null) return {};
  const { threads } = await world.host(repositoryId, pullRequest.id).conversation(pullRequest.iteration.id);
  const thread = threads.find(({ id }) => id === request.threadId);
  const wanted = request.verb === 'fix' || request.verb === 'plan' ? wantedFindings(request.text) : null;
  const findings = wanted && openFindings(threads, pullRequest.self.id, wanted).filter((one) => one !== thread);
  return { ...(thread ? { thread } : {}), ...(findings ? { findings } : {}) };
}

/** Every other comment only as it stood before the request: what its author has changed since is left out. */
function said(thread: Thread | undefined, { request, pullRequest }: AcceptedRequest): Material[] {
  if (!thread) return [];
  const isSettled = ({ author, publishedAt, contentUpdatedAt = publishedAt }: Comment) =>
    publishedAt <= request.at && (contentUpdatedAt <= request.at || author.id === pullRequest?.self.id);
  const isEarlier = (one: Comment) => one.id !== request.commentId && one.isText && !one.isDeleted && isSettled(one);
  const earlier = thread.comments.filter(isEarlier);
  if (earlier.length === 0) return [];
  const [first, ...rest] = earlier;
  const isFinding = first?.author.id === pullRequest?.self.id && thread.path !== undefined;
  const finding: Material[] =
    isFinding && first ? [{ kind: 'finding', title: `The finding, on ${thread.path}`, text: first.content }] : [];
  const others = isFinding ? rest : earlier;
  if (others.length === 0) return finding;
  const text = others.map(({ author, content }) => `${author.name}:\n${content}`).join('\n\n');
  return [...finding, { kind: 'thread', title: 'What was said on the thread before the request', text }];
}

async function workItem(world: FixWorld, { request }: AcceptedRequest): Promise<Material[]> {
  if (request.workItemId === null) return [];
  const item = await rereadWorkItem(request.workItemId, request.sha256, world);
  const text = `${item.title}\n\n${item.description}`;
  return [{ kind: 'workitem', title: `Work item ${item.id}`, text }];
}

const OWN_GUIDES = ['AGENTS.md', 'CLAUDE.md'];

/** As they were merged into the branch that all work comes to: what a pull request only proposes tells nobody how to work. */
async function guidance(
  { guidelines, targetBranch }: FixSettings,
  code: Code,
  { isHidden, masking }: Shown,
): Promise<Material[]> {
  const merged = await code.tip(targetBranch === '' ? await code.defaultBranch() : `refs/heads/${targetBranch}`);
  if (merged === null) return [];
  const paths = [...new Set([...guidelines, ...OWN_GUIDES])].filter((path) => !isHidden(path));
  const contents = await code.repository.read(paths.map((path) => `${merged}:${path}`));
  return paths.flatMap((path): Material[] => {
    const content = contents.get(`${merged}:${path}`);
    if (content === undefined) return [];
    return [
      {
        kind: 'guidelines',
        title: path,
        text: masking.file(Buffer.from(content).toString('utf8'), path).text,
        files: [path],
      },
    ];
  });
}
