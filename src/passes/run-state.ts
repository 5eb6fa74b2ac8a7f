import type { Purse } from '../budget/purse';
import type { FailureCode, SecondPassError } from '../errors';
import type { Model, ModelAnswer } from '../ports/model';
import type { ChunkPrompt } from '../steps/prompt/compose';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { type ChunkOutcome, endOfRun } from './chunk-outcome';

export type PassesWorld = Pick<World, 'model' | 'log' | 'signal' | 'clock'>;

/** What all chunks of a run share. */
export interface Desk {
  settings: Settings;
  world: PassesWorld;
  purse: Purse;
  /** The model that is asked now; the fallback once the usual one stayed overloaded. */
  model: string;
  /** Sweeps that a batch has answered, by chunk. */
  swept: Map<number, ModelAnswer>;
  /** Chunks that have left the agent, answered or not. */
  sent: Set<number>;
  /** Of this run so far, in milliseconds. */
  slowestSweep: number;
  /** A number for a chunk that was not planned. */
  nextNumber(): number;
  /** The model, which notes that a chunk is sent. */
  modelFor(chunk: number): Model;
  /** False when cutting chunks has brought nothing: a model that refuses everything is not asked for every line. */
  mayCut(): boolean;
  /** Notes how a chunk went. */
  learn(outcomes: readonly ChunkOutcome[]): void;
  /** Why no further chunk is asked; undefined as long as there is hope. */
  whyOver(): SecondPassError | undefined;
}

/** Failures that the next chunk would meet as well. */
const HOPELESS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'wrong-key',
  'key-not-allowed',
  'model-not-found',
  'spend-limit',
  'not-the-api',
  'redirect',
  'no-key',
  'federation-not-set-up',
  'oidc-token',
  'entra-token',
]);
/** Failures that say nothing of the next chunk. */
const OF_ONE_CHUNK: ReadonlySet<FailureCode> = new Set<FailureCode>(['refused', 'request-too-large']);
/** Chunks in a row that the provider could not answer, before the rest is given up. */
const MAX_LOST = 2;
const FREE_CUTS = 12;
const CUTS_PER_ANSWER = 4;

export function createDesk(
  settings: Settings,
  world: PassesWorld,
  purse: Purse,
  prompts: readonly ChunkPrompt[],
): Desk {
  let lastNumber = Math.max(0, ...prompts.map(({ chunk }) => chunk.number));
  let cuts = 0;
  let answered = 0;
  let lostInARow = 0;
  let over: SecondPassError | undefined;
  const desk: Desk = {
    settings,
    world,
    purse,
    model: settings.model,
    swept: new Map(),
    sent: new Set(),
    slowestSweep: 0,
    nextNumber() {
      lastNumber += 1;
      return lastNumber;
    },
    modelFor: (chunk) => noting(world.model, () => desk.sent.add(chunk)),
    mayCut() {
      cuts += 1;
      return cuts <= FREE_CUTS + CUTS_PER_ANSWER * answered;
    },
    learn(outcomes) {
      for (const { failure, replaced } of outcomes) {
        if (replaced) continue;
        if (failure === undefined) answered += 1;
        lostInARow = failure?.kind === 'provider' && !OF_ONE_CHUNK.has(failure.code) ? lostInARow + 1 : 0;
        if (failure && (HOPELESS.has(failure.code) || lostInARow >= MAX_LOST)) over = failure;
      }
    },
    whyOver: () => (world.signal.aborted ? endOfRun(world.signal) : over),
  };
  return desk;
}

function noting(model: Model, note: () => void): Model {
  return {
    ...model,
    async ask(request, signal, meter) {
      const begin = () => {
        meter?.begin();
        note();
      };
      const answer = await model.ask(request, signal, { begin, brokenOff: (told) => meter?.brokenOff(told) });
      note();
      return answer;
    },
  };
}
