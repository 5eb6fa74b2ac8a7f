import { createHash } from 'node:crypto';
import type { BranchRight } from './branch-rights';
import type { Approval, Build } from './builds';
import type { Fault } from './faults';
import type { Frame } from './frame/frame';
import type { HookSubscription } from './hooks';
import type { BranchPolicy, Identity, Project, PullRequest, Repository, StatusPolicy } from './model';
import type { LoggedRequest } from './request-log';
import type { Group } from './routes-people';
import type { Run } from './runs';
import type { Violation } from './validation';
import { type Product, products } from './versions';
import type { WebhookTrigger } from './webhooks';

/** One organisation (Services) or project collection (Server) with everything in it. */
/** A pipeline of YAML with parameters; answers with the run it began, or throws why it takes none. */
export interface RunnablePipeline {
  name: string;
  project: Project;
  start(by: Identity, parameters: Readonly<Record<string, unknown>>): Build;
}

export interface Collection {
  product: Product;
  /** `/fabrikam/` or `/tfs/DefaultCollection/`. */
  path: string;
  /** Origin and path; known once the server listens. */
  url: string;
  name: string;
  clock: () => Date;
  projects: Project[];
  repositories: Repository[];
  identities: Map<string, Identity>;
  tokens: Map<string, { identity: Identity; expired: boolean }>;
  /** `identityId permission repositoryId`, the last one `*` for all repositories. */
  denied: Set<string>;
  /** The same for what nobody has unless it was granted. */
  granted: Set<string>;
  branchRights: BranchRight[];
  /** Branches to which nobody pushes. */
  pushPolicies: { repository: Repository; refName: string; message?: string }[];
  builds: Map<number, Build>;
  approvals: Approval[];
  /** Pushes over the network, oldest first. */
  pushes: { repository: Repository; by: Identity; refs: { ref: string; from: string; to: string }[]; date: string }[];
  /** What becomes of a run that was queued over the network. */
  onQueue: (build: Build) => void;
  /** Pipelines that a person or a program can run over the network, by their ids. */
  pipelines: Map<number, RunnablePipeline>;
  /** Subscriptions to what happens, and deliveries under way. */
  hooks: HookSubscription[];
  deliveries: Promise<void>[];
  /** Incoming webhooks by their names. */
  webhooks: Map<string, WebhookTrigger[]>;
  /** Who made a branch over the network, by `repositoryId ref`. */
  creators: Map<string, Identity>;
  groups: Group[];
  /** Nobody may look identities up, as a job's token may not. */
  hidesPeople: boolean;
  /** Service connections whose pipelines have to extend a template, by their ids. */
  templatesRequired: Set<string>;
  /** Checks are not shown, as to those who may not manage them. */
  hidesChecks: boolean;
  /** Fields by id; html where the service has html. */
  workItems: Map<number, Record<string, unknown>>;
  pullRequests: Map<number, PullRequest>;
  policies: StatusPolicy[];
  branchPolicies: BranchPolicy[];
  runs: Map<number, Run>;
  /** Days for which projects keep what runs made, as their settings have it. */
  retention: { artifacts: number; runs: number; pullRequestRuns: number };
  /** Where the installed extension shows its pages; absent without one. */
  frame?: Frame;
  nextPullRequest: number;
  nextThread: number;
  requests: LoggedRequest[];
  violations: Violation[];
  faults: Fault[];
  git: GitBehaviour;
}

/** How the git end behaves; tests change it while the server runs. */
export interface GitBehaviour {
  /** Partial clone filters are served. */
  filters: boolean;
  /** Every git request is answered with 403. */
  refused: boolean;
}

export interface CollectionOptions {
  product?: Product;
  collectionPath?: string;
  clock?: () => Date;
  firstPullRequestId?: number;
}

/** An empty collection of the product asked for. */
export function createCollection(options: CollectionOptions): Collection {
  const product = options.product ?? 'services';
  const path = slashed(options.collectionPath ?? products[product].collectionPath);
  return {
    product,
    path,
    url: '',
    name: path.split('/').filter(Boolean).at(-1) ?? 'collection',
    clock: options.clock ?? (() => new Date()),
    projects: [],
    repositories: [],
    identities: new Map(),
    tokens: new Map(),
    denied: new Set(),
    granted: new Set(),
    branchRights: [],
    pushPolicies: [],
    builds: new Map(),
    approvals: [],
    pushes: [],
    onQueue: () => {},
    pipelines: new Map(),
    hooks: [],
    deliveries: [],
    webhooks: new Map(),
    creators: new Map(),
    groups: [],
    hidesPeople: false,
    templatesRequired: new Set(),
    hidesChecks: false,
    workItems: new Map(),
    pullRequests: new Map(),
    policies: [],
    branchPolicies: [],
    runs: new Map(),
    retention: { artifacts: 30, runs: 30, pullRequestRuns: 10 },
    nextPullRequest: options.firstPullRequestId ?? 1,
    nextThread: 101,
    requests: [],
    violations: [],
    faults: [],
    git: { filters: true, refused: false },
  };
}

export function now(collection: Collection): string {
  return collection.clock().toISOString();
}

/** A GUID that is always the same for the same words, so that golden files stay still. */
export function guidOf(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function sameText(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left.toLowerCase() === right?.toLowerCase();
}

function slashed(path: string): string {
  return `/${path.split('/').filter(Boolean).join('/')}/`;
}
