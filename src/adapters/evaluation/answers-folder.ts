import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { Model, ModelRequest } from '../../ports/model';
import { sha256 } from '../../sha256';
import { sumOf } from '../../sum-of';

/** UTF-8 bytes of a token; nobody counts here. */
const BYTES_PER_TOKEN = 2.5;

/**
 * Files in the place of a model: each request is written as a text, and its answer is read from the file beside it, so
 * that anybody can answer. A request that reads otherwise has another name: no answer is taken for a question that was not asked.
 */
export function createAnswersFolder(folder: string): Model & { pending(): readonly string[] } {
  const pending = new Set<string>();
  return {
    pending: () => [...pending].sort(),
    async ask(request, _signal, meter) {
      const name = nameOf(request);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${name}.request.md`), textOf(request, name));
      const text = await readFile(join(folder, `${name}.answer.json`), 'utf8').catch(() => undefined);
      if (text === undefined) {
        pending.add(`${name}.answer.json`);
        throw missing(request, name);
      }
      meter?.begin();
      return {
        text,
        stop: 'complete',
        usage: usageOf(request, text),
        ...{ batch: false, model: request.model, requestId: name, milliseconds: 0 },
      };
    },
    count: async (request) => tokens([...request.system, ...request.user].map(({ text }) => text)),
  };
}

function nameOf(request: ModelRequest): string {
  const { label, system, user, later = [] } = request;
  const said = JSON.stringify([system, user, later].map((blocks) => blocks.map(({ text }) => text)));
  const mark = sha256(said, 8);
  return `${label.replace(/[^A-Za-z0-9]+/g, '-')}.${mark}`;
}

/** Everything that a model would be sent, in its order. */
function textOf({ system, user, later = [], schema }: ModelRequest, name: string): string {
  return [
    `# Request ${name}\n\nAnswer it from this text alone, with one JSON object of the schema at the end, in ${name}.answer.json.\n`,
    ...system.map(({ text }) => `# System\n\n${text}`),
    ...user.map(({ text }) => `# User\n\n${text}`),
    ...later.map(({ role, text }) => `# ${role}\n\n${text}`),
    `# Schema of the answer\n\n${JSON.stringify(schema, null, 1)}\n`,
  ].join('\n');
}

/** As a provider would bill it: what both passes share is written once and read once. */
function usageOf({ label, system, user, later = [] }: ModelRequest, answer: string) {
  const shared = tokens(user.slice(0, -1).map(({ text }) => text));
  const own = tokens([...user.slice(-1), ...later].map(({ text }) => text));
  const isFirst = label.startsWith('sweep');
  return {
    input: own,
    cacheRead: tokens(system.map(({ text }) => text)) + (isFirst ? 0 : shared),
    cacheWrite5m: isFirst ? shared : 0,
    cacheWrite1h: 0,
    output: tokens([answer]),
  };
}

function tokens(texts: readonly string[]): number {
  return Math.ceil(sumOf(texts, (text) => Buffer.byteLength(text)) / BYTES_PER_TOKEN);
}

function missing({ label }: ModelRequest, name: string): SecondPassError {
  return new SecondPassError({
    kind: 'output',
    code: 'answer-missing',
    message: `${label}: there is no answer yet in ${name}.answer.json.`,
    advice: 'Answer the request beside it, and evaluate again.',
  });
}
