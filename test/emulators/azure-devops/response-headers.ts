import { type Collection, guidOf } from './collection';
import type { LoggedRequest } from './request-log';

/** The headers on every answer of the service. */
export function responseHeaders(collection: Collection, entry: LoggedRequest): Record<string, string> {
  const activity = guidOf('activity', collection.url, String(collection.requests.indexOf(entry)));
  return {
    'cache-control': 'no-cache',
    'x-tfs-processid': guidOf('process', collection.url),
    'x-tfs-session': entry.headers['x-tfs-session'] ?? activity,
    activityid: activity,
    'x-vss-e2eid': activity,
    'x-vss-senderdeploymentid': guidOf('deployment', collection.product),
    ...(entry.identity ? { 'x-vss-userdata': `${guidOf(entry.identity)}:${encodeURIComponent(entry.identity)}` } : {}),
  };
}
