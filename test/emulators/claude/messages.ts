import { brokenArguments, messageOf, play, type Said, say, usageOf } from './answer';
import { diagnose } from './diagnostics';
import { begin, cut, type Exchange, sendError, waitFor, writeUnevenly } from './exchange';
import type { Trouble } from './faults';
import type { Model } from './models';
import { playedInstead } from './played-instead';
import type { CacheAccount } from './prompt-cache';
import { bill, checkContract, newId, questionOf, type Scene, validationScene } from './scene';
import { encodeEvent, streamEvents } from './stream';
import type { ClaudeRequest, Json, Usage } from './types';
import { modelOf, refusalOf } from './validation';

interface Answer {
  message: Json;
  usage: Usage;
  model: Model;
  account: CacheAccount;
  trouble: Trouble | undefined;
  broken: ReadonlyMap<string, string>;
}

/** `POST /v1/messages`. */
export async function answerMessages(scene: Scene, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  checkContract(scene, 'request', 'MessageCreateRequest', request.body, request.number);
  const trouble = scene.faults.next(request);
  if (await playedInstead(scene, exchange, trouble)) return;
  const refused = refusalOf(request.body, validationScene(scene, 'messages'));
  if (refused) return sendError(scene, exchange, refused);
  const answer = await prepare(scene, request, trouble);
  await waitFor(scene.options.latencyMs ?? 0, exchange);
  if (trouble?.kind === 'slowHeaders') await waitFor(trouble.milliseconds, exchange);
  if (exchange.response.destroyed) return;
  if (trouble?.kind === 'appliedThenReset') {
    answer.account.commit(scene.clock.now());
    return cut(exchange);
  }
  if (request.body.stream) return streamAnswer(scene, exchange, answer);
  await sendWhole(scene, exchange, answer);
}

/** Asks the reviewer and accounts for the cache; nothing is stored and nothing billed yet. */
async function prepare(scene: Scene, request: ClaudeRequest, trouble: Trouble | undefined): Promise<Answer> {
  const { body } = request;
  const foundry = scene.options.foundry !== undefined;
  const model = modelOf(body, validationScene(scene, 'messages'))!;
  const betas = request.headers['anthropic-beta'] ?? '';
  const workspace = request.headers['anthropic-workspace-id'] ?? 'default';
  const account = scene.cache.account(body, model, { workspace, surface: 'messages', betas }, request.startedAt);
  const said = body.tools?.length
    ? await play(body, scene.player, model, trouble, () => newId('toolu'))
    : await say(questionOf(scene, request), scene.reviewer, model, trouble);
  const usage = usageOf(said, account, body, { batch: false, foundry });
  const message = messageOf(newId('msg'), model.id, said, usage, diagnose(scene, body, account));
  scene.earlier.set(message.id, body);
  remember(scene, message);
  note(request, said, model);
  return { message, usage, model, account, trouble, broken: brokenArguments(said) };
}

/** As it has to come back: without the members that a request may not have. */
function remember(scene: Scene, message: Json): void {
  const content = message.content.map(({ citations: _citations, caller: _caller, ...block }: Json) => block);
  for (const { type, id } of content) if (type === 'tool_use') scene.spoken.set(id, content);
}

function note(request: ClaudeRequest, said: Said, model: Model): void {
  request.model = model.id;
  request.text = said.text;
  request.stopReason = said.stopReason;
}

async function sendWhole(scene: Scene, exchange: Exchange, answer: Answer): Promise<void> {
  const { request, response } = exchange;
  const { message, trouble } = answer;
  checkContract(scene, 'answer', 'MessageResponse', message, request.number);
  if (trouble?.kind === 'unknownEvents') message.content.unshift({ type: 'weather_report', sky: 'clear' });
  begin(scene, exchange, 200, { 'content-type': 'application/json' });
  answer.account.commit(request.firstByteAt!);
  const text = JSON.stringify(message);
  if (trouble?.kind === 'stall' || trouble?.kind === 'truncated' || trouble?.kind === 'reset') {
    await writeUnevenly(exchange, text.slice(0, text.length / 2));
    return trouble.kind === 'stall' ? undefined : cut(exchange);
  }
  await send(exchange, text, trouble);
  if (!response.destroyed) bill(request, answer.usage, answer.model);
  response.end();
}

async function streamAnswer(scene: Scene, exchange: Exchange, answer: Answer): Promise<void> {
  const { request, response } = exchange;
  const { trouble, usage, model } = answer;
  const { broken } = answer;
  const events = streamEvents(answer.message, { broken });
  for (const event of events) checkContract(scene, 'answer', 'StreamEvent', event, request.number);
  const unknown = trouble?.kind === 'unknownEvents';
  const sent = unknown ? streamEvents(withUnknownBlock(answer.message), { unknown, broken }) : events;
  const last = lastEvent(trouble, sent.length);
  const [first, ...rest] = sent.slice(0, last).map(encodeEvent);
  begin(scene, exchange, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  answer.account.commit(request.firstByteAt!);
  if (first) await send(exchange, first, trouble);
  if (first && !response.destroyed) bill(request, { ...usage, output_tokens: 1 }, model);
  if (trouble?.kind === 'pause') await pause(exchange, trouble);
  await send(exchange, rest.join(''), trouble);
  if (last < sent.length) return breakOff(exchange, trouble!);
  if (!response.destroyed) bill(request, usage, model);
  response.end();
}

function send(exchange: Exchange, text: string, trouble: Trouble | undefined): Promise<void> {
  return trouble?.kind === 'drip' ? drip(exchange, text, trouble.milliseconds) : writeUnevenly(exchange, text);
}

/** How many events are sent before the trouble begins. */
function lastEvent(trouble: Trouble | undefined, all: number): number {
  switch (trouble?.kind) {
    case 'stall':
    case 'streamError':
      return Math.min(trouble.events ?? 1, all - 2);
    case 'truncated':
      return Math.min(trouble.events ?? Math.floor(all / 2), all - 2);
    case 'reset':
      return Math.min(trouble.events ?? 1, all - 2);
    default:
      return all;
  }
}

async function breakOff(exchange: Exchange, trouble: Trouble): Promise<void> {
  const { response, request } = exchange;
  if (trouble.kind === 'streamError') {
    const { type, message } = trouble.error;
    response.end(encodeEvent({ type: 'error', error: { type, message }, request_id: request.requestId }));
    return;
  }
  if (trouble.kind === 'truncated') {
    response.end();
    return;
  }
  if (trouble.kind !== 'stall') {
    await waitFor(20, exchange);
    return cut(exchange);
  }
  for (let ping = 0; ping < (trouble.pings ?? 0); ping += 1) response.write(encodeEvent({ type: 'ping' }));
}

async function pause(exchange: Exchange, trouble: { milliseconds: number; pingEvery?: number }): Promise<void> {
  const every = trouble.pingEvery ?? trouble.milliseconds;
  for (let waited = 0; waited < trouble.milliseconds; waited += every) {
    await waitFor(every, exchange);
    await writeUnevenly(exchange, encodeEvent({ type: 'ping' }));
  }
}

async function drip(exchange: Exchange, text: string, milliseconds: number): Promise<void> {
  for (const byte of Buffer.from(text, 'utf8')) {
    if (exchange.response.destroyed) return;
    exchange.response.write(Buffer.of(byte));
    await waitFor(milliseconds, exchange);
  }
}

function withUnknownBlock(message: Json): Json {
  return { ...message, content: [{ type: 'weather_report', sky: 'clear' }, ...message.content] };
}
