import { apiError } from './api-error';
import { type BatchStore, batchCreateProblem } from './batches';
import { begin, cut, type Exchange, sendError, sendJson, waitFor } from './exchange';
import { playedInstead } from './played-instead';
import { checkContract, type Scene } from './scene';

const DEFAULT_PAGE = 20;
const ROUTE = /^\/v1\/messages\/batches(?:\/([^/]+)(?:\/(cancel|results))?)?$/;

/** Everything below `/v1/messages/batches`. */
export async function answerBatches(scene: Scene, store: BatchStore, exchange: Exchange): Promise<void> {
  const trouble = scene.faults.next(exchange.request);
  if (await playedInstead(scene, exchange, trouble)) return;
  if (trouble?.kind === 'slowHeaders') await waitFor(trouble.milliseconds, exchange);
  if (trouble?.kind === 'appliedThenReset') exchange = withoutAnswer(exchange);
  await route(scene, store, exchange);
}

async function route(scene: Scene, store: BatchStore, exchange: Exchange): Promise<void> {
  const { method, path } = exchange.request;
  const [, id, action] = ROUTE.exec(path.split('?')[0]!) ?? [];
  if (!id) return method === 'POST' ? create(scene, store, exchange) : list(scene, store, exchange);
  const batch = await store.find(id);
  if (!batch) return sendError(scene, exchange, apiError(404, `Batch ${id} not found`));
  if (action === 'results' && method === 'GET') {
    const lines = store.results(batch);
    if (lines === undefined) return sendError(scene, exchange, apiError(404, `Batch ${id} has no available results`));
    begin(scene, exchange, 200, { 'content-type': 'application/x-jsonl' });
    exchange.response.end(lines);
    return;
  }
  if (action === 'cancel' && method === 'POST') {
    await store.cancel(batch);
    return sendJson(scene, exchange, store.show(batch), 'BatchResource');
  }
  if (action) return sendError(scene, exchange, { ...apiError(400, 'Method Not Allowed'), status: 405 });
  if (method !== 'DELETE') return sendJson(scene, exchange, store.show(batch), 'BatchResource');
  if (batch.endedAt === undefined) {
    return sendError(
      scene,
      exchange,
      apiError(400, 'Batch must have finished processing to be deleted. Cancel it first.'),
    );
  }
  store.remove(batch);
  sendJson(scene, exchange, { id, type: 'message_batch_deleted' }, 'DeletedBatch');
}

async function create(scene: Scene, store: BatchStore, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  checkContract(scene, 'request', 'BatchCreateRequest', request.body, request.number);
  const problem = batchCreateProblem(request.body);
  if (problem) return sendError(scene, exchange, problem);
  const batch = store.create(request.body.requests, request.headers);
  sendJson(scene, exchange, store.show(batch), 'BatchResource');
}

async function list(scene: Scene, store: BatchStore, exchange: Exchange): Promise<void> {
  const query = new URL(exchange.request.path, scene.origin).searchParams;
  const all = await store.list();
  const after = all.findIndex(({ id }) => id === query.get('after_id'));
  const before = all.findIndex(({ id }) => id === query.get('before_id'));
  const rest = all.slice(after + 1, before < 0 ? all.length : before);
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  const data = (before < 0 ? rest.slice(0, limit) : rest.slice(-limit)).map(store.show);
  const page = {
    data,
    has_more: rest.length > data.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
  sendJson(scene, exchange, page, 'MessageBatchList');
}

/** Carries the request out, but cuts the connection where the answer would begin. */
function withoutAnswer(exchange: Exchange): Exchange {
  const response = Object.create(exchange.response, {
    writeHead: { value: () => response },
    end: { value: () => cut(exchange) },
  });
  return { ...exchange, response };
}
