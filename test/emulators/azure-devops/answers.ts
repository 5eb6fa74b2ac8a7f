import { errorBody, type ServiceError } from './service-error';

/** What a route gives back. `json` is serialised; otherwise `bytes` are sent as `contentType`. */
export interface Answer {
  status: number;
  json?: unknown;
  bytes?: Buffer;
  contentType?: string;
  headers?: Record<string, string>;
}

export function json(body: unknown, status = 200): Answer {
  return { status, json: body };
}

/** A list in the service's envelope. */
export function list(value: unknown[], headers?: Record<string, string>): Answer {
  return { status: 200, json: { count: value.length, value }, ...(headers ? { headers } : {}) };
}

export function empty(status: number, headers?: Record<string, string>): Answer {
  return { status, bytes: Buffer.alloc(0), ...(headers ? { headers } : {}) };
}

export function html(status: number, text: string): Answer {
  return { status, bytes: Buffer.from(text), contentType: 'text/html; charset=utf-8' };
}

export function failure(error: ServiceError): Answer {
  return {
    status: error.status,
    json: errorBody(error.typeKey, error.message),
    headers: { 'x-tfs-serviceerror': encodeURIComponent(error.message) },
  };
}

/** Routes nobody knows are answered in plain text. */
export function unknownRoute(path: string): Answer {
  const message = `The controller for path '${path}' was not found or does not implement IController.`;
  return {
    status: 404,
    bytes: Buffer.from(message),
    contentType: 'text/plain; charset=utf-8',
    headers: { 'x-tfs-serviceerror': encodeURIComponent(message) },
  };
}

/** The page a browser is sent to; a client that takes it for an answer has a bug. */
export function signInPage(status = 203): Answer {
  return html(
    status,
    '<!DOCTYPE html>\r\n<html lang="en-US"><head><title>Azure DevOps Services | Sign In</title></head>' +
      '<body><noscript>JavaScript must be enabled to sign in.</noscript></body></html>',
  );
}

/** A missing or unknown token: an empty body and the ways to sign in. */
export function unauthorized(origin: string): Answer {
  return empty(401, {
    'www-authenticate': `Bearer authorization_uri=${origin}/sign-in, Basic realm="${origin}/", TFS-Federated`,
    'x-tfs-fedauthrealm': `${origin}/`,
  });
}
