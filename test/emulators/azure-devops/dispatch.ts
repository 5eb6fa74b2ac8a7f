import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Answer, empty, failure, html, json, signInPage, unauthorized, unknownRoute } from './answers';
import { mayPushSomewhere } from './branch-rights';
import { type Collection, sameText } from './collection';
import { preflight } from './frame/cors';
import { answerFramePage, isFramePath } from './frame/pages';
import { gitServicePath, serveGit } from './git-http';
import { readGitRequest } from './git-request';
import { authenticate, demand } from './identities';
import type { Identity, Repository } from './model';
import { answerPage, isPagePath } from './page/serve';
import { notePush } from './pull-requests';
import { refCommands, refusal, refusedRefs } from './receive-pack';
import type { LoggedRequest } from './request-log';
import { answerCall, type Call, matchRoute, projectNamed, queryValue, UnreadableVersion } from './router';
import { routes } from './routes';
import { errorBody, ServiceError } from './service-error';
import { answerProblems, requestProblems } from './validation';
import { products, requestedVersion } from './versions';
import { receiveWebhook, webhookName } from './webhooks';

/** A request that was read whole. */
export interface Incoming {
  message: IncomingMessage;
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

/** Answers a request, or (for git) writes the answer itself and gives undefined. */
export async function dispatch(
  collection: Collection,
  incoming: Incoming,
  entry: LoggedRequest,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const path = belowCollection(collection, incoming.url.pathname);
  if (path === undefined) return unknownRoute(incoming.url.pathname);
  const allowed = preflight(incoming.method, incoming.headers);
  if (allowed) return allowed;
  if (isFramePath(path)) {
    entry.kind = 'page';
    return await answered(() => answerFramePage(collection, path, incoming.url.searchParams));
  }
  if (isPagePath(path)) return await answered(() => answerPage(collection, incoming, path, entry));
  const hook = webhookName(path);
  if (hook !== undefined) return receiveWebhook(collection, hook, incoming);
  const signedIn = authenticate(collection, incoming.headers.authorization);
  const refusal = refuse(incoming, signedIn);
  if (refusal || !signedIn) return refusal ?? unauthorized(incoming.url.origin);
  entry.identity = signedIn.identity.displayName;
  if (/(^|\/)_git\//i.test(path))
    return await answerGit(collection, incoming, path, signedIn.identity, entry, response);
  return await answerRest(collection, incoming, path, signedIn.identity, entry);
}

/** A missing or unknown token gets an empty 401; an expired one may get the sign-in page instead. */
function refuse(incoming: Incoming, signedIn: { expired: boolean } | undefined): Answer | undefined {
  if (!signedIn) return unauthorized(incoming.url.origin);
  if (!signedIn.expired) return undefined;
  if (sameText(incoming.headers['x-tfs-fedauthredirect'], 'suppress')) return unauthorized(incoming.url.origin);
  if (incoming.method === 'GET' || incoming.method === 'POST') return signInPage();
  const message = 'TF400813: The user is not authorized to access this resource.';
  return json(errorBody('UnauthorizedRequestException', message), 401);
}

async function answerRest(
  collection: Collection,
  incoming: Incoming,
  path: string,
  identity: Identity,
  entry: LoggedRequest,
): Promise<Answer> {
  entry.kind = 'rest';
  const found = matchRoute(routes, incoming.method, path);
  if (!found) {
    note(collection, 'request', incoming, ['no such route']);
    return unknownRoute(incoming.url.pathname);
  }
  const contentType = incoming.headers['content-type'];
  const body = readBody(incoming);
  entry.body = body;
  const { headers, method, url } = incoming;
  const query = url.searchParams;
  const call: Call = {
    collection,
    method,
    path,
    params: found.params,
    query,
    body,
    rawBody: incoming.body,
    headers,
    identity,
  };
  const answer = await answered(() => answerCall(found.route, call, found.projectName));
  if (call.operation) entry.operation = call.operation.operationId;
  if (!found.route.undescribed) {
    note(collection, 'request', incoming, requestProblems(call.operation, { method, query, body, contentType }));
    if (answer.json !== undefined || answer.bytes === undefined) {
      note(collection, 'answer', incoming, answerProblems(call.operation, answer.status, answer.json));
    }
  }
  const version =
    requestedVersion(queryValue(call, 'api-version'), headers.accept)?.text ?? products[collection.product].released;
  if (answer.json === undefined) return answer;
  return { ...answer, contentType: `application/json; charset=utf-8; api-version=${version}` };
}

async function answerGit(
  collection: Collection,
  incoming: Incoming,
  path: string,
  identity: Identity,
  entry: LoggedRequest,
  response: ServerResponse,
): Promise<Answer | undefined> {
  entry.kind = 'git';
  const found = /^(?:(.*)\/)?_git\/([^/]+)(\/.*)$/i.exec(path);
  const servicePath = found?.[3] ?? '';
  if (!found || !gitServicePath.test(servicePath)) return unknownRoute(incoming.url.pathname);
  const query = incoming.url.search.slice(1);
  const isPush = servicePath.endsWith('receive-pack') || query.includes('git-receive-pack');
  let repository: Repository;
  try {
    repository = gitRepository(collection, found[1], found[2] as string);
    if (!isPush || !mayPushSomewhere(collection, identity, repository))
      demand(collection, identity, isPush ? 'GenericContribute' : 'GenericRead', repository);
  } catch (error) {
    if (error instanceof ServiceError) return failure(error);
    throw error;
  }
  if (collection.git.refused) return { ...empty(403), contentType: 'text/plain' };
  const service = isPush ? 'git-receive-pack' : 'git-upload-pack';
  entry.git = readGitRequest(service, incoming.body, incoming.headers['content-encoding']);
  const body = unpacked(incoming);
  const request = { message: incoming.message, body, servicePath, query };
  const isReceived = servicePath.endsWith('/git-receive-pack');
  const commands = isReceived ? refCommands(body) : [];
  entry.refs = commands.map(({ ref }) => ref);
  const refused = await refusedRefs(collection, repository, identity, commands);
  if (refused.size > 0)
    return { status: 200, bytes: refusal(commands, refused), contentType: 'application/x-git-receive-pack-result' };
  const made = commands.filter(({ from }) => /^0+$/.test(from));
  const noteRefs = () => {
    if (commands.length > 0)
      collection.pushes.push({ repository, by: identity, refs: commands, date: collection.clock().toISOString() });
  };
  const remember = () => made.forEach(({ ref }) => void collection.creators.set(`${repository.id} ${ref}`, identity));
  const noted = async () => (isReceived ? await notePush(collection, repository, identity) : undefined);
  remember();
  noteRefs();
  const sent = await serveGit(collection, repository, identity, request, response, noted);
  Object.assign(entry, sent);
  return undefined;
}

function unpacked({ body, headers }: Incoming): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** `{project}/_git/{repository}`, or `_git/{repository}` for the repository named as its project. */
function gitRepository(collection: Collection, projectPart: string | undefined, repositoryPart: string): Repository {
  const name = decodeURIComponent(repositoryPart);
  const project = projectNamed(collection, projectPart ? decodeURIComponent(projectPart) : name);
  const found = collection.repositories.find((one) => {
    return one.project === project && (sameText(one.name, name) || sameText(one.id, name));
  });
  if (found) return found;
  throw new ServiceError(
    404,
    'GitRepositoryNotFoundException',
    `TF401019: The Git repository with name or identifier ${name} does not exist.`,
  );
}

/** Turns a refusal into its answer. What is no refusal is a fault of the emulator and says so. */
async function answered(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) return failure(error);
    if (error instanceof UnreadableVersion)
      return html(404, '<!DOCTYPE html><html><title>Page not found</title></html>');
    return json(errorBody('EmulatorFailure', `The emulator failed: ${(error as Error).stack}`), 500);
  }
}

function note(collection: Collection, side: 'request' | 'answer', incoming: Incoming, problems: string[]): void {
  const { method, url } = incoming;
  for (const problem of problems)
    collection.violations.push({ side, method, path: decodeURIComponent(url.pathname), problem });
}

function readBody(incoming: Incoming): unknown {
  if (incoming.body.length === 0 || /octet-stream/i.test(incoming.headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(incoming.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function belowCollection(collection: Collection, pathname: string): string | undefined {
  if (!pathname.toLowerCase().startsWith(encodeURI(collection.path).toLowerCase())) return undefined;
  return pathname.slice(encodeURI(collection.path).length);
}
