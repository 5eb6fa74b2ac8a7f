import { type Answer, html, json, signInPage } from './answers';
import { errorBody } from './service-error';

/**
 * How a matching request goes wrong:
 * a number is answered as such (200: the request is carried out, only `headers` are added);
 * `reset` drops the connection before, `appliedThenReset` after the request was carried out;
 * `cutBody` ends in the middle of the answer; `byteOrderMark` puts one before the JSON; `delay` only waits `delayMs`;
 * `signInPage` is the 203 page, `signInRedirect` the 302 to it; `html404` the page for versions nobody knows;
 * `stopped` is the 503 of a stopped collection, which begins with a byte-order mark.
 */
export type FaultAnswer =
  | number
  | 'reset'
  | 'appliedThenReset'
  | 'cutBody'
  | 'byteOrderMark'
  | 'delay'
  | 'signInPage'
  | 'signInRedirect'
  | 'html404'
  | 'stopped';

export interface FaultScript {
  /** `route` is matched against the decoded path with its query. The first `after` matches pass, then `times` (1) fail. */
  match: { method?: string; route?: RegExp; after?: number; times?: number };
  answer: FaultAnswer;
  headers?: Record<string, string>;
  delayMs?: number;
  /** Body instead of the usual one for a number. */
  body?: unknown;
  /** For an answer of 200: what it says instead of the service's own JSON. */
  change?: (json: unknown) => unknown;
}

export interface Fault extends FaultScript {
  seen: number;
}

/** The fault that strikes this request, counted. */
export function strike(faults: Fault[], method: string, pathAndQuery: string): FaultScript | undefined {
  for (const fault of faults) {
    const { match } = fault;
    if (match.method && match.method.toUpperCase() !== method) continue;
    if (match.route && !new RegExp(match.route.source, match.route.flags.replace(/[gy]/g, '')).test(pathAndQuery))
      continue;
    fault.seen++;
    const nth = fault.seen - (match.after ?? 0);
    if (nth >= 1 && nth <= (match.times ?? 1)) return fault;
  }
  return undefined;
}

/** The answer of a fault that needs no work of the service; undefined when the request is carried out as well. */
export function cannedAnswer(fault: FaultScript, url: string): Answer | undefined {
  const answer = canned(fault, url);
  return answer && { ...answer, headers: { ...answer.headers, ...fault.headers } };
}

function canned(fault: FaultScript, url: string): Answer | undefined {
  if (fault.answer === 'signInPage') return signInPage();
  if (fault.answer === 'signInRedirect')
    return { ...signInPage(302), headers: { location: `${url}_signin?realm=fabrikam` } };
  if (fault.answer === 'html404') return html(404, '<!DOCTYPE html><html><title>Page not found</title></html>');
  if (fault.answer === 'stopped') return stopped();
  if (typeof fault.answer !== 'number' || fault.answer === 200) return undefined;
  if (fault.body !== undefined) return json(fault.body, fault.answer);
  return usual(fault.answer);
}

function usual(status: number): Answer {
  if (status === 401) return { status, bytes: Buffer.alloc(0) };
  if (status === 429) {
    const message =
      "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource 'Concurrency' in " +
      "namespace 'User'.";
    return json(errorBody('RequestBlockedException', message), status);
  }
  return json(errorBody('VssServiceException', `TF400898: An Internal Error Occurred. (${status})`), status);
}

function stopped(): Answer {
  const message =
    'TF24668: The following team project collection is stopped: fabrikam. Start the collection, and then try again.';
  const body = `\uFEFF${JSON.stringify(errorBody('VssServiceException', message))}`;
  return {
    status: 503,
    bytes: Buffer.from(body),
    contentType: 'application/json',
    headers: { 'x-tfs-serviceerror': encodeURIComponent(message) },
  };
}
