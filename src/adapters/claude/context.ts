import type { BaseAnthropic } from '@anthropic-ai/sdk';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import type { Backoff } from './backoff';
import type { RequestStyle } from './request-body';

export interface ClaudeOptions {
  provider: 'anthropic' | 'foundry';
  /** Base url; empty means the provider's own. */
  endpoint: string;
  /** The key, or a function that gives a fresh bearer token for each request. */
  credential: { kind: 'key'; key: string } | { kind: 'token'; token: () => Promise<string> };
  inferenceGeo: '' | 'us' | 'global';
  /** Whether the model takes `effort`; decided by the model table, not here. */
  acceptsEffort: (model: string) => boolean;
  /** The transport: the only caller of the network, which refuses redirects. */
  fetch: typeof fetch;
  clock: Clock;
  log: Log;
  /** Milliseconds until the run's own deadline. */
  remaining: () => number;
  /** Milliseconds without a complete event of a stream before it is given up. */
  idleMilliseconds?: number;
  /** Milliseconds until an answer must have begun. */
  headersMilliseconds?: number;
  random?: () => number;
}

export interface ClaudeContext {
  client: BaseAnthropic;
  options: ClaudeOptions;
  style: RequestStyle;
  backoff: Backoff;
  idleMilliseconds: number;
  headersMilliseconds: number;
}
