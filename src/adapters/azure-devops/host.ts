import type { Clock } from '../../ports/clock';
import type { CodeHost, Conversation, Identity } from '../../ports/code-host';
import type { Log } from '../../ports/log';
import type { HttpClient } from '../http/http';
import { createChangeReader } from './changes';
import type { AskCommonCommits, HostContext } from './context';
import { readConversation } from './conversation';
import { createItemReader, type ItemReader } from './items';
import { rememberThreads } from './known';
import { commonByService } from './merge-base';
import { createPlace } from './place';
import { readPullRequest } from './pull-request';
import { readPushers } from './pushers';
import { createRest, type Token } from './rest';
import { hasRunEnded } from './run-ended';
import { readSelf } from './self';
import { createServiceClock, type ServiceClock } from './service-clock';
import { createStatusNumbers } from './status-numbers';
import { apply } from './writes';

export type { AskCommonCommits, ItemReader, Token };

export interface AzureDevOpsOptions {
  /** The agent's `System.CollectionUri`; its path is kept. */
  collectionUrl: string;
  /** Name or id of the project, not encoded. */
  project: string;
  /** Id or name; absent in releases that do not know it: then the pull request is found by its id alone. */
  repositoryId?: string | undefined;
  pullRequestId: number;
  token: Token;
  http: HttpClient;
  log: Log;
  clock: Clock;
  /** Shared with what else is asked of the service; absent: its own. */
  serviceClock?: ServiceClock;
  /** For services that do not tell it. */
  commonCommits?: AskCommonCommits;
  /** First part of the status' name; branch policies match it. */
  statusGenre: string;
}

export interface AzureDevOpsHost extends CodeHost {
  /** Our own identity; asked of the service once. */
  self(): Promise<Identity>;
  /** What the REST fallback of git reads: changes with object ids, and file content. */
  items: ItemReader;
}

/** One pull request in Azure Repos, read and written through REST. Nothing is asked before the first call. */
export function createAzureDevOpsHost(options: AzureDevOpsOptions): AzureDevOpsHost {
  const { serviceClock = createServiceClock(options.clock) } = options;
  const rest = createRest({ ...options, hearTime: serviceClock.hearRoughly });
  const place = createPlace(options);
  const changes = createChangeReader(rest, place);
  const self = once(() => readSelf(rest));
  const known = { threads: new Map() };
  const statusNumbers = createStatusNumbers();
  const context: HostContext = { ...options, rest, place, changes, self, known, statusNumbers, serviceClock };
  return {
    self,
    pullRequest: () => readPullRequest(context),
    pushers: (pullRequest) => readPushers(context, pullRequest),
    conversation: (iteration) => conversation(context, iteration),
    apply: (write) => apply(context, write),
    commonCommits: (one, other) => commonByService(context, one, other),
    hasEnded: (page) => hasRunEnded(context, page),
    now: serviceClock.now,
    items: createItemReader(rest, place, changes),
  };
}

async function conversation(context: HostContext, iteration: number): Promise<Conversation> {
  const read = await readConversation(context, iteration);
  rememberThreads(context.known, read.threads);
  return read;
}

/** Asks once, unless asking failed. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
