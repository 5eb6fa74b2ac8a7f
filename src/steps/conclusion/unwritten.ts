import { inFull, type SecondPassError } from '../../errors';
import type { HostWrite } from '../../ports/code-host';
import type { ReviewRecord } from '../record/review-record';
import { worst } from '../verdict/results';

/** A write that could not be carried out, and why. */
export interface Unwritten {
  write: HostWrite;
  error: SecondPassError;
}

const WHAT: Partial<Record<HostWrite['kind'], string>> = {
  status: 'The status could not be set',
  vote: 'The vote could not be set or read back',
  deleteComment: 'A spare tracking comment could not be removed',
};

/** The review stands whatever the service refuses of the last words; the run says what is missing, and is not green. */
export function withUnwritten(record: ReviewRecord, unwritten: readonly Unwritten[], planned: number): ReviewRecord {
  if (unwritten.length === 0) return record;
  const isUntold = unwritten.length === planned;
  const problems = isUntold ? untold(record, unwritten) : unwritten.map(problemOf);
  const hasStatus = !unwritten.some(({ write }) => write.kind === 'status');
  return {
    ...record,
    ending: {
      ...record.ending,
      status: hasStatus ? record.ending.status : null,
      result: worst(record.ending.result, 'SucceededWithIssues'),
    },
    problems: [...record.problems, ...new Set(problems)],
    codes: [...new Set([...(record.codes ?? []), ...unwritten.map(({ error }) => error.code)])],
  };
}

function untold({ problems }: ReviewRecord, [first]: readonly Unwritten[]): string[] {
  if (first === undefined) return [];
  const isKnown = problems.some((problem) => problem.includes(first.error.message));
  const untoldText = 'The pull request could not be told';
  return [isKnown ? `${untoldText} either.` : `${untoldText}: ${inFull(first.error)}`];
}

function problemOf({ write, error }: Unwritten): string {
  return `${WHAT[write.kind] ?? 'The tracking comment could not be written'}: ${inFull(error)}`;
}

/** Others said something each time that a pass was to be posted: it stands nowhere. */
export function withheld(record: ReviewRecord): ReviewRecord {
  const { ending, problems } = record;
  const problem =
    'The status was not set: other runs posted theirs each time, and a pass must not hide one that was not read.';
  const result = worst(ending.result, 'SucceededWithIssues');
  return { ...record, ending: { ...ending, status: null, result }, problems: [...problems, problem] };
}
