import type { VirtualClock } from './clock';
import { problemWith, type SchemaName } from './contract';
import type { FaultScript } from './faults';
import type { Model } from './models';
import { priceOf } from './price';
import type { PromptCache } from './prompt-cache';
import { passOfTail, readPrompt } from './prompt-reader';
import type { RedirectTrap } from './redirect-trap';
import type {
  ClaudeOptions,
  ClaudeRequest,
  Json,
  Player,
  Reviewer,
  ReviewQuestion,
  Surface,
  Totals,
  Usage,
  Violation,
} from './types';
import type { ValidationScene } from './validation';

/** Everything that the routes share: what was asked, what is remembered, how it is answered. */
export interface Scene {
  options: ClaudeOptions;
  clock: VirtualClock;
  models: ReadonlyMap<string, Model>;
  cache: PromptCache;
  faults: FaultScript;
  trap: RedirectTrap;
  reviewer: Reviewer | undefined;
  player: Player | undefined;
  /** What was answered in conversations, by the id of each call: it must come back letter by letter. */
  spoken: Map<string, Json[]>;
  requests: ClaudeRequest[];
  violations: Violation[];
  /** Hashes of earlier messages, for cache diagnostics. */
  earlier: Map<string, Json>;
  /** Tokens that the emulator's own token endpoint has given out, with their expiry. */
  issued: Map<string, number>;
  origin: string;
  /** Numbers of Messages requests that are open. */
  open: Set<number>;
}

let counter = 0;

/** Ids like the API's; numbered, so that a run can be compared with another. */
export function newId(prefix: string): string {
  counter += 1;
  return `${prefix}_01${counter.toString(36).padStart(22, '0').toUpperCase()}`;
}

export function newRequest(scene: Scene, surface: Surface, about: Partial<ClaudeRequest>): ClaudeRequest {
  const request: ClaudeRequest = {
    number: scene.requests.length + 1,
    surface,
    method: 'POST',
    path: '',
    headers: {},
    body: undefined,
    stream: false,
    status: 0,
    requestId: newId('req'),
    cost: 0,
    startedAt: scene.clock.now(),
    bodyBytes: 0,
    inFlight: scene.open.size,
    hungUp: false,
    ...about,
  };
  scene.requests.push(request);
  return request;
}

export function questionOf(scene: Scene, request: ClaudeRequest): ReviewQuestion {
  const prompt = readPrompt(request.body);
  const pass = scene.options.passOf?.({ tail: prompt.tail, body: request.body }) ?? passOfTail(prompt.tail);
  return { ...prompt, pass, body: request.body, surface: request.surface, number: request.number };
}

export function validationScene(scene: Scene, surface: ValidationScene['surface']): ValidationScene {
  const { foundry } = scene.options;
  return {
    models: scene.models,
    now: scene.clock.now(),
    surface,
    spoken: scene.spoken,
    ...(scene.options.refuseTrainedTools ? { refuseTrainedTools: true } : {}),
    ...(foundry ? { deployments: foundry.deployments } : {}),
    ...(foundry?.refuseStructuredOutputs ? { refuseStructuredOutputs: true } : {}),
  };
}

export function bill(request: ClaudeRequest, usage: Usage, model: Model): void {
  request.usage = usage;
  request.cost = priceOf(usage, model);
}

/** Remembers what the contract does not allow. */
export function checkContract(
  scene: Scene,
  of: Violation['of'],
  schema: SchemaName,
  value: Json,
  number: number,
): void {
  const message = problemWith(schema, value);
  if (message) scene.violations.push({ of, number, schema, message });
}

export function totalsOf(requests: readonly ClaudeRequest[]): Totals {
  const totals: Totals = { requests: 0, input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
  for (const { usage } of requests) {
    totals.requests += usage ? 1 : 0;
    totals.input += usage?.input_tokens ?? 0;
    totals.cacheRead += usage?.cache_read_input_tokens ?? 0;
    totals.cacheWrite5m += usage?.cache_creation.ephemeral_5m_input_tokens ?? 0;
    totals.cacheWrite1h += usage?.cache_creation.ephemeral_1h_input_tokens ?? 0;
    totals.output += usage?.output_tokens ?? 0;
  }
  return totals;
}
