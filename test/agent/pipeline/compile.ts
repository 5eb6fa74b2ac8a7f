import { parse } from 'yaml';
import { evaluate, isTrue, textOf } from './expression';

/** A pipeline as it is after its expressions of compile time. */
export interface Pipeline {
  resources?: { webhooks?: Webhook[] };
  stages: Stage[];
}

export interface Webhook {
  webhook: string;
  connection: string;
  filters?: { path: string; value: string }[];
}

export interface Stage {
  stage: string;
  dependsOn?: string | string[];
  condition?: string;
  variables?: Record<string, string>;
  jobs: Job[];
}

export interface Job {
  job?: string;
  deployment?: string;
  environment?: string;
  pool?: unknown;
  steps?: Step[];
  strategy?: { runOnce: { deploy: { steps: Step[] } } };
}

export interface Step {
  task?: string;
  checkout?: string;
  name?: string;
  inputs?: Record<string, string>;
}

/** Webhooks of a pipeline, which are read before any event is there. */
export function webhooksOf(yaml: string): Webhook[] {
  return (parse(yaml) as Pipeline).resources?.webhooks ?? [];
}

/** Puts parameters in where `${{ }}` stands. What cannot be put in is an error, and then no run is queued. */
export function compile(yaml: string, parameters: Readonly<Record<string, unknown>>): Pipeline {
  return compiled(parse(yaml), { parameters }) as Pipeline;
}

type Contexts = Readonly<Record<string, unknown>>;

function compiled(value: unknown, contexts: Contexts): unknown {
  if (typeof value === 'string') return filled(value, contexts);
  if (Array.isArray(value)) return items(value, contexts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, compiled(one, contexts)]));
}

/** Items under `${{ if }}` and `${{ else }}` stand in the list itself, or not at all. */
function items(list: readonly unknown[], contexts: Contexts): unknown[] {
  let isTaken = false;
  return list.flatMap((item) => {
    const [[key, inner] = []] = item !== null && typeof item === 'object' ? Object.entries(item) : [];
    const [, word, condition = ''] = /^\$\{\{\s*(if|else)\b(.*)\}\}$/s.exec(key ?? '') ?? [];
    if (word === undefined) return [compiled(item, contexts)];
    const isMet = word === 'else' ? !isTaken : isTrue(evaluate(condition, contexts));
    isTaken = isMet;
    return isMet ? items(inner as unknown[], contexts) : [];
  });
}

function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => textOf(evaluate(inner, contexts)));
}
