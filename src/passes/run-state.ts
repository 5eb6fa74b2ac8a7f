import type { Budget } from '../budget/budget';
import type { FailureCode, SecondPassError } from '../errors';
import type { Model, ModelAnswer, Witness } from '../ports/model';
import type { ChunkOutcome } from '../steps/findings/chunk-outcome';
import type { CritiquesSoFar } from '../steps/prompt/cache-marks';
import type { ChunkPrompt } from '../steps/prompt/compose';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { endOfRun } from './end-of-run';

export type PassesWorld = Pick<World, 'model' | 'log' | 'signal' | 'clock'> & {
  /** Takes the secrets of the change out of what a model says; absent where there is no change. */
  hideInAnswer?: Change['hideInAnswer'];
};

/** What all chunks of a run share. It is changed through its own functions alone. */
export interface RunState {
  readonly settings: Settings;
  readonly world: PassesWorld;
  readonly budget: Budget;
  /** As planned. */
  readonly parts: number;
  /** The model that is asked now. */
  model(): string;
  /** For a model that stayed overloaded: the rest of the run asks the fallback. */
  askFallback(): void;
  /** The port, which notes that a chunk is sent. */
  askingFor(chunk: number): Model;
  markSent(chunks: readonly number[]): void;
  /** True when the chunk has left the agent, answered or not. */
  isSent(chunk: number): boolean;
  /** Sweeps that a batch has answered. */
  keepSwept(answers: ReadonlyMap<number, ModelAnswer>): void;
  isSwept(chunk: number): boolean;
  /** The batch's answer; it is given once. */
  takeSwept(chunk: number): ModelAnswer | undefined;
  noteSweep(milliseconds: number): void;
  /** Of this run so far, in milliseconds; undefined before the first. */
  slowestSweep(): number | undefined;
  /** A number for a chunk that was not planned. */
  nextNumber(): number;
  /** False when cutting chunks has brought nothing: a model that refuses everything is not asked for every line. */
  mayCut(): boolean;
  /** How often a sweep of this run was followed by a critique. */
  critiquesSoFar(): CritiquesSoFar;
  noteSwept(needsCritique: boolean): void;
  /** From here on a request may cost no more than it must, even at its worst. */
  noteShortage(): void;
  isShort(): boolean;
  /** Notes how a chunk went. */
  learn(outcomes: readonly ChunkOutcome[]): void;
  /** For a failure that every further chunk would meet. */
  endBy(failure: SecondPassError): void;
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

export function createRunState(
  settings: Settings,
  world: PassesWorld,
  budget: Budget,
  prompts: readonly ChunkPrompt[],
): RunState {
  const parts = prompts.length;
  return {
    settings,
    world,
    budget,
    parts,
    ...askedModel(settings, world),
    ...sweeps(),
    ...cutsAndHope(world, prompts),
  };
}

type ModelState = Pick<RunState, 'model' | 'askFallback' | 'askingFor' | 'markSent' | 'isSent'>;

function askedModel(settings: Settings, world: PassesWorld): ModelState {
  let model = settings.model;
  const sent = new Set<number>();
  return {
    model: () => model,
    askFallback() {
      model = settings.fallbackModel;
    },
    askingFor: (chunk) => noting(world.model, () => sent.add(chunk)),
    markSent(chunks) {
      for (const chunk of chunks) sent.add(chunk);
    },
    isSent: (chunk) => sent.has(chunk),
  };
}

type SweepState = Pick<
  RunState,
  'keepSwept' | 'isSwept' | 'takeSwept' | 'noteSweep' | 'slowestSweep' | 'critiquesSoFar' | 'noteSwept'
>;

function sweeps(): SweepState {
  const swept = new Map<number, ModelAnswer>();
  let slowest: number | undefined;
  let soFar: CritiquesSoFar = { swept: 0, checked: 0 };
  return {
    keepSwept(answers) {
      for (const [chunk, answer] of answers) swept.set(chunk, answer);
    },
    isSwept: (chunk) => swept.has(chunk),
    takeSwept(chunk) {
      const answer = swept.get(chunk);
      swept.delete(chunk);
      return answer;
    },
    noteSweep(milliseconds) {
      slowest = Math.max(slowest ?? 0, milliseconds);
    },
    slowestSweep: () => slowest,
    critiquesSoFar: () => soFar,
    noteSwept(needsCritique) {
      soFar = { swept: soFar.swept + 1, checked: soFar.checked + (needsCritique ? 1 : 0) };
    },
  };
}

type HopeState = Pick<RunState, 'nextNumber' | 'mayCut' | 'noteShortage' | 'isShort' | 'learn' | 'endBy' | 'whyOver'>;

function cutsAndHope(world: PassesWorld, prompts: readonly ChunkPrompt[]): HopeState {
  let lastNumber = Math.max(0, ...prompts.map(({ chunk }) => chunk.number));
  let cuts = 0;
  let answered = 0;
  let lostInARow = 0;
  let over: SecondPassError | undefined;
  let isShort = false;
  return {
    noteShortage() {
      isShort = true;
    },
    isShort: () => isShort,
    nextNumber() {
      lastNumber += 1;
      return lastNumber;
    },
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
    endBy(failure) {
      over ??= failure;
    },
    whyOver: () => (world.signal.aborted ? endOfRun(world.signal) : over),
  };
}

/** The port, which notes whatever leaves, also when its tokens are only counted. */
function noting(model: Model, note: () => void): Model {
  const noted = (witness: Witness | undefined): Witness => ({
    sends(sending) {
      note();
      witness?.sends(sending);
    },
  });
  return {
    ...model,
    ask: (request, signal, meter) => model.ask(request, signal, meter && { ...meter, ...noted(meter) }),
    count: (request, signal, witness) => model.count(request, signal, noted(witness)),
  };
}
