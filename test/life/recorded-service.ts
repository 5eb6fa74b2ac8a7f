import { createHash } from 'node:crypto';
import type { Answer, HttpClient, HttpRequest } from '../../src/adapters/http/http';
import type { Repository } from '../../src/ports/repository';

/** Answers of the service in one run, by request, in their order. */
export type Recording = Map<string, Answer[]>;

export function recording(into: Recording): (http: HttpClient) => HttpClient {
  return (http) => ({
    ...http,
    async send(request) {
      const answer = await http.send(request);
      for (const key of keysOf(request)) into.set(key, [...(into.get(key) ?? []), answer]);
      return answer;
    },
  });
}

/** The same service from its recording: a run is repeated in no time. What it writes is given to `written`. */
export function replaying(
  recorded: Recording,
  written: (request: HttpRequest) => void,
): (http: HttpClient) => HttpClient {
  const given = new Map<string, number>();
  const next = (key: string) => {
    const answers = recorded.get(key);
    const count = given.get(key) ?? 0;
    given.set(key, count + 1);
    return answers?.[Math.min(count, answers.length - 1)];
  };
  return (http) => ({
    ...http,
    async send(request) {
      if (request.method !== 'GET') written(request);
      const found = keysOf(request)
        .map(next)
        .find((answer) => answer !== undefined);
      return found ?? (request.method === 'GET' ? absent() : taken(given.size));
    },
  });
}

/** Reads by their address; writes by their route too, since a run that goes otherwise writes elsewhere. */
function keysOf({ method, url, route }: HttpRequest): string[] {
  const exact = `${method} ${url}`;
  return method === 'GET' ? [exact] : [exact, `${method} ${route}`];
}

function absent(): Answer {
  return answerOf(404, { message: 'TF401179: Not recorded.', typeKey: 'NotRecordedException' });
}

/** What a run that goes otherwise writes is taken: it is to show where it would have ended. */
function taken(number: number): Answer {
  return answerOf(200, { id: 1000 + number, comments: [{ id: 1 }] });
}

function answerOf(status: number, body: object): Answer {
  const text = JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json' }, text, bytes: Buffer.from(text) };
}

/** A repository that asks git once for each question. */
export function remembering(known: Map<string, Promise<unknown>>): (repository: Repository) => Repository {
  return (repository) =>
    new Proxy(repository, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        // What is told piece by piece is no answer that could be kept.
        if (name === 'pour') return method.bind(target);
        return (...given: unknown[]) => {
          const key = createHash('sha256')
            .update(JSON.stringify([String(name), given]))
            .digest('hex');
          const answer = known.get(key) ?? Promise.resolve(method.apply(target, given));
          known.set(key, answer);
          return answer;
        };
      },
    });
}
