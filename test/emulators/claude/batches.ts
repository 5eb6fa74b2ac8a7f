import { messageOf, say, usageOf } from './answer';
import { apiError, errorBody } from './api-error';
import type { Trouble } from './faults';
import { bill, checkContract, newId, newRequest, questionOf, type Scene, validationScene } from './scene';
import type { ClaudeRequest, Json } from './types';
import { modelOf, refusalOf } from './validation';

const EXPIRES_AFTER_MS = 24 * 60 * 60_000;
const RESULTS_KEPT_MS = 29 * EXPIRES_AFTER_MS;

/** How fast batches go, on the emulator's clock. */
export interface BatchPace {
  /** Until the last item is done; items end one after the other, evenly spread. Default 1000. */
  durationMs: number;
  /** From a cancellation to `ended`. Default 500. */
  cancelMs: number;
  /** Never ends, not even when cancelled. */
  stuck: boolean;
}

interface Item {
  customId: string;
  params: Json;
  finishAt: number;
  result?: Json;
}

interface Batch {
  id: string;
  createdAt: number;
  items: Item[];
  cancelledAt?: number;
  endedAt?: number;
  headers: Record<string, string>;
}

export interface BatchStore {
  create(requests: { custom_id: string; params: Json }[], headers: Record<string, string>): Batch;
  /** Brings every batch to where it stands now, and finds one. */
  find(id: string): Promise<Batch | undefined>;
  list(): Promise<Batch[]>;
  cancel(batch: Batch): Promise<void>;
  remove(batch: Batch): void;
  show(batch: Batch): Json;
  /** JSON lines in an order of their own; nothing before the end and after 29 days. */
  results(batch: Batch): string | undefined;
}

export function batchStore(scene: Scene): BatchStore {
  const batches = new Map<string, Batch>();
  const pace: BatchPace = { durationMs: 1000, cancelMs: 500, stuck: false, ...scene.options.batches };
  let settled = Promise.resolve();
  // One after the other, so that two requests at once do not answer an item twice.
  const settleAll = () => {
    settled = settled.then(async () => {
      for (const batch of batches.values()) await settle(scene, batch, pace);
    });
    return settled;
  };
  return {
    create(requests, headers) {
      const createdAt = scene.clock.now();
      const items = requests.map(({ custom_id, params }, index) => {
        const finishAt = createdAt + (pace.durationMs * (index + 1)) / requests.length;
        return { customId: custom_id, params, finishAt };
      });
      const batch: Batch = { id: newId('msgbatch'), createdAt, items, headers };
      batches.set(batch.id, batch);
      return batch;
    },
    async find(id) {
      await settleAll();
      return batches.get(id);
    },
    async list() {
      await settleAll();
      return [...batches.values()].reverse();
    },
    async cancel(batch) {
      if (batch.endedAt === undefined) batch.cancelledAt ??= scene.clock.now();
      await settleAll();
    },
    remove: (batch) => void batches.delete(batch.id),
    show: (batch) => shown(scene, batch),
    results(batch) {
      if (batch.endedAt === undefined || scene.clock.now() > batch.createdAt + RESULTS_KEPT_MS) return undefined;
      const lines = batch.items.map(({ customId, result }) => ({ custom_id: customId, result }));
      for (const line of lines) checkContract(scene, 'answer', 'BatchResultLine', line, 0);
      return shuffled(lines)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
    },
  };
}

/** Answers the items whose time has come, and ends the batch when its time has come. */
async function settle(scene: Scene, batch: Batch, pace: BatchPace): Promise<void> {
  if (batch.endedAt !== undefined) return;
  const now = scene.clock.now();
  const expiresAt = batch.createdAt + EXPIRES_AFTER_MS;
  const worksUntil = Math.min(now, batch.cancelledAt ?? now, expiresAt);
  for (const item of batch.items) {
    if (item.result || item.finishAt > worksUntil || pace.stuck) continue;
    item.result = await answerItem(scene, batch, item);
  }
  const endsAt = Math.min(endOf(batch, pace), expiresAt);
  if (endsAt > now) return;
  const type = batch.cancelledAt !== undefined ? 'canceled' : 'expired';
  for (const item of batch.items) item.result ??= { type };
  batch.endedAt = endsAt;
}

function endOf(batch: Batch, pace: BatchPace): number {
  if (pace.stuck) return Number.POSITIVE_INFINITY;
  const done = Math.max(...batch.items.map(({ finishAt }) => finishAt));
  return batch.cancelledAt === undefined ? done : Math.min(done, batch.cancelledAt) + pace.cancelMs;
}

async function answerItem(scene: Scene, batch: Batch, item: Item): Promise<Json> {
  const request = newRequest(scene, 'batch-item', {
    path: '/v1/messages/batches',
    headers: batch.headers,
    body: item.params,
    customId: item.customId,
    startedAt: batch.createdAt,
    status: 200,
  });
  const question = questionOf(scene, request);
  if (question.pass) request.pass = question.pass;
  const trouble = scene.faults.next(request);
  if (trouble) request.fault = trouble.kind === 'text' ? trouble.name : trouble.kind;
  if (trouble?.kind === 'expired') return { type: 'expired' };
  const refused =
    trouble?.kind === 'error' ? trouble.error : refusalOf(item.params, validationScene(scene, 'batch-item'));
  if (refused) return { type: 'errored', error: errorBody(refused, request.requestId) };
  return { type: 'succeeded', message: await itemMessage(scene, item, request, trouble) };
}

async function itemMessage(
  scene: Scene,
  item: Item,
  request: ClaudeRequest,
  trouble: Trouble | undefined,
): Promise<Json> {
  const model = modelOf(item.params, validationScene(scene, 'batch-item'))!;
  const where = { workspace: 'default', surface: 'batch' as const, betas: request.headers['anthropic-beta'] ?? '' };
  const account = scene.cache.account(item.params, model, where, request.startedAt);
  const said = await say(questionOf(scene, request), scene.reviewer, model, trouble);
  const usage = usageOf(said, account, item.params, { batch: true, foundry: false });
  account.commit(item.finishAt);
  bill(request, usage, model);
  Object.assign(request, { model: model.id, text: said.text, stopReason: said.stopReason, endedAt: item.finishAt });
  return messageOf(newId('msg'), model.id, said, usage);
}

function shown(scene: Scene, batch: Batch): Json {
  const counts = { processing: batch.items.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
  if (batch.endedAt !== undefined) {
    counts.processing = 0;
    for (const { result } of batch.items) counts[result.type as keyof typeof counts] += 1;
  }
  const archived = scene.clock.now() > batch.createdAt + RESULTS_KEPT_MS;
  const running = batch.cancelledAt === undefined ? 'in_progress' : 'canceling';
  const ended = batch.endedAt !== undefined;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : running,
    request_counts: counts,
    created_at: instant(batch.createdAt),
    expires_at: instant(batch.createdAt + EXPIRES_AFTER_MS),
    ended_at: ended ? instant(batch.endedAt!) : null,
    cancel_initiated_at: batch.cancelledAt === undefined ? null : instant(batch.cancelledAt),
    archived_at: archived ? instant(batch.createdAt + RESULTS_KEPT_MS) : null,
    results_url: ended && !archived ? `${scene.origin}/v1/messages/batches/${batch.id}/results` : null,
  };
}

/** Never the order of creation (with two items or more), and the same in every run. */
function shuffled<T>(items: readonly T[]): T[] {
  const odd = items.filter((_, index) => index % 2 === 1).reverse();
  return [...odd, ...items.filter((_, index) => index % 2 === 0)];
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function batchCreateProblem(body: Json): ReturnType<typeof apiError> | undefined {
  if (!Array.isArray(body?.requests) || body.requests.length === 0) return apiError(400, 'requests: Field required');
  if (body.requests.length > 100_000) return apiError(413, 'A batch may hold 100000 requests at most.');
  const ids = new Set<string>();
  for (const [index, item] of body.requests.entries()) {
    const id = item?.custom_id;
    if (typeof id !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
      return apiError(400, `requests.${index}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    }
    if (typeof item.params !== 'object') return apiError(400, `requests.${index}.params: Field required`);
    if (ids.has(id)) return apiError(400, `requests.${index}.custom_id: must be unique within a batch`);
    ids.add(id);
  }
  return undefined;
}
