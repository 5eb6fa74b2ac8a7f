import type { TestCases } from './test-results';

/** One run of the customer's command. */
export interface ValidationRun {
  /** Null where a limit ended it. */
  exitCode: number | null;
  milliseconds: number;
  /** Null where no results file was read. */
  cases: TestCases | null;
}

export interface Proof {
  command: string;
  before: ValidationRun | null;
  /** In a clean workshop that held only the candidate. */
  after: ValidationRun | null;
  isProven: boolean;
  /** Why it is not proven. */
  reasons: string[];
}

const MOST_NAMES = 10;

/**
 * Proof is named for what it is: the command ended with 0 in a clean workshop, and every case that ran before ran again. Names count
 * and not numbers: where one case takes another's place, the totals stay the same.
 */
export function proofOf(command: string, before: ValidationRun | null, after: ValidationRun | null): Proof {
  const reasons =
    command === '' ? ['no validation command is set'] : [...endOf(command, after), ...missing(before, after)];
  return { command, before, after, isProven: reasons.length === 0, reasons };
}

function endOf(command: string, after: ValidationRun | null): string[] {
  if (after === null) return [`\`${command}\` was not run in a clean workshop`];
  if (after.exitCode === null) return [`\`${command}\` did not end in its time or its limits in a clean workshop`];
  return after.exitCode === 0 ? [] : [`\`${command}\` ended with ${after.exitCode} in a clean workshop`];
}

function missing(before: ValidationRun | null, after: ValidationRun | null): string[] {
  const was = before?.cases;
  if (!was || after === null) return [];
  if (after.cases === null) return ['test cases were counted before, and no results file was written after'];
  const [ran, failed, skipped] = [after.cases.ran, after.cases.failed, after.cases.skipped].map(
    (names) => new Set(names),
  );
  const gone = was.ran.filter((name) => !ran?.has(name) && !skipped?.has(name));
  return [
    ...told('ran before and did not run after', gone),
    ...told(
      'ran before and was skipped after',
      was.ran.filter((name) => skipped?.has(name)),
    ),
    ...told(
      'ran before and failed after',
      was.ran.filter((name) => failed?.has(name)),
    ),
  ];
}

function told(what: string, names: readonly string[]): string[] {
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more test cases ${what}`] : [];
  return [...names.slice(0, MOST_NAMES).map((name) => `the test case ${JSON.stringify(name)} ${what}`), ...more];
}
