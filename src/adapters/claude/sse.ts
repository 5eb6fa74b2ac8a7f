import { streamCutOff } from './failure';

/** Characters of one event; joining what never ends would take longer with each piece. */
const MAX_EVENT = 4_194_304;

/** What may break while bytes arrive; each one ends the try. */
export interface Watch {
  /** Aborts when the run ends or the watchdog gives up; its reason is what the reader sees. */
  signal: AbortSignal;
  /** Something whole has arrived. */
  alive(): void;
}

/**
 * The data of server-sent events, one JSON text each. Only a complete event counts as a sign of life: pings do,
 * a connection that drips one byte now and then does not.
 */
export async function* eventData(body: ReadableStream<Uint8Array>, watch: Watch): AsyncGenerator<string> {
  const lines = lineReader();
  let event: string[] = [];
  let held = 0;
  for await (const text of textOf(body, watch)) {
    held += text.length;
    for (const line of lines(text)) {
      if (line !== '') {
        event.push(line);
        continue;
      }
      if (event.length > 0) watch.alive();
      const data = dataOf(event);
      [event, held] = [[], 0];
      if (data !== '') yield data;
    }
    if (held > MAX_EVENT) throw streamCutOff();
  }
}

/** Takes a text in pieces, and gives each line when it has ended: no piece is looked through twice. */
function lineReader(): (text: string) => string[] {
  let open: string[] = [];
  let isBehindReturn = false;
  return (text) => {
    const more = isBehindReturn && text.startsWith('\n') ? text.slice(1) : text;
    isBehindReturn = text.endsWith('\r');
    const [first = '', ...others] = more.split(/\r\n|\r|\n/);
    open.push(first);
    if (others.length === 0) return [];
    const whole = [open.join(''), ...others.slice(0, -1)];
    open = others.slice(-1);
    return whole;
  };
}

/** A whole body as text; every piece of it is a sign of life. */
export async function wholeText(body: ReadableStream<Uint8Array>, watch: Watch): Promise<string> {
  const pieces: string[] = [];
  for await (const text of textOf(body, watch)) {
    watch.alive();
    pieces.push(text);
  }
  return pieces.join('');
}

function dataOf(event: readonly string[]): string {
  const lines = event.filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length).trimStart()).join('\n');
}

async function* textOf(body: ReadableStream<Uint8Array>, { signal }: Watch): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8');
  const { ended, forget } = endOf(signal);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), ended]);
      if (done) break;
      const text = decoder.decode(value, { stream: true });
      if (text !== '') yield text;
    }
  } finally {
    forget();
    reader.cancel().catch(() => {});
  }
}

/** Rejects when the signal aborts, whether or not the body underneath notices. */
function endOf(signal: AbortSignal): { ended: Promise<never>; forget(): void } {
  let forget = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    forget = () => signal.removeEventListener('abort', end);
  });
  ended.catch(() => {});
  return { ended, forget: () => forget() };
}
