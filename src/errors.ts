/**
 * Every failure a user can meet. The kind decides the row of the results table (docs/configuration.md),
 * the code names it in the log and the record, the advice says what to do next.
 */
export type FailureKind =
  | 'badInput'
  | 'notAPullRequest'
  | 'notFound'
  | 'provider'
  | 'platform'
  | 'budget'
  | 'scanner'
  | 'sandbox'
  | 'output'
  | 'deadline'
  | 'cancelled'
  | 'superseded';

export interface FailureDetails {
  kind: FailureKind;
  /** Short and stable, in kebab case: `model-not-found`. */
  code: string;
  /** What happened, in plain words, without secrets and without content of the pull request. */
  message: string;
  /** What to do about it. */
  advice?: string;
  cause?: unknown;
  /** HTTP status, where the failure is an answer. */
  status?: number;
}

export class SecondPassError extends Error {
  override readonly name = 'SecondPassError';
  readonly kind: FailureKind;
  readonly code: string;
  readonly advice: string;
  readonly status: number | undefined;

  constructor(details: FailureDetails) {
    super(details.message, { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.advice = details.advice ?? '';
    this.status = details.status;
  }
}

export function isSecondPassError(error: unknown): error is SecondPassError {
  return error instanceof Error && error.name === 'SecondPassError' && 'kind' in error && 'code' in error;
}

/** What happened and what to do about it, as people read it. */
export function inFull({ message, advice }: { message: string; advice?: string }): string {
  return [message, advice].filter(Boolean).join(' ');
}

/** What no catalogue knows is our own mistake and is told as such. */
export function ourFault(error: unknown): SecondPassError {
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new SecondPassError({
    kind: 'output',
    code: 'our-fault',
    message: `Second Pass failed by a fault of its own (${name}).`,
    advice: 'Please report it with the log of this run.',
    cause: error,
  });
}

/** One input that cannot be used: its name, what it was, what is allowed. */
export interface InputProblem {
  input: string;
  was: string;
  allowed: string;
}

/** All bad inputs of a run in one error, so that they are mended together. */
export function badInputs(problems: readonly InputProblem[]): SecondPassError {
  const lines = problems.map(({ input, was, allowed }) => `Input "${input}" was ${was}; allowed: ${allowed}.`);
  return new SecondPassError({
    kind: 'badInput',
    code: 'bad-input',
    message: lines.join('\n'),
    advice: 'docs/configuration.md lists every input.',
  });
}
