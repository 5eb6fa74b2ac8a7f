import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Collection } from './collection';
import { gitEnvironment } from './git';
import type { Identity, Repository } from './model';

/** The parts of a url below `_git/{repository}` that git asks for. */
export const gitServicePath = /^\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/**
 * Serves one git request through `git http-backend`, headers and body streamed as they come.
 * Resolves with the status and the bytes sent, once the program has ended; `beforeEnd` runs before the client knows.
 */
export function serveGit(
  collection: Collection,
  repository: Repository,
  identity: Identity,
  request: { message: IncomingMessage; body: Buffer; servicePath: string; query: string },
  response: ServerResponse,
  beforeEnd: () => Promise<void>,
): Promise<{ status: number; bytesOut: number }> {
  const child = spawn('git', ['http-backend'], {
    env: { ...gitEnvironment, ...settings(collection), ...cgi(repository, identity, request) },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(request.body);
  return new Promise((resolve, reject) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    let bytesOut = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!head) {
        bytesOut += chunk.length;
        return void response.write(chunk);
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      writeHead(response, head.toString('latin1', 0, end));
      const rest = head.subarray(end + 4);
      head = undefined;
      bytesOut += rest.length;
      if (rest.length > 0) response.write(rest);
    });
    child.on('error', reject);
    child.on('close', () => {
      if (head) response.statusCode = 500;
      beforeEnd().then(() => {
        response.end(() => resolve({ status: response.statusCode, bytesOut }));
        if (response.destroyed) resolve({ status: response.statusCode, bytesOut });
      }, reject);
    });
  });
}

function writeHead(response: ServerResponse, text: string): void {
  let status = 200;
  const headers: [string, string][] = [];
  for (const line of text.split('\r\n')) {
    const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else headers.push([name, value]);
  }
  response.writeHead(status, Object.fromEntries(headers));
}

function settings(collection: Collection): Record<string, string> {
  const entries = {
    'safe.directory': '*',
    'uploadpack.allowFilter': String(collection.git.filters),
    'uploadpack.allowAnySHA1InWant': 'true',
    'http.receivepack': 'true',
    'transfer.hideRefs': 'refs/internal',
    'receive.autogc': 'false',
  };
  const numbered = Object.entries(entries).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(entries).length), ...Object.fromEntries(numbered) };
}

function cgi(
  repository: Repository,
  identity: Identity,
  request: { message: IncomingMessage; body: Buffer; servicePath: string; query: string },
): Record<string, string> {
  const { headers, method } = request.message;
  return {
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_TRANSLATED: `${repository.directory}${request.servicePath}`,
    REQUEST_METHOD: method ?? 'GET',
    QUERY_STRING: request.query,
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: String(request.body.length),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_USER: identity.uniqueName,
    REMOTE_ADDR: '127.0.0.1',
  };
}
