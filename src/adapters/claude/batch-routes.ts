import type { Message, MessageBatch, MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Witness } from '../../ports/model';
import type { ClaudeContext } from './context';
import { notTheApi } from './failure';
import { witnessedBy } from './witnessed';

export interface BatchItem {
  custom_id: string;
  params: MessageCreateParamsNonStreaming;
}

export interface BatchResult {
  custom_id: string;
  result: { type: 'succeeded'; message: Message } | { type: 'errored' | 'canceled' | 'expired' };
}

export interface BatchRoutes {
  create(items: readonly BatchItem[]): Promise<MessageBatch>;
  /** The newest batches of the workspace. */
  newest(): Promise<readonly MessageBatch[]>;
  /** How it stands; undefined when that cannot be learnt now. */
  look(id: string): Promise<MessageBatch | undefined>;
  results(id: string): Promise<readonly BatchResult[]>;
  /** These three never throw but for the end of the run: what they cannot do is no reason to lose answers. */
  cancel(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Cancels at the very end of a run, which is already over: waits for two seconds at most. */
  abandon(id: string): Promise<void>;
}

const ROUTE = '/v1/messages/batches';
const LAST_SECONDS = 2000;

/**
 * The routes of Message Batches. Results are fetched from our own address: the SDK would follow `results_url` with our
 * credential wherever it points.
 */
export function batchRoutes({ client }: ClaudeContext, signal: AbortSignal, witness?: Witness): BatchRoutes {
  const of = (id: string) => `${ROUTE}/${encodeURIComponent(id)}`;
  const quietly = async (work: Promise<unknown>) => {
    await work.catch(() => {
      if (signal.aborted) throw signal.reason;
    });
  };
  return {
    create: async (requests) =>
      batchOf(await client.post(ROUTE, { body: { requests }, signal, ...witnessedBy(witness) })),
    async newest() {
      const page: { data?: unknown } = await client.get(ROUTE, { query: { limit: 20 }, signal });
      return Array.isArray(page?.data) ? page.data.map(batchOf) : [];
    },
    look: (id) =>
      client.get(of(id), { signal }).then(batchOf, () => {
        if (signal.aborted) throw signal.reason;
        return undefined;
      }),
    results: async (id) => linesOf(await client.get(`${of(id)}/results`, { signal, timeout: 300_000 })),
    cancel: (id) => quietly(client.post(`${of(id)}/cancel`, { signal })),
    remove: (id) => quietly(client.delete(of(id), { signal })),
    abandon: (id) =>
      client.post(`${of(id)}/cancel`, { signal: AbortSignal.timeout(LAST_SECONDS), timeout: LAST_SECONDS }).then(
        () => {},
        () => {},
      ),
  };
}

function batchOf(value: unknown): MessageBatch {
  const batch = value as MessageBatch | undefined;
  if (typeof batch?.id !== 'string' || typeof batch.processing_status !== 'string') throw notTheApi('');
  return batch;
}

function linesOf(text: unknown): BatchResult[] {
  if (typeof text !== 'string') throw notTheApi('');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as BatchResult);
}
