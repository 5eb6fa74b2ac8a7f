import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Collection } from './collection';
import { gitEnvironment } from './git';
import type { Identity, Repository } from './model';

/** The parts of a url below `_git/{repository}` that git asks for. */
export const gitServicePath = /^\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/**
 * Serves one git request as `git http-backend` does, which would start two more programs for each: body and answer are those of
 * `git upload-pack` and `git receive-pack`, streamed as they come.
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
  const { isAdvertised, service } = asked(request);
  const protocol = String(request.message.headers['git-protocol'] ?? '');
  const child = spawn('git', [service, isAdvertised ? '--http-backend-info-refs' : '--stateless-rpc', '.'], {
    cwd: repository.directory,
    env: { ...gitEnvironment, ...settings(collection), ...committerOf(identity), GIT_PROTOCOL: protocol },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(isAdvertised ? undefined : request.body);
  return new Promise((resolve, reject) => {
    const type = `application/x-git-${service}-${isAdvertised ? 'advertisement' : 'result'}`;
    const opening = isAdvertised && !protocol.includes('version=2') ? announcement(service) : '';
    let bytesOut = 0;
    const write = (chunk: string | Buffer) => {
      if (bytesOut === 0) response.writeHead(200, { ...NOT_KEPT, 'content-type': type });
      bytesOut += chunk.length;
      response.write(chunk);
    };
    if (opening) write(opening);
    child.stdout.on('data', write);
    child.on('error', reject);
    child.on('close', () => {
      if (bytesOut === 0) response.statusCode = 500;
      beforeEnd().then(() => {
        response.end(() => resolve({ status: response.statusCode, bytesOut }));
        if (response.destroyed) resolve({ status: response.statusCode, bytesOut });
      }, reject);
    });
  });
}

const NOT_KEPT = { expires: 'Fri, 01 Jan 1980 00:00:00 GMT', pragma: 'no-cache', 'cache-control': 'no-cache' };

function asked({ servicePath, query }: { servicePath: string; query: string }) {
  const isAdvertised = servicePath === '/info/refs';
  const name = isAdvertised ? (new URLSearchParams(query).get('service') ?? '') : servicePath.slice(1);
  return { isAdvertised, service: name === 'git-receive-pack' ? 'receive-pack' : 'upload-pack' };
}

/** The packet that stands before the list of branches in the older protocols. */
function announcement(service: string): string {
  const line = `# service=git-${service}\n`;
  return `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`;
}

function committerOf({ uniqueName }: Identity): Record<string, string> {
  return { GIT_COMMITTER_NAME: uniqueName, GIT_COMMITTER_EMAIL: `${uniqueName}@http.127.0.0.1` };
}

function settings(collection: Collection): Record<string, string> {
  const entries = {
    'safe.directory': '*',
    'uploadpack.allowFilter': String(collection.git.filters),
    'uploadpack.allowAnySHA1InWant': 'true',
    'transfer.hideRefs': 'refs/internal',
    'receive.autogc': 'false',
  };
  const numbered = Object.entries(entries).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(entries).length), ...Object.fromEntries(numbered) };
}
