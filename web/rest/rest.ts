import { kindOfStatus, RestFailure } from './failure';
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

  async function send(url: URL, tries = 1): Promise<Response> {
    known ??= token();
    const headers = { authorization: `Bearer ${await known}`, accept: 'application/json' };
    const options = { headers, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
    const answer = await pace
      .take(() => fetch(url, options))
      .catch(() => {
        throw new RestFailure('refused');
      });
    const patience = patienceOf(answer);
    if (patience > 0) pace.slowDown(patience);
    return answer.status === 429 && tries < MOST_TRIES ? send(url, tries + 1) : answer;
  }

  /** A token that was refused, which looks like no answer at all, is replaced once. */
  async function sendTwice(url: URL): Promise<Response> {
    const first = await send(url).catch((failure: RestFailure) => failure);
    if (!(first instanceof RestFailure) && first.status !== 401) return first;
    known = undefined;
    return send(url);
  }

  /** Asks with the newest version of the interface, and steps down as the service refuses it. */
  async function get(path: string, asked: Asked): Promise<Response> {
    const tried = newest;
    const number = VERSIONS[tried] ?? '5.0';
    const isPreview = asked.isLate && Number(number) <= PREVIEW_UP_TO;
    const version = { 'api-version': isPreview ? `${number}-preview` : number };
    const answer = await sendTwice(addressOf(collectionUrl, path, { ...asked.query, ...version }));
    if (answer.ok && answer.status !== 203) return answer;
    const isRefused =
      answer.status === 400 && /"Vss(VersionOutOfRange|InvalidPreviewVersion)/.test(await answer.text());
    if (!isRefused || tried + 1 >= VERSIONS.length) throw new RestFailure(kindOfStatus(answer.status), answer.status);
    newest = Math.max(newest, tried + 1);
    return get(path, asked);
  }

  return {
    json: async (path, asked = {}) => parsed(await limited(await get(path, asked), MOST_BYTES)),
    text: async (path, mostBytes, asked = {}) => limited(await get(path, asked), mostBytes),
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
