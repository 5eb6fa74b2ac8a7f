import { randomBytes } from 'node:crypto';
import type { MessageBatch } from '@anthropic-ai/sdk/resources/messages';
import { isSecondPassError } from '../../errors';
import type { ModelAnswer, ModelRequest, Witness } from '../../ports/model';
import { wholeAnswer } from './answer';
import { createBatch } from './batch-creation';
import { type BatchResult, type BatchRoutes, batchRoutes } from './batch-routes';
import type { ClaudeContext } from './context';
import { providerFailure } from './failure';
import { askedBy, messageBody } from './request-body';

/** The first poll comes soon, since small batches take seconds; later ones up to half a minute apart. */
const FIRST_POLL = 2000;
const MAX_POLL_WAIT = 30_000;
/** How long a cancelled batch may take to end. */
const GRACE = 120_000;
/** Time of the run that is left for what the batch did not answer. */
const KEPT_FOR_THE_REST = 5 * 60_000;

type Batch = Pick<MessageBatch, 'id' | 'processing_status'>;

/**
 * Answers at the batch price, in the order of the requests; `null` where there is none in time: those are asked one by one.
 * The batch is cancelled at its deadline and deleted after use. Only the end of the run is an error here.
 */
export async function askTogether(
  context: ClaudeContext,
  requests: readonly ModelRequest[],
  deadlineMilliseconds: number,
  signal: AbortSignal,
  witness?: Witness,
): Promise<readonly (ModelAnswer | null)[]> {
  const { clock, log, remaining } = context.options;
  const started = clock.monotonic();
  const time = Math.min(deadlineMilliseconds, remaining() - KEPT_FOR_THE_REST);
  if (time <= FIRST_POLL) {
    log.info('Too little time is left for a batch; asking one by one.');
    return requests.map(() => null);
  }
  const routes = batchRoutes(context, signal, witness);
  const mark = randomBytes(6).toString('hex');
  const items = requests.map((request, index) => ({
    custom_id: `${mark}-${index}`,
    params: messageBody(request, context.style),
  }));
  let batch: Batch | undefined;
  try {
    batch = await createBatch(routes, items, clock, signal);
    log.info(`Batch ${batch.id}: ${requests.length} requests, at most ${Math.round(time / 60_000)} minutes.`);
    const results = await collect(context, routes, batch, started + time, signal);
    return answersOf(results, mark, requests, clock.monotonic() - started);
  } catch (error) {
    if (signal.aborted) {
      if (batch) {
        log.warn(
          `Batch ${batch.id} is cancelled with the run; what it answered by then is charged, and nobody says how much.`,
        );
        await routes.abandon(batch.id);
      }
      throw signal.reason;
    }
    const failure = isSecondPassError(error) ? error : providerFailure(error).error;
    log.warn(`${batch ? `Batch ${batch.id}` : 'No batch'}: ${failure.message} Asking one by one.`);
    return requests.map(() => null);
  }
}

/** Waits for the end, by itself or by our cancellation; then fetches what there is and deletes the batch. */
async function collect(
  context: ClaudeContext,
  routes: BatchRoutes,
  batch: Batch,
  endsAt: number,
  signal: AbortSignal,
): Promise<readonly BatchResult[]> {
  const { clock, log } = context.options;
  let now = await poll(context, routes, batch, endsAt, signal);
  if (now.processing_status !== 'ended') {
    log.info(`Batch ${batch.id}: its time is over; it is cancelled, and the rest is asked one by one.`);
    await routes.cancel(batch.id);
    now = await poll(context, routes, batch, clock.monotonic() + GRACE, signal);
  }
  if (now.processing_status !== 'ended') {
    log.warn(`Batch ${batch.id} did not end after it was cancelled; what it still answers is charged and not used.`);
    return [];
  }
  const results = await routes.results(batch.id);
  await routes.remove(batch.id);
  return results;
}

/** A poll that fails is not the end of the batch: the next one may answer. */
async function poll(
  { options: { clock } }: ClaudeContext,
  routes: BatchRoutes,
  batch: Batch,
  endsAt: number,
  signal: AbortSignal,
): Promise<Batch> {
  let now = batch;
  for (let wait = FIRST_POLL; ; wait = Math.min(MAX_POLL_WAIT, wait * 1.5)) {
    const left = endsAt - clock.monotonic();
    if (left <= 0 || now.processing_status === 'ended') return now;
    await clock.sleep(Math.min(wait, left), signal);
    if (signal.aborted) throw signal.reason;
    now = (await routes.look(batch.id)) ?? now;
  }
}

/** Results come in any order and are told apart by the ids we gave; a batch without ours is somebody else's. */
function answersOf(
  results: readonly BatchResult[],
  mark: string,
  requests: readonly ModelRequest[],
  milliseconds: number,
): (ModelAnswer | null)[] {
  const messages = new Map(
    results.flatMap(({ custom_id, result }) => (result.type === 'succeeded' ? [[custom_id, result.message]] : [])),
  );
  return requests.map((request, index) => {
    const message = messages.get(`${mark}-${index}`);
    return message
      ? { ...wholeAnswer(message, askedBy(request)), batch: true, requestId: message.id, milliseconds }
      : null;
  });
}
