import type { Clock } from '../../ports/clock';

/** One try of one request: who was called, and how much went out and came in. No content, no ids, no query. */
export interface AccessLogEntry {
  /** Milliseconds since 1970. */
  time: number;
  host: string;
  method: string;
  route: string;
  /** 0 when no answer came. */
  status: number;
  requestBytes: number;
  answerBytes: number;
  milliseconds: number;
  /** 1 for the first try. */
  attempt: number;
}

export interface AccessLog {
  entries: readonly AccessLogEntry[];
  begin(
    request: { method: string; url: string; route: string; body?: string | Uint8Array },
    attempt: number,
  ): { end(status: number, answerBytes: number): void };
}

/** Entries are listed from the moment the request goes out, so that one cut off by the end of a run is told too. */
export function createAccessLog(clock: Clock): AccessLog {
  const entries: AccessLogEntry[] = [];
  return {
    entries,
    begin({ method, url, route, body }, attempt) {
      const start = clock.monotonic();
      const entry: AccessLogEntry = {
        time: clock.now(),
        host: new URL(url).host,
        method,
        route,
        status: 0,
        requestBytes: body === undefined ? 0 : Buffer.byteLength(body),
        answerBytes: 0,
        milliseconds: 0,
        attempt,
      };
      entries.push(entry);
      const end = (status: number, answerBytes: number) =>
        Object.assign(entry, { status, answerBytes, milliseconds: Math.round(clock.monotonic() - start) });
      return { end };
    },
  };
}
