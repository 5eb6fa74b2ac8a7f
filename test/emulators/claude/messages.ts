import { messageOf, type Said, say, usageOf } from './answer';
import { diagnose } from './diagnostics';
import { begin, cut, type Exchange, sendError, waitFor, writeUnevenly } from './exchange';
import type { Trouble } from './faults';
import type { Model } from './models';
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
}

/** `POST /v1/messages`. */
export async function answerMessages(scene: Scene, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  checkContract(scene, 'request', 'MessageCreateRequest', request.body, request.number);
  const trouble = scene.faults.next(request);
  if (trouble) request.fault = trouble.kind === 'text' ? trouble.name : trouble.kind;
  if (await failed(scene, exchange, trouble)) return;
  const refused = refusalOf(request.body, validationScene(scene, 'messages'));
  if (refused) return sendError(scene, exchange, refused);
  const answer = await prepare(scene, request, trouble);
  await waitFor(scene.options.latencyMs ?? 0, exchange);
  if (trouble?.kind === 'slowHeaders') await waitFor(trouble.milliseconds, exchange);
  if (exchange.response.destroyed) return;
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
  const said = await say(questionOf(scene, request), scene.reviewer, model, trouble);
  const usage = usageOf(said, account, body, { batch: false, foundry });
  const message = messageOf(newId('msg'), model.id, said, usage, diagnose(scene, body, account));
  scene.earlier.set(message.id, body);
  note(request, said, model);
  return { message, usage, model, account, trouble };
}

function note(request: ClaudeRequest, said: Said, model: Model): void {
  request.model = model.id;
  request.text = said.text;
  request.stopReason = said.stopReason;
}

/** Troubles that come instead of an answer. */
async function failed(scene: Scene, exchange: Exchange, trouble: Trouble | undefined): Promise<boolean> {
  switch (trouble?.kind) {
    case 'error':
      sendError(scene, exchange, trouble.error, trouble.headers);
      return true;
    case 'raw':
      begin(scene, exchange, trouble.status, trouble.headers ?? {});
      exchange.response.end(trouble.body);
      return true;
    case 'redirect': {
      const location = trouble.to ?? `${scene.trap.url}${exchange.request.path}`;
      begin(scene, exchange, trouble.status ?? 307, { location });
      exchange.response.end();
      return true;
    }
    case 'reset':
      if (trouble.events) return false;
      cut(exchange);
      return true;
    default:
      return false;
  }
}

async function sendWhole(scene: Scene, exchange: Exchange, answer: Answer): Promise<void> {
  const { request, response } = exchange;
  const { message, trouble } = answer;
  checkContract(scene, 'answer', 'MessageResponse', message, request.number);
  if (trouble?.kind === 'unknownEvents') message.content.unshift({ type: 'weather_report', sky: 'clear' });
  if (trouble?.kind === 'appliedThenReset') {
    charge(scene, exchange, answer);
    return cut(exchange);
  }
  begin(scene, exchange, 200, { 'content-type': 'application/json' });
  charge(scene, exchange, answer);
  const text = JSON.stringify(message);
  if (trouble?.kind === 'drip') return drip(exchange, text, trouble.milliseconds);
  if (trouble?.kind === 'stall' || trouble?.kind === 'truncated' || trouble?.kind === 'reset') {
    await writeUnevenly(exchange, text.slice(0, text.length / 2));
    return trouble.kind === 'stall' ? undefined : cut(exchange);
  }
  await writeUnevenly(exchange, text);
  response.end();
}

async function streamAnswer(scene: Scene, exchange: Exchange, answer: Answer): Promise<void> {
  const { request, response } = exchange;
  const { trouble } = answer;
  const events = streamEvents(answer.message);
  for (const event of events) checkContract(scene, 'answer', 'StreamEvent', event, request.number);
  begin(scene, exchange, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  charge(scene, exchange, { ...answer, usage: { ...answer.usage, output_tokens: 1 } });
  const sent =
    trouble?.kind === 'unknownEvents' ? streamEvents(withUnknownBlock(answer.message), { unknown: true }) : events;
  const last = lastEvent(trouble, sent.length);
  const text = sent.slice(0, last).map(encodeEvent).join('');
  if (trouble?.kind === 'drip') await drip(exchange, text, trouble.milliseconds);
  else if (trouble?.kind === 'pause') await pause(exchange, text, trouble);
  else await writeUnevenly(exchange, text);
  if (last === sent.length) {
    if (!response.destroyed) bill(request, answer.usage, answer.model);
    response.end();
    return;
  }
  await breakOff(exchange, trouble!);
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
    case 'appliedThenReset':
      return Math.min((trouble.kind === 'reset' ? trouble.events : undefined) ?? 1, all - 2);
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

async function pause(exchange: Exchange, text: string, trouble: { milliseconds: number; pingEvery?: number }) {
  const first = text.indexOf('\n\n') + 2;
  await writeUnevenly(exchange, text.slice(0, first));
  const every = trouble.pingEvery ?? trouble.milliseconds;
  for (let waited = 0; waited < trouble.milliseconds; waited += every) {
    await waitFor(every, exchange);
    await writeUnevenly(exchange, encodeEvent({ type: 'ping' }));
  }
  await writeUnevenly(exchange, text.slice(first));
}

/** The client has been told these figures: they are stored in the cache and billed. */
function charge(scene: Scene, { request }: Exchange, answer: Answer): void {
  answer.account.commit(request.firstByteAt ?? scene.clock.now());
  bill(request, answer.usage, answer.model);
}

async function drip(exchange: Exchange, text: string, milliseconds: number): Promise<void> {
  for (const byte of Buffer.from(text, 'utf8')) {
    if (exchange.response.destroyed) return;
    exchange.response.write(Buffer.of(byte));
    await waitFor(milliseconds, exchange);
  }
  if (!exchange.request.body.stream) exchange.response.end();
}

function withUnknownBlock(message: Json): Json {
  return { ...message, content: [{ type: 'weather_report', sky: 'clear' }, ...message.content] };
}
