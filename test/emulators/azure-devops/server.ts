import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answers';
import { type Collection, type CollectionOptions, createCollection } from './collection';
import { dispatch, type Incoming } from './dispatch';
import { type AzureDevOpsEmulator, emulatorOf } from './emulator';
import { cannedAnswer, type FaultScript, strike } from './faults';
import { corsHeaders } from './frame/cors';
import type { LoggedRequest } from './request-log';
import { responseHeaders } from './response-headers';

export type { AzureDevOpsEmulator, ThreadSpot } from './emulator';
export type { FaultScript } from './faults';
export type { PullRequestSnapshot } from './snapshot';
export type { Product } from './versions';

export interface AzureDevOpsOptions extends CollectionOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
}

/**
 * Starts a server on loopback that behaves as Azure DevOps does for one organisation or collection: REST, git over HTTP
 * and a web page per pull request. Close it when done.
 */
export async function startAzureDevOps(options: AzureDevOpsOptions = {}): Promise<AzureDevOpsEmulator> {
  const collection = createCollection(options);
  const server = createServer((message, response) => {
    void serve(collection, message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  collection.url = `${origin}${encodeURI(collection.path)}`;
  return emulatorOf(collection, () => stop(server));
}

async function serve(collection: Collection, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await readWhole(collection, message);
  const entry = newEntry(incoming);
  collection.requests.push(entry);
  const fault = strike(collection.faults, incoming.method, `${entry.path}${decodeURIComponent(incoming.url.search)}`);
  if (fault?.delayMs) await pause(fault.delayMs);
  if (fault?.answer === 'reset') return void message.socket.destroy();
  const canned = fault && cannedAnswer(fault, collection.url);
  if (fault?.headers) for (const [name, value] of Object.entries(fault.headers)) response.setHeader(name, value);
  const answer = canned ?? (await dispatch(collection, incoming, entry, response));
  if (fault?.answer === 'appliedThenReset') return void message.socket.destroy();
  if (answer) send(collection, entry, response, answer, fault);
}

function send(
  collection: Collection,
  entry: LoggedRequest,
  response: ServerResponse,
  answer: Answer,
  fault: FaultScript | undefined,
): void {
  const told = answer.json === undefined || !fault?.change ? answer.json : fault.change(answer.json);
  const text = told === undefined ? undefined : JSON.stringify(told);
  const plain = text === undefined ? (answer.bytes ?? Buffer.alloc(0)) : Buffer.from(text);
  const bytes = fault?.answer === 'byteOrderMark' ? Buffer.concat([Buffer.from('\uFEFF'), plain]) : plain;
  const contentType = answer.contentType ?? (text === undefined ? undefined : 'application/json; charset=utf-8');
  entry.status = answer.status;
  entry.bytesOut = bytes.length;
  const cors = corsHeaders(entry.headers, answer.status);
  const headers = { ...responseHeaders(collection, entry), ...cors, ...answer.headers, ...fault?.headers };
  if (answer.status !== 204) Object.assign(headers, { 'content-length': String(bytes.length) });
  response.writeHead(answer.status, { ...headers, ...(contentType ? { 'content-type': contentType } : {}) });
  if (fault?.answer !== 'cutBody') return void response.end(bytes);
  entry.bytesOut = Math.floor(bytes.length / 2);
  response.write(bytes.subarray(0, entry.bytesOut), () => response.destroy());
}

async function readWhole(collection: Collection, message: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    message,
    method: message.method ?? 'GET',
    url: new URL(message.url ?? '/', collection.url),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

function newEntry(incoming: Incoming): LoggedRequest {
  return {
    kind: 'other',
    method: incoming.method,
    path: decodeURIComponent(incoming.url.pathname),
    query: Object.fromEntries(incoming.url.searchParams),
    headers: incoming.headers,
    status: 0,
    bytesIn: incoming.body.length,
    bytesOut: 0,
  };
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
