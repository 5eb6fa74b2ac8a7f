import type * as z from 'zod';
import { cutText, wellFormed } from '../../cut-text';
import { SecondPassError } from '../../errors';
import type { Log } from '../../ports/log';
import type { Answer, HttpClient } from '../http/http';
import { refusal, signIn, unexpected } from './refusals';
import { type ApiVersions, createApiVersions, isVersionRefused } from './versions';

export interface Token {
  scheme: 'bearer' | 'basic';
  value: string;
  /** For one that ends before a long run does: the value to use now, another one than the value that was refused. */
  renewed?: (refused?: string) => Promise<string>;
  /** Of another identity: where there is no other token any more, it reads and tells the status, and writes nothing else. */
  lastResort?: string;
}

export interface Call<Shape> {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the collection, encoded: `project/_apis/git/...`. */
  path: string;
  /** The path without ids and content, for the access log and for messages. */
  route: string;
  query?: Readonly<Record<string, string | number>>;
  body?: unknown;
  /**
   * `released` everywhere, `late` where Azure DevOps Server 2019 and 2020 had only a preview of it,
   * `none` for resources that never had a version.
   */
  api?: 'released' | 'late' | 'none';
  /** Of the body, where it is not plain JSON. */
  contentType?: string;
  /** A word that must be tried, whatever wait the service asked for before. */
  isSentAnyway?: boolean;
  shape: z.ZodType<Shape>;
}

/** Azure DevOps' REST interface below one collection. Every failure is a SecondPassError. */
export interface Rest {
  /** Sends a call; the answer is checked by status, content type and shape. */
  json<Shape>(call: Call<Shape>): Promise<Shape>;
  /** Reads a file's own bytes; null when the service says that this item or object does not exist. */
  bytes(call: Omit<Call<never>, 'shape' | 'body' | 'method'> & { accept?: string }): Promise<Uint8Array | null>;
  /** Called with what the log-in turned out to be, so that later refusals can name it. */
  nameSelf(name: string): void;
}

export interface RestOptions {
  /** `https://dev.azure.com/fabrikam/` or `https://host/tfs/Collection/`; a missing slash is added. */
  collectionUrl: string;
  token: Token;
  http: HttpClient;
  log: Log;
  /** Called with the time that each answer bears. */
  hearTime?: (date: string | undefined) => void;
}

export function createRest({ collectionUrl, token, http, log, hearTime = () => {} }: RestOptions): Rest {
  const base = baseUrl(collectionUrl);
  const versions = createApiVersions(log);
  const line: Line = { base, token, http, versions, hearTime, self: '' };
  return {
    json: (call) => json(line, call),
    bytes: (call) => bytes(line, call),
    nameSelf(name) {
      line.self = name;
    },
  };
}

/** The collection's address with its path kept and one slash at the end. */
export function baseUrl(collectionUrl: string): string {
  if (!/^https?:\/\//i.test(collectionUrl) || !URL.canParse(collectionUrl)) {
    throw new SecondPassError({
      kind: 'badInput',
      code: 'bad-collection-url',
      message: `The collection's address was "${collectionUrl}"; allowed: an http or https address.`,
    });
  }
  const { origin, pathname } = new URL(collectionUrl);
  return `${origin}${pathname.replace(/\/*$/, '/')}`;
}

interface Line {
  base: string;
  token: Token;
  http: HttpClient;
  versions: ApiVersions;
  hearTime: (date: string | undefined) => void;
  self: string;
}

async function json<Shape>(line: Line, call: Call<Shape>): Promise<Shape> {
  const answer = await exchange(line, call, 'application/json');
  if (answer.status < 200 || answer.status > 299) throw refusal(call, answer, line.self, line.http.redacted);
  if (answer.status === 204) return parse(call, null);
  if (answer.bytes[0] === 0xef && answer.bytes[1] === 0xbb) {
    throw unexpected(call, 'begins with a byte-order mark, so something between changed it');
  }
  const type = answer.headers['content-type'] ?? 'no type at all';
  if (answer.text !== '' && !/[/+]json\b/i.test(type))
    throw unexpected(call, `comes as ${cutText(type, 60)}, not as JSON`);
  try {
    return parse(call, answer.text === '' ? null : JSON.parse(answer.text), answer.text.length);
  } catch (error) {
    if (error instanceof SecondPassError) throw error;
    throw unexpected(call, `is not whole JSON (${answer.bytes.byteLength} bytes)`);
  }
}

async function bytes(
  line: Line,
  call: Omit<Call<never>, 'shape' | 'body' | 'method'> & { accept?: string },
): Promise<Uint8Array | null> {
  const get = { ...call, method: 'GET' as const };
  const answer = await exchange(line, get, call.accept ?? 'application/octet-stream');
  if (answer.status === 404 && /"typeKey"\s*:\s*"(Git(Item|Object)|Artifact)NotFoundException"/.test(answer.text))
    return null;
  if (answer.status !== 200) throw refusal(get, answer, line.self, line.http.redacted);
  return answer.bytes;
}

/** Sends a call with the newest api-version that the service takes, and refuses sign-in pages. */
async function exchange(line: Line, call: Omit<Call<unknown>, 'shape'>, accept: string): Promise<Answer> {
  for (;;) {
    const version = call.api === 'none' ? undefined : line.versions.current(call.api ?? 'released');
    const answer = await sendFresh(line, call, accept, version?.text);
    if (version && isVersionRefused(answer, version) && version.stepDown(answer)) continue;
    if (isSignInPage(answer)) throw signIn(call, answer.status);
    if (version && answer.status < 300) version.accepted();
    return answer;
  }
}

/** A token that ended in mid-run is asked for again, once for a call. */
async function sendFresh(
  line: Line,
  call: Omit<Call<unknown>, 'shape'>,
  accept: string,
  version: string | undefined,
): Promise<Answer> {
  const { token } = line;
  const value = await valueFor(token, call);
  const answer = await send(line, call, accept, version, value);
  if (answer.status !== 401 || token.renewed === undefined) return answer;
  const other = await valueFor(token, call, value);
  return other === value ? answer : send(line, call, accept, version, other);
}

/** A token that cannot be renewed ends the run, and leaves the pull request told. */
async function valueFor(
  token: Token,
  { method, route }: Omit<Call<unknown>, 'shape'>,
  refused?: string,
): Promise<string> {
  try {
    return (await token.renewed?.(refused)) ?? token.value;
  } catch (error) {
    const isToTell = method === 'GET' || (method === 'POST' && route.endsWith('statuses'));
    if (isToTell && token.lastResort) return token.lastResort;
    throw error;
  }
}

async function send(
  { base, token, http, hearTime }: Line,
  call: Omit<Call<unknown>, 'shape'>,
  accept: string,
  version: string | undefined,
  value: string,
): Promise<Answer> {
  const authorization = authorizationOf({ ...token, value }, http);
  const query = Object.entries({ ...call.query, ...(version ? { 'api-version': version } : {}) });
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)]));
  try {
    const answer = await http.send({
      method: call.method,
      url: `${base}${call.path}${query.length ? `?${search}` : ''}`,
      route: call.route,
      headers: {
        authorization,
        accept,
        // Without this an invalid token is answered with a redirect to a sign-in page.
        'x-tfs-fedauthredirect': 'Suppress',
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body, wholeCharacters) }),
      ...(call.isSentAnyway ? { isSentAnyway: true } : {}),
    });
    hearTime(answer.headers.date);
    return answer;
  } catch (error) {
    if (error instanceof SecondPassError && error.code === 'redirect') throw signIn(call, error.status ?? 302, error);
    throw error;
  }
}

function isSignInPage({ status, headers }: Answer): boolean {
  const isPage = /^text\/html/i.test(headers['content-type'] ?? '');
  return status === 203 || (isPage && status < 300);
}

/** Letters of an answer from which on it pays to compile its shape, which takes a quarter of a millisecond for each object in it. */
const WORTH_COMPILING = 65_536;

function parse<Shape>(call: Call<Shape>, value: unknown, letters = 0): Shape {
  const result = call.shape.safeParse(value, { jitless: letters < WORTH_COMPILING });
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw unexpected(call, `has another shape than the service describes (${places.join('; ')})`);
}

function authorizationOf({ scheme, value }: Token, http: HttpClient): string {
  const basic = Buffer.from(`:${value}`).toString('base64');
  http.redact(value);
  http.redact(basic);
  return scheme === 'basic' ? `Basic ${basic}` : `Bearer ${value}`;
}

/** Half a character in a comment is refused by some versions of the service and shown as garbage by others. */
function wholeCharacters(_: string, value: unknown): unknown {
  return typeof value === 'string' ? wellFormed(value) : value;
}
