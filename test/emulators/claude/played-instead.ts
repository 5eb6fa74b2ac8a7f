import { begin, cut, type Exchange, sendError } from './exchange';
import type { Trouble } from './faults';
import type { Scene } from './scene';

/** Notes the trouble on the request and, when it comes instead of an answer, plays it. */
export async function playedInstead(scene: Scene, exchange: Exchange, trouble: Trouble | undefined): Promise<boolean> {
  if (!trouble) return false;
  const { request, response } = exchange;
  request.fault = trouble.kind === 'text' ? trouble.name : trouble.kind;
  switch (trouble.kind) {
    case 'error':
      sendError(scene, exchange, trouble.error, trouble.headers);
      return true;
    case 'raw':
      begin(scene, exchange, trouble.status, trouble.headers ?? {});
      response.end(trouble.body);
      return true;
    case 'redirect':
      begin(scene, exchange, trouble.status ?? 307, { location: trouble.to ?? `${scene.trap.url}${request.path}` });
      response.end();
      return true;
    case 'reset':
      if (trouble.events) return false;
      cut(exchange);
      return true;
    default:
      return false;
  }
}
