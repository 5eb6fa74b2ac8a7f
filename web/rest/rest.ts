import { failureKind, kindOfStatus, RestFailure } from './failure';
import { createPace } from './pace';

/** Reads of the collection, with the rights of the person looking. Paths stand below the collection's url. */
export interface Rest {
  json(path: string, asked?: Asked): Promise<unknown>;
  /** @throws RestFailure `tooLarge` when it has more bytes than that */
  text(path: string, mostBytes: number, asked?: Asked): Promise<string>;
}

export interface Asked {
  query?: Readonly<Record<string, string>>;
  /** A resource that was only a preview up to version 6. */
  isLate?: boolean;
}

export interface RestOptions {
  collectionUrl: string;
  token(): Promise<string>;
  /** The service asked for patience, and nothing is sent for these seconds. */
  onWait(seconds: number): void;
}

/** Read to its end: until then it is one of those that are open at once. */
interface Answered {
  response: Response;
  text: string;
}

/** Services and Server 2022.1, Server 2022, 2020, 2019. */
const VERSIONS = ['7.1', '7.0', '6.0', '5.0'] as const;
const PREVIEW_UP_TO = 6;
const MOST_BYTES = 30_000_000;
const MOST_TRIES = 4;

/** The only caller of `fetch`. It asks the collection alone: every address is made here, below its url. */
export function createRest({ collectionUrl, token, onWait }: RestOptions): Rest {
  const pace = createPace(onWait);
  let known: Promise<string> | undefined;
  let newest = 0;

  async function send(url: URL, mostBytes: number, tries = 1): Promise<Answered> {
    known ??= token();
    const headers = { authorization: `Bearer ${await known}`, accept: 'application/json' };
    const options = { headers, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
    const answer = await pace.take(async () => {
      const response = await fetch(url, options).catch(() => {
        throw new RestFailure('refused');
      });
      return { response, text: await limited(response, mostBytes) };
    });
    const patience = patienceOf(answer.response);
    if (patience > 0) pace.slowDown(patience);
    return answer.response.status === 429 && tries < MOST_TRIES ? send(url, mostBytes, tries + 1) : answer;
  }

  /** A token that was refused, which looks like no answer at all, is replaced once. */
  async function sendTwice(url: URL, mostBytes: number): Promise<Answered> {
    try {
      const first = await send(url, mostBytes);
      if (first.response.status !== 401) return first;
    } catch (error) {
      if (failureKind(error) !== 'refused') throw error;
    }
    known = undefined;
    return send(url, mostBytes);
  }

  /** Asks with the newest version of the interface, and steps down as the service refuses it. */
  async function get(path: string, asked: Asked, mostBytes = MOST_BYTES): Promise<string> {
    const tried = newest;
    const number = VERSIONS[tried] ?? '5.0';
    const isPreview = asked.isLate && Number(number) <= PREVIEW_UP_TO;
    const version = { 'api-version': isPreview ? `${number}-preview` : number };
    const address = addressOf(collectionUrl, path, { ...asked.query, ...version });
    const { response, text } = await sendTwice(address, mostBytes);
    const { ok, status } = response;
    if (ok && status !== 203) return text;
    const isRefused = status === 400 && /"Vss(VersionOutOfRange|InvalidPreviewVersion)/.test(text);
    if (!isRefused || tried + 1 >= VERSIONS.length) throw new RestFailure(kindOfStatus(status), status);
    newest = Math.max(newest, tried + 1);
    return get(path, asked, mostBytes);
  }

  return {
    json: async (path, asked = {}) => parsed(await get(path, asked)),
    text: (path, mostBytes, asked = {}) => get(path, asked, mostBytes),
  };
}

function addressOf(collectionUrl: string, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(`${collectionUrl}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (!url.href.startsWith(new URL(collectionUrl).href)) throw new RestFailure('notReadable');
  return url;
}

/** Seconds that the service asks for; it may do so with an answer that is good. */
function patienceOf({ headers, status }: Response): number {
  const told = Number(headers.get('retry-after') ?? 0);
  if (Number.isFinite(told) && told > 0) return told;
  return status === 429 ? 5 : 0;
}

async function limited(answer: Response, mostBytes: number): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new RestFailure('tooLarge', answer.status);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RestFailure('notReadable');
  }
}
