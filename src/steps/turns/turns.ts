import type { ModelAnswer } from '../../ports/model';
import type { Call } from '../toolbox/read-call';

/** Why the work ended. */
export type End =
  | 'finished'
  | 'gaveUp'
  | 'budget'
  | 'turns'
  | 'deadline'
  | 'sameFailure'
  | 'malformed'
  | 'refused'
  | 'contextFull'
  | 'stopped';

export interface Limits {
  maxTurns: number;
  /** Tokens that the model can hold. */
  contextTokens: number;
  /** False where no validation command is set: then nothing can be asked of it. */
  hasValidation: boolean;
}

/** Everything that the next action depends on. */
export interface Turns {
  /** Answers of the model so far. */
  turn: number;
  /** In a row. */
  malformed: number;
  refusals: number;
  /** True once a file may have changed since the last validation. */
  isEdited: boolean;
  /** Exit code of the last validation; undefined before the first, null where it did not end. */
  validated?: number | null;
  /** What the last failing validation said, and how often the same came after edits. */
  failure: string;
  sameFailures: number;
  /** True once a finish was sent back. */
  isSentBack: boolean;
  isToldToFinish: boolean;
}

export const START: Turns = {
  ...{ turn: 0, malformed: 0, refusals: 0, isEdited: false, failure: '', sameFailures: 0 },
  ...{ isSentBack: false, isToldToFinish: false },
};

/** What happened. */
export type Happening =
  | { kind: 'begun' }
  /** The model answered; calls that could not be read are problems. */
  | { kind: 'answered'; stop: AnswerStop; calls: readonly (Call | null)[]; contextTokens: number }
  /** All calls of an answer were carried out, or refused. */
  | { kind: 'worked' }
  | { kind: 'validated'; exitCode: number | null; failure: string }
  | { kind: 'edited' }
  | { kind: 'broken'; why: 'budget' | 'deadline' | 'stopped' | 'contextFull' };

export type AnswerStop = ModelAnswer['stop'];

export type Action =
  | { kind: 'ask'; aside?: string }
  /** Carry out the calls of the last answer, in order. */
  | { kind: 'run' }
  /** What was asked by `finish` is not taken yet: this is its result. */
  | { kind: 'sendBack'; why: string }
  | { kind: 'end'; why: End };

const MOST_MALFORMED = 3;
const MOST_REFUSALS = 2;
const MOST_SAME = 3;
/** Of what the model can hold; beyond, it is told to come to an end. */
const FULL = 0.6;

/** State and what happened give the next state and action; nothing else decides when the work ends. */
export function next(state: Turns, happening: Happening, limits: Limits): { state: Turns; action: Action } {
  switch (happening.kind) {
    case 'begun':
      return { state, action: { kind: 'ask' } };
    case 'broken':
      return { state, action: { kind: 'end', why: happening.why } };
    case 'edited':
      return { state: { ...state, isEdited: true }, action: { kind: 'run' } };
    case 'validated':
      return { state: afterValidation(state, happening), action: { kind: 'run' } };
    case 'answered':
      return afterAnswer({ ...state, turn: state.turn + 1 }, happening, limits);
    default:
      return afterWork(state, limits);
  }
}

function afterAnswer(
  state: Turns,
  { stop, calls, contextTokens }: Happening & { kind: 'answered' },
  limits: Limits,
): { state: Turns; action: Action } {
  if (stop === 'contextExceeded') return ended(state, 'contextFull');
  if (stop === 'refusal') {
    const refusals = state.refusals + 1;
    if (refusals >= MOST_REFUSALS) return ended(state, 'refused');
    return { state: { ...state, refusals }, action: { kind: 'ask', aside: AFTER_REFUSAL } };
  }
  const isFull = contextTokens > limits.contextTokens * FULL;
  const seen = { ...state, isToldToFinish: state.isToldToFinish || isFull };
  const usable = calls.filter((call) => call !== null);
  const malformed = usable.length === 0 ? seen.malformed + 1 : 0;
  if (malformed >= MOST_MALFORMED) return ended({ ...seen, malformed }, 'malformed');
  if (calls.length === 0) return { state: { ...seen, malformed }, action: { kind: 'ask', aside: NO_CALL } };
  return closing({ ...seen, malformed }, usable, limits);
}

/** The last word of an answer decides: what else it calls is carried out first. */
function closing(state: Turns, calls: readonly Call[], limits: Limits): { state: Turns; action: Action } {
  const last = calls.at(-1)?.tool;
  if (last !== 'finish' && last !== 'giveUp') return { state, action: { kind: 'run' } };
  if (calls.length > 1) return { state, action: { kind: 'run' } };
  if (last === 'giveUp') return ended(state, 'gaveUp');
  const why = whySentBack(state, limits);
  if (why === '') return ended(state, 'finished');
  return { state: { ...state, isSentBack: true }, action: { kind: 'sendBack', why } };
}

/** Once: a second finish is taken, and what is not proven is shown as that. */
function whySentBack({ isSentBack, validated, isEdited }: Turns, { hasValidation }: Limits): string {
  if (isSentBack || !hasValidation) return '';
  if (validated === undefined || isEdited) return NOT_VALIDATED;
  return validated === 0 ? '' : FAILING;
}

function afterWork(state: Turns, { maxTurns }: Limits): { state: Turns; action: Action } {
  if (state.sameFailures >= MOST_SAME) return ended(state, 'sameFailure');
  if (state.turn >= maxTurns) return ended(state, 'turns');
  return { state, action: { kind: 'ask', ...aside(state, maxTurns) } };
}

/** The same failure counts again only after an edit: asking twice without one is no new try. */
function afterValidation(state: Turns, { exitCode, failure }: Happening & { kind: 'validated' }): Turns {
  const isFailing = exitCode !== 0;
  const isSame = isFailing && failure === state.failure;
  const isTry = state.isEdited || state.sameFailures === 0;
  return {
    ...state,
    isEdited: false,
    validated: exitCode,
    failure: isFailing ? failure : '',
    sameFailures: !isFailing ? 0 : isSame ? state.sameFailures + (isTry ? 1 : 0) : 1,
  };
}

const CLOSE_TO_THE_END = 5;

function aside({ turn, isToldToFinish }: Turns, maxTurns: number): { aside?: string } {
  const left = maxTurns - turn;
  if (isToldToFinish)
    return { aside: 'The conversation is getting long: come to an end now and call finish or give_up.' };
  return left <= CLOSE_TO_THE_END ? { aside: `${left} answers are left; then the work ends as it stands.` } : {};
}

function ended(state: Turns, why: End): { state: Turns; action: Action } {
  return { state, action: { kind: 'end', why } };
}

const AFTER_REFUSAL = 'Go on with what the request asks, or call give_up and say why it must not be done.';
const NO_CALL = 'Nothing was called. Go on with a tool, or end with finish or give_up.';
const NOT_VALIDATED = 'Not taken yet: nothing was validated since the last edit. Call validate, and finish again.';
const FAILING = 'Not taken yet: the last validation failed. Mend it, or finish again to hand it over as not proven.';
