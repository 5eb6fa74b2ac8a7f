import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiError, errorBody } from './api-error';
import type { SchemaName } from './contract';
import { checkContract, type Scene } from './scene';
import type { ClaudeRequest, Json } from './types';

/** One HTTP request on its way: the wire on one side, the entry in the list on the other. */
export interface Exchange {
  request: ClaudeRequest;
  incoming: IncomingMessage;
  response: ServerResponse;
}

const cutByUs = new WeakSet<ClaudeRequest>();

/** Whether it was the client that ended the connection before the answer was complete. */
export function clientHungUp({ request, response }: Exchange): boolean {
  return !response.writableFinished && !cutByUs.has(request);
}

export function sendJson(scene: Scene, exchange: Exchange, body: Json, schema?: SchemaName): void {
  if (schema) checkContract(scene, 'answer', schema, body, exchange.request.number);
  begin(scene, exchange, 200, { 'content-type': 'application/json' });
  exchange.response.end(JSON.stringify(body));
}

export function sendError(
  scene: Scene,
  exchange: Exchange,
  error: ApiError,
  headers: Record<string, string> = {},
): void {
  const body = errorBody(error, exchange.request.requestId);
  checkContract(scene, 'answer', 'ErrorResponse', body, exchange.request.number);
  begin(scene, exchange, error.status, { 'content-type': 'application/json', ...headers });
  exchange.response.end(JSON.stringify(body));
}

/** Writes the head; from here on the answer counts as begun. */
export function begin(
  scene: Scene,
  { request, response }: Exchange,
  status: number,
  headers: Record<string, string>,
): void {
  request.status = status;
  request.firstByteAt = scene.clock.now();
  response.writeHead(status, { ...standingHeaders(scene, request), ...headers });
}

export async function waitFor(milliseconds: number, { response }: Exchange): Promise<void> {
  for (let left = milliseconds; left > 0 && !response.destroyed; left -= 50) await sleep(Math.min(left, 50));
}

export function cut({ request, response }: Exchange): void {
  cutByUs.add(request);
  response.socket?.resetAndDestroy();
  response.destroy();
}

/** Writes in pieces whose ends fall anywhere, also within a character. */
export async function writeUnevenly({ response }: Exchange, text: string, pieceBytes = 1021): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length && !response.destroyed; at += pieceBytes) {
    if (!response.write(bytes.subarray(at, at + pieceBytes))) await drained(response);
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.once('drain', go).once('close', go);
  });
}

function standingHeaders(scene: Scene, request: ClaudeRequest): Record<string, string> {
  if (scene.options.foundry) return { 'request-id': request.requestId, 'apim-request-id': request.requestId };
  const reset = new Date(scene.clock.now() + 60_000).toISOString();
  const limits = ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((name) => [
    [`anthropic-ratelimit-${name}-limit`, '4000000'],
    [`anthropic-ratelimit-${name}-remaining`, '3999000'],
    [`anthropic-ratelimit-${name}-reset`, reset],
  ]);
  return { 'request-id': request.requestId, 'anthropic-organization-id': 'stand-in', ...Object.fromEntries(limits) };
}
