/**
 * Every failure a user can meet. The kind decides the row of the results table (docs/configuration.md),
 * the code names it in the log, the record and docs/troubleshooting.md, the advice says what to do next.
 */
export const FAILURE_CODES = [
  // The run and its inputs
  ...['bad-input', 'bad-collection-url', 'unrelated', 'not-a-pull-request', 'no-repository'],
  ...['cancelled', 'deadline', 'our-fault'],
  // Azure DevOps
  ...[
    'no-token',
    'unauthorized',
    'forbidden',
    'pull-request-not-found',
    'not-found',
    'item-not-found',
    'no-iterations',
  ],
  ...['throttled', 'unavailable', 'rejected', 'unexpected-answer', 'comment-too-long', 'policy-amiss'],
  ...['federation-not-set-up', 'oidc-token', 'entra-token'],
  // The policy
  ...['POLICY_UNREADABLE', 'POLICY_REFUSES'],
  // The network
  ...['connection', 'timeout', 'tls', 'proxy', 'redirect', 'cut-off', 'answer-too-large', 'retry-after-too-long'],
  ...['host-not-named', 'secret-in-request', 'too-many-files', 'hidden-text', 'not-looked-through'],
  // git
  ...[
    'git-not-found',
    'git-too-old',
    'git-failed',
    'git-timeout',
    'temporary-folder-too-long',
    'git-fetch-unauthorized',
    'git-fetch-not-found',
  ],
  ...['git-fetch-refused', 'git-fetch-unreachable', 'git-fetch-failed', 'git-objects-missing'],
  ...['rest-content-differs', 'diff-unreadable'],
  // The model
  ...['no-key', 'wrong-key', 'key-not-allowed', 'model-not-found', 'spend-limit', 'budget', 'rate-limited'],
  ...['overloaded', 'provider-error', 'provider-timeout', 'provider-conflict', 'provider-unknown', 'unreachable'],
  ...['no-answer-in-time', 'stream-error', 'stream-cut-off', 'stream-stalled', 'not-the-api', 'refused-request'],
  ...['request-too-large', 'refused', 'answer-cut-off', 'unusable-answer', 'answer-missing'],
  // Static analysis and skeletons
  ...['scanner-missing', 'scanner-failed', 'sandbox-impossible', 'workshop-too-large', 'set-up-failed'],
  ...['baseline-failed', 'outliner-fails'],
  ...['paths-not-understood', 'analysis-incomplete'],
  // What was not read
  ...['files-not-reviewed', 'run-unread', 'lines-cut', 'several-bases', 'merge-unread'],
  // The second task: before the work, and before anything is written
  ...['not-a-request', 'switched-off', 'plan-missing', 'plan-differs', 'plan-elsewhere', 'not-proven', 'not-approved'],
  ...['request-changed', 'rights-too-wide', 'change-differs', 'change-refused', 'pull-request-closed'],
  ...['branch-moved', 'push-refused', 'push-forbidden', 'push-failed'],
  // The agent
  ...['agent-folder', 'address-space', 'variable-overlaid'],
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

export type FailureKind =
  | 'badInput'
  | 'policy'
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
  | 'superseded'
  /** Second task: a rule of ours forbids to go on, and nothing was written. */
  | 'refused';

export interface FailureDetails {
  kind: FailureKind;
  code: FailureCode;
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
  readonly code: FailureCode;
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

export function cancelled(): SecondPassError {
  return new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
}

/** The agent's trouble, where a text says that WebAssembly got no memory. */
export function addressFault(text: string): SecondPassError | undefined {
  if (!/WebAssembly\.(?:Instance|Memory|instantiate)\b.*memory/i.test(text)) return undefined;
  return new SecondPassError({
    kind: 'platform',
    code: 'address-space',
    message:
      'The agent leaves too little address space: Node takes 10 GB of it for each memory of WebAssembly, used or not.',
    advice: 'Set no limit of it for the account of the agent (`ulimit -v unlimited`), or one of 64 GB at least.',
  });
}

/** Of Node and of git: the disk of the agent takes no more, or takes nothing at all. */
const NO_ROOM =
  /\b(?:ENOSPC|EDQUOT|EROFS)\b|no space left on device|out of disk ?space|disk quota exceeded|read-only file system/i;

/** The agent's trouble, where a text says that its disk cannot be written to. */
export function diskFault(text: string, cause?: unknown): SecondPassError | undefined {
  const [why] = NO_ROOM.exec(text) ?? [];
  if (why === undefined) return undefined;
  return new SecondPassError({
    kind: 'platform',
    code: 'agent-folder',
    message: `The agent's disk cannot be written to (${why}).`,
    advice:
      'Free space on the disk of its temporary folder, or give the account of the agent the right to write there.',
    cause,
  });
}

/** What no catalogue knows is our own mistake and is told as such. */
export function ourFault(error: unknown): SecondPassError {
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const fault =
    error instanceof Error && 'code' in error ? diskFault(String(error.code), error) : addressFault(String(error));
  if (fault) return fault;
  return new SecondPassError({
    kind: 'output',
    code: 'our-fault',
    message: `Internal error in Second Pass (${name}).`,
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
export function badInputs(problems: readonly InputProblem[], page = 'docs/configuration.md'): SecondPassError {
  const lines = problems.map(({ input, was, allowed }) => `Input "${input}" was ${was}; allowed: ${allowed}.`);
  return new SecondPassError({
    kind: 'badInput',
    code: 'bad-input',
    message: lines.join('\n'),
    advice: `${page} lists every input.`,
  });
}
