import { resolve as absolute } from 'node:path';
import {
  type Approval,
  addBuild,
  addStage,
  type Build,
  beginStage,
  decide,
  type NewBuild,
  publishArtifact,
  type RunningStage,
} from './builds';
import { type Collection, type GitBehaviour, guidOf, sameText } from './collection';
import type { FaultScript } from './faults';
import { type Frame, type FrameOptions, openFrame } from './frame/frame';
import { headOf } from './git';
import { addHook, type HookSubscription, type NewHook } from './hooks';
import { collectionBuildService, type Permission, personNamed, projectBuildService } from './identities';
import { refreshMerge } from './iterations';
import type {
  BranchPolicy,
  Identity,
  Iteration,
  IterationReason,
  Project,
  PullRequest,
  Repository,
  StatusPolicy,
} from './model';
import { buildUrl } from './page/build-page';
import { pullRequestPage } from './page/document';
import { actingAs, type PersonOnPullRequest } from './person';
import {
  abandon,
  complete,
  type NewPullRequest,
  openPullRequest,
  pullRequestNumbered,
  pushIteration,
  setDraft,
} from './pull-requests';
import type { LoggedRequest } from './request-log';
import { runPage } from './routes-builds';
import type { Group } from './routes-people';
import { addRun, type NewRun, type Run } from './runs';
import { type PullRequestSnapshot, snapshotOf } from './snapshot';
import type { Violation } from './validation';
import type { WebhookTrigger } from './webhooks';

export type { ThreadSpot } from './person';

export interface NewRepository {
  /** A bare repository on disk. */
  directory: string;
  name?: string;
  id?: string;
  /** Project name; may need escaping in urls. */
  project?: string;
  projectId?: string;
  forkOf?: Repository;
}

export type PullRequestToOpen = Omit<NewPullRequest, 'author'> & { author?: Identity | string };

/** The running emulator: what clients see over HTTP, and what tests do behind it. */
export interface AzureDevOpsEmulator {
  /** The collection's url, with its slash: `http://127.0.0.1:port/fabrikam/`. */
  readonly url: string;
  readonly collection: Collection;
  /** Every request, in order of arrival. */
  readonly requests: LoggedRequest[];
  /** Requests and answers that Microsoft's description does not allow. Tests assert that it stays empty. */
  readonly violations: Violation[];
  readonly git: GitBehaviour;
  addRepository(given: NewRepository): Promise<Repository>;
  /** The page of a repository as git clones it: `{url}My%20Project/_git/name`. */
  cloneUrl(repository: Repository): string;
  person(displayName: string, id?: string): Identity;
  /** The job's identity: of the project, or of the whole collection without one. */
  buildService(project?: Project): Identity;
  /** From now on the token (bearer, or password of Basic) speaks for the identity. */
  registerToken(token: string, identity: Identity): void;
  /** `revoked`: nobody knows it any more (401). Otherwise it has expired (sign-in page, or 401 when redirects are suppressed). */
  expireToken(token: string, how?: 'expired' | 'revoked'): void;
  deny(identity: Identity, permission: Permission, repository?: Repository): void;
  grant(identity: Identity, permission: Permission, repository?: Repository): void;
  /** An entry on a branch or folder of branches, which wins over those above it. */
  setBranchRight(
    identity: Identity,
    permission: Permission,
    repository: Repository,
    ref: string,
    isAllowed: boolean,
  ): void;
  /** Nobody pushes to that branch, as a branch policy has it. */
  forbidPushes(repository: Repository, refName: string, message?: string): void;
  addBuild(given: NewBuild): Build;
  publishArtifact(build: Build, name: string, files: Readonly<Record<string, string | Uint8Array>>): void;
  addGroup(name: string, members: readonly { id: string }[]): Group;
  addStage(build: Build, identifier: string, approval?: Parameters<typeof addStage>[2]): Approval;
  /** A stage that goes on while the server runs; with people who are asked before it may. */
  beginStage(build: Build, identifier: string, approvers?: readonly Identity[]): RunningStage;
  /** False when nobody waits for an answer of that person. */
  decide(approval: Approval, who: Identity, given: { isGranted: boolean; comment?: string }): boolean;
  endBuild(build: Build, result: string): void;
  buildUrl(build: Build): string;
  /** Subscribes a web hook to comments on pull requests. */
  addHook(given: NewHook): HookSubscription;
  /** Resolves when no event is on its way. */
  delivered(): Promise<void>;
  /** A pipeline that an incoming webhook starts; the public address of it is `webhookUrl`. */
  addWebhook(name: string, trigger: WebhookTrigger): void;
  webhookUrl(name: string): string;
  openPullRequest(given: PullRequestToOpen): Promise<PullRequest>;
  /** After commits arrived in the bare repository: a new iteration. */
  pushIteration(
    id: number,
    given?: { reason?: IterationReason; author?: Identity; targetRef?: string },
  ): Promise<Iteration>;
  /** After the target branch moved: a new merge commit, the same iteration. */
  refreshMerge(id: number): Promise<void>;
  pullRequest(id: number): PullRequest;
  complete(id: number, who?: Identity): Promise<void>;
  abandon(id: number, who?: Identity): void;
  setDraft(id: number, isDraft: boolean): void;
  addBranchPolicy(given: Omit<BranchPolicy, 'id'>): BranchPolicy;
  addStatusPolicy(given: Partial<StatusPolicy> & { repository: Repository; refName: string }): StatusPolicy;
  /** Acts on a pull request as a person does in the browser. */
  as(who: Identity | string, pullRequestId: number): PersonOnPullRequest;
  fault(script: FaultScript): void;
  clearFaults(): void;
  snapshot(id: number): PullRequestSnapshot;
  addRun(given: NewRun): Run;
  /** As retention does: the run goes, and what is attached to it. */
  deleteRun(id: number): void;
  /** Page of the run with the tab of the extension. */
  runTabUrl(run: Run): string;
  /** Installs the packed extension: runs and pull requests get its tabs. */
  installExtension(vsix: string, options?: FrameOptions): Promise<Frame>;
  pageUrl(id: number): string;
  /** The pull request as one html file that needs no server. */
  renderPage(id: number): Promise<string>;
  close(): Promise<void>;
}

export function emulatorOf(collection: Collection, close: () => Promise<void>): AzureDevOpsEmulator {
  const pullRequest = (id: number) => pullRequestNumbered(collection, id);
  const identity = (who: Identity | string) => (typeof who === 'string' ? personNamed(collection, who) : who);
  return {
    url: collection.url,
    collection,
    requests: collection.requests,
    violations: collection.violations,
    git: collection.git,
    addRepository: async (given) => addRepository(collection, given),
    cloneUrl: (repository) => webUrl(collection, repository),
    person: (displayName, id) => personNamed(collection, displayName, id),
    buildService: (project) =>
      project ? projectBuildService(collection, project) : collectionBuildService(collection),
    registerToken: (token, owner) => void collection.tokens.set(token, { identity: owner, expired: false }),
    expireToken: (token, how) => expire(collection, token, how ?? 'expired'),
    deny: (who, permission, where) => void collection.denied.add(`${who.id} ${permission} ${where?.id ?? '*'}`),
    grant(who, permission, where) {
      collection.denied.delete(`${who.id} ${permission} ${where?.id ?? '*'}`);
      if (where) collection.granted.add(`${who.id} ${permission} ${where.id}`);
    },
    setBranchRight: ({ id: identityId }, permission, { id: repositoryId }, ref, isAllowed) =>
      void collection.branchRights.push({ identityId, permission, repositoryId, ref, isAllowed }),
    forbidPushes: (repository, refName, message) =>
      void collection.pushPolicies.push({ repository, refName, ...(message ? { message } : {}) }),
    addBuild: (given) => addBuild(collection, given),
    publishArtifact,
    addGroup(name, members) {
      const group = { id: guidOf('group', name), name, members: members.map(({ id }) => id) };
      collection.groups.push(group);
      return group;
    },
    addStage(build, identifier, given) {
      const approval = addStage(build, identifier, given);
      collection.approvals.push(approval);
      return approval;
    },
    beginStage: (build, identifier, approvers) => beginStage(collection, build, identifier, approvers),
    decide: (approval, who, given) => decide(collection, approval, who, given),
    endBuild: (build, result) => void Object.assign(build, { status: 'completed', result }),
    buildUrl: (build) => buildUrl(collection, build),
    addHook: (given) => addHook(collection, given),
    async delivered() {
      while (collection.deliveries.length > 0) await Promise.all(collection.deliveries);
    },
    addWebhook: (name, trigger) =>
      void collection.webhooks.set(name, [...(collection.webhooks.get(name) ?? []), trigger]),
    webhookUrl: (name) => `${collection.url}_apis/public/distributedtask/webhooks/${name}?api-version=6.0-preview`,
    openPullRequest: (given) =>
      openPullRequest(collection, { ...given, author: identity(given.author ?? 'Mona Lisa') }),
    pushIteration: (id, given) => pushIteration(collection, pullRequest(id), given),
    refreshMerge: (id) => refreshMerge(pullRequest(id)),
    pullRequest,
    complete: (id, who) => complete(collection, pullRequest(id), who ?? pullRequest(id).createdBy),
    abandon: (id, who) => abandon(collection, pullRequest(id), who ?? pullRequest(id).createdBy),
    setDraft: (id, isDraft) => setDraft(pullRequest(id), isDraft),
    addBranchPolicy: (given) => addBranchPolicy(collection, given),
    addStatusPolicy: (given) => addStatusPolicy(collection, given),
    as: (who, id) => actingAs(collection, identity(who), pullRequest(id)),
    fault: (script) => void collection.faults.push({ ...script, seen: 0 }),
    clearFaults: () => void collection.faults.splice(0),
    snapshot: (id) => snapshotOf(pullRequest(id)),
    addRun: (given) => addRun(collection, given),
    deleteRun: (id) => void collection.runs.delete(id),
    runTabUrl(run) {
      const tab = collection.frame?.extension.pages.find(({ type }) => type === 'ms.vss-build-web.build-results-tab');
      return `${runPage(collection, run)}${tab ? `&view=${tab.id}` : ''}`;
    },
    async installExtension(vsix, options) {
      await collection.frame?.close();
      collection.frame = await openFrame(collection, vsix, options);
      return collection.frame;
    },
    pageUrl: (id) => `${webUrl(collection, pullRequest(id).repository)}/pullrequest/${id}`,
    renderPage: (id) => pullRequestPage(collection, pullRequest(id), { isServed: false }),
    async close() {
      await collection.frame?.close();
      await close();
    },
  };
}

function addRepository(collection: Collection, given: NewRepository): Repository {
  const name = given.name ?? 'sample';
  const directory = absolute(given.directory);
  const project = projectFor(collection, given);
  const repository: Repository = {
    id: given.id ?? guidOf('repository', project.name, name),
    name,
    project,
    directory,
    defaultBranch: headOf(directory),
    ...(given.forkOf ? { forkOf: given.forkOf } : {}),
  };
  collection.repositories.push(repository);
  return repository;
}

function projectFor(collection: Collection, given: NewRepository): Project {
  const name = given.project ?? given.forkOf?.project.name ?? 'My Project';
  const known = collection.projects.find((one) => sameText(one.name, name));
  if (known) return known;
  const project = { id: given.projectId ?? guidOf('project', name), name };
  collection.projects.push(project);
  return project;
}

function expire(collection: Collection, token: string, how: 'expired' | 'revoked'): void {
  const known = collection.tokens.get(token);
  if (how === 'revoked') collection.tokens.delete(token);
  else if (known) known.expired = true;
}

function addStatusPolicy(
  collection: Collection,
  given: Partial<StatusPolicy> & { repository: Repository; refName: string },
): StatusPolicy {
  const usual = { genre: 'second-pass', name: 'review', invalidateOnSourceUpdate: true, isBlocking: true };
  const policy: StatusPolicy = { id: collection.policies.length + 1, ...usual, ...given };
  collection.policies.push(policy);
  return policy;
}

function addBranchPolicy(collection: Collection, given: Omit<BranchPolicy, 'id'>): BranchPolicy {
  const policy = { id: 1000 + collection.branchPolicies.length, ...given };
  collection.branchPolicies.push(policy);
  return policy;
}

function webUrl(collection: Collection, repository: Repository): string {
  return `${collection.url}${encodeURIComponent(repository.project.name)}/_git/${encodeURIComponent(repository.name)}`;
}
