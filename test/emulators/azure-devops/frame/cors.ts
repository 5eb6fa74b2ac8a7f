import { type Answer, empty } from '../answers';

const ALLOWED = ['authorization', 'accept', 'content-type', 'x-tfs-session'];

/** The browser's question before a request of another origin; undefined for other requests. */
export function preflight(method: string, headers: Readonly<Record<string, string>>): Answer | undefined {
  const asked = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || asked === undefined || headers.origin === undefined) return undefined;
  const wanted = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const isAllowed = wanted.every((name) => name === '' || ALLOWED.includes(name));
  return empty(200, {
    ...corsHeaders(headers, 200),
    'access-control-allow-methods': 'OPTIONS,GET,POST,PATCH,PUT,DELETE',
    'access-control-max-age': '3600',
    ...(isAllowed ? { 'access-control-allow-headers': ALLOWED.join(',') } : {}),
  });
}

/** A 401 has no such header: to the page it looks as if no answer came. */
export function corsHeaders(headers: Readonly<Record<string, string>>, status: number): Record<string, string> {
  if (headers.origin === undefined || status === 401) return {};
  return {
    'access-control-allow-origin': headers.origin === 'null' ? '*' : headers.origin,
    'access-control-expose-headers': 'ActivityId,X-TFS-Session,X-MS-ContinuationToken,Retry-After',
  };
}
