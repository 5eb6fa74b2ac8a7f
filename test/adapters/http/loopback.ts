import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createHttpClient, type HttpClientOptions } from '../../../src/adapters/http/http';
import { SecondPassError } from '../../../src/errors';
import type { Clock } from '../../../src/ports/clock';
import { certificate, key } from './localhost';

/** Closed after each test by `closeAll`. */
const open: Server[] = [];

/** A clock whose sleeps are over at once and only counted. */
export function handWoundClock(now = Date.parse('2026-03-01T12:00:00Z')): Clock & { slept: number[] } {
  const slept: number[] = [];
  let passed = 0;
  return {
    slept,
    now: () => now + passed,
    monotonic: () => passed,
    async sleep(milliseconds) {
      slept.push(milliseconds);
      passed += milliseconds;
    },
  };
}

export function listedLog(): { info(line: string): void; warn(line: string): void; group(): void; lines: string[] } {
  const lines: string[] = [];
  return { lines, info: (line) => lines.push(line), warn: (line) => lines.push(`warning: ${line}`), group: () => {} };
}

export function client(options: Partial<HttpClientOptions> = {}) {
  const clock = handWoundClock();
  const log = listedLog();
  return { clock, log, ...createHttpClient({ clock, log, random: () => 0.5, ...options }) };
}

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Handler = (seen: Seen, response: ServerResponse, number: number) => void;

/** A server that answers as told, and what it saw. */
export async function serve(handler: Handler, options: { tls?: boolean } = {}): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body });
    handler(seen.at(-1)!, response, seen.length);
  };
  const server = options.tls ? createSecureServer({ key, cert: certificate }, listener) : createServer(listener);
  return { url: await listen(server, options.tls ? 'https' : 'http'), seen };
}

/** A proxy that wants this `Proxy-Authorization`, opens tunnels and passes plain requests on. */
export async function serveProxy(wanted?: string): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const isAllowed = (request: IncomingMessage) => !wanted || request.headers['proxy-authorization'] === wanted;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(isAllowed(request) ? 200 : 407).end('from the proxy');
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${request.url}`);
    if (!isAllowed(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  return { url: await listen(server, 'http'), seen };
}

/** An address where nobody listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  const url = await listen(server, 'http');
  await new Promise((resolve) => server.close(resolve));
  return url;
}

export async function closeAll(): Promise<void> {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: Server, scheme: string): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The error of ours that a promise must end with. */
export async function failureOf(promise: Promise<unknown>): Promise<SecondPassError> {
  const error = await promise.then(
    () => assert.fail('no error'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SecondPassError, String(error));
  return error;
}
