import { type Answer, empty, failure, json } from './answers';
import type { Collection } from './collection';
import type { Incoming } from './dispatch';
import { ServiceError } from './service-error';

/** What an incoming webhook starts: pipelines whose default branch names it, with the filters they set. */
export interface WebhookTrigger {
  filters: readonly { path: string; value: string }[];
  start(payload: unknown): void;
}

const ROUTE = /^_apis\/public\/distributedtask\/webhooks\/([^/]+)$/i;
/** Larger bodies are refused by the service. */
const LARGEST = 2_097_152;

/** Name of the hook where the path is the public address of one. */
export function webhookName(path: string): string | undefined {
  const name = ROUTE.exec(path)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** Public and unsigned: whoever knows the name starts a run with whatever he says happened. */
export function receiveWebhook(collection: Collection, name: string, { method, body }: Incoming): Answer {
  if (method !== 'POST') return empty(405);
  const triggers = collection.webhooks.get(name);
  // The hook exists from the first run of a pipeline that names it.
  if (!triggers)
    return failure(new ServiceError(500, 'WebHookException', 'Cannot find webhook for the given webHookId.'));
  if (body.length > LARGEST) return empty(413);
  const payload = parsed(body);
  if (payload === undefined) return failure(new ServiceError(400, 'ArgumentException', 'The body is no JSON.'));
  for (const { filters, start } of triggers)
    if (filters.every(({ path, value }) => valueAt(payload, path) === value)) start(payload);
  return json({});
}

/** Undefined where there is nothing: a wrong path is no failure. */
export function valueAt(payload: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) => (at === null || typeof at !== 'object' ? undefined : (at as Record<string, unknown>)[name]),
      payload,
    );
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
