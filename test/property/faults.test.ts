import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecondPassError } from '../../src/errors';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Settings } from '../../src/steps/settings/settings';
import { readDiff } from '../emulators/claude/prompt-reader';
import { type Fault, type Reviewer, startClaude, type Trouble, troubles } from '../emulators/claude/server';
import { modelOn, type RecordedPullRequest, type Run, recordPullRequest, runOn } from './scene';

const RUNS = Number(process.env.SECOND_PASS_PROPERTY_RUNS ?? 25);

/** Five files whose diff has about 55,000 bytes each: three chunks. */
const lines = (name: string, word: string) =>
  Array.from(
    { length: 450 },
    (_, index) => `const ${name}_${index} = ${word}(${index}, 'some text that fills');\n`,
  ).join('');
const NAMES = ['auth', 'cart', 'order', 'rates', 'view'];
const BASE = Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, lines(name, 'before')]));
const SOURCE = Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, lines(name, 'after')]));

const TROUBLES: readonly Trouble[] = [
  troubles.rateLimited(),
  troubles.rateLimited(3),
  troubles.rateLimited(86_400),
  troubles.overloaded(),
  troubles.status(500),
  troubles.status(503),
  troubles.spendLimit(),
  troubles.unauthorized(),
  troubles.modelNotFound('x'),
  troubles.tooLarge(),
  troubles.promptTooLong(),
  troubles.proxySignIn(),
  troubles.invalidJson(),
  troubles.missingField(),
  troubles.wrongPass(),
  troubles.wrongCase(),
  troubles.textBeforeJson(),
  { kind: 'reset' },
  { kind: 'reset', events: 5 },
  { kind: 'appliedThenReset' },
  { kind: 'stall' },
  { kind: 'slowHeaders', milliseconds: 1800 },
  { kind: 'streamError', error: { status: 529, type: 'overloaded_error', message: '' } },
  { kind: 'streamError', error: { status: 500, type: 'api_error', message: '' } },
  { kind: 'truncated' },
  { kind: 'refusal' },
  { kind: 'refusal', partial: true },
  { kind: 'maxTokens' },
  { kind: 'maxTokens', share: 0.1 },
  { kind: 'contextExceeded' },
  { kind: 'redirect' },
  { kind: 'unknownEvents' },
  { kind: 'thinkingFirst' },
];

const aFault = fc.record({
  trouble: fc.constantFrom(...TROUBLES),
  times: fc.constantFrom(1, 1, 2, 3, 99),
  on: fc.record({ pass: fc.constantFrom('sweep', 'critique', undefined), nth: fc.integer({ min: 1, max: 4 }) }),
});

const aRun = fc.record({
  faults: fc.array(aFault, { maxLength: 5 }),
  inputs: fc.record({
    onReviewerError: fc.constantFrom('block', 'warn', 'pass'),
    failOn: fc.constantFrom('blocker', 'warning', 'never'),
    budgetUsd: fc.constantFrom('', '0.20', '0.60', '5.00'),
    batch: fc.constantFrom('off', 'off', 'wait'),
    fallbackModel: fc.constantFrom('', '', 'claude-opus-5-5'),
  }),
  severity: fc.constantFrom('blocker', 'warning', 'suggestion', 'none'),
  endAfter: fc.constantFrom(null, null, null, null, 0, 30, 150, 400),
  endKind: fc.constantFrom('deadline', 'cancelled'),
  brokenWrite: fc.constantFrom(null, null, null, null, 3, 5),
} as const);

describe('a review with random faults', function () {
  this.timeout(600_000);
  let recorded: RecordedPullRequest;
  before(() => {
    recorded = recordPullRequest(BASE, SOURCE);
  });

  it('ends in exactly one row of the results table, and never as a pass that was none', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, async (plan) => {
        const { settings } = readSettings(plan.inputs);
        const claude = await startClaude({ reviewer: reviewerOf(plan.severity) });
        for (const fault of plan.faults) claude.fault(cleaned(fault));
        const end = new AbortController();
        const reason = new SecondPassError({ kind: plan.endKind, code: plan.endKind, message: 'The run was ended.' });
        const timer = plan.endAfter === null ? undefined : setTimeout(() => end.abort(reason), plan.endAfter);
        const run = await runOn(recorded, {
          settings,
          signal: end.signal,
          model: modelOn(claude, settings),
          prepare: (host) => plan.brokenWrite && host.breakAt(plan.brokenWrite, platformError()),
        });
        clearTimeout(timer);
        await claude.close();
        assertOneRow(run, settings, { isBroken: plan.brokenWrite !== null, isEnded: end.signal.aborted });
        assert.deepEqual(claude.violations, []);
        assert.deepEqual(claude.trap.requests, []);
        if (settings.budgetUsd !== null)
          assert.ok(claude.cost() <= settings.budgetUsd, `${claude.cost()} of ${settings.budgetUsd}`);
        assert.ok((run.record.cost.usd ?? 0) < claude.cost() + 0.000_001);
        // What was still on its way when the run was ended is not known; a machine too busy hangs up on good answers.
        const isBusy = claude.messages().some(({ hungUp, fault }) => hungUp && fault !== 'stall');
        if (end.signal.aborted || isBusy) return;
        assert.ok(
          Math.abs((run.record.cost.usd ?? 0) - claude.cost()) < 0.000_001,
          `told ${run.record.cost.usd}, billed ${claude.cost()}`,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('ends as reviewed when nothing goes wrong', async () => {
    const { settings } = readSettings({});
    const claude = await startClaude({ reviewer: reviewerOf('warning') });
    const run = await runOn(recorded, { settings, model: modelOn(claude, settings) });
    await claude.close();
    assert.equal(run.record.situation, 'reviewed');
    assert.equal(claude.messages().length, 6);
    assert.deepEqual(
      run.record.files.map(({ state }) => state),
      NAMES.map(() => 'reviewed'),
    );
    assert.equal(run.record.findings.length, NAMES.length);
  });
});

const LATE = /could not be (?:set|written)/;

/** The table of docs/configuration.md, written down once more and apart from the product's own. */
const ROWS: Readonly<Record<string, (record: ReviewRecord, settings: Settings) => boolean>> = {
  reviewed: ({ ending, counts, files, problems }, { failOn }) => {
    const fails =
      (counts.blockers > 0 && failOn !== 'never') ||
      (counts.blockers === 0 && counts.warnings > 0 && failOn === 'warning');
    return (
      ending.outcome === 'reviewed' &&
      problems.length === 0 &&
      files.every(({ state }) => state === 'reviewed' || state === 'clipped') &&
      ending.status === (counts.blockers > 0 ? 'failed' : 'succeeded') &&
      ending.result === (fails ? 'Failed' : 'Succeeded')
    );
  },
  partlyReviewed: (record, { onReviewerError }) => {
    const { ending, counts, files, problems, statusText } = record;
    const isStopped = statusText.startsWith('STOPPED');
    const mayPass = onReviewerError === 'pass' && !isStopped && !isUnverified(record);
    const otherwise = mayPass ? 'succeeded' : 'error';
    return (
      ending.outcome === 'partlyReviewed' &&
      problems.length > 0 &&
      (files.some(({ state }) => state === 'notReviewed') || isUnverified(record)) &&
      ending.status === (counts.blockers > 0 ? 'failed' : otherwise) &&
      ending.result !== 'Succeeded' &&
      (onReviewerError !== 'block' || ending.result === 'Failed')
    );
  },
  notReviewed: ({ ending, problems, statusText }, { onReviewerError }) => {
    const isStopped = statusText.startsWith('STOPPED');
    const says = isStopped || statusText.startsWith('NOT REVIEWED');
    return (
      ending.outcome === 'notReviewed' &&
      problems.length > 0 &&
      says &&
      ending.verdict === 'NONE' &&
      ending.status === (onReviewerError === 'pass' && !isStopped ? 'succeeded' : 'error') &&
      ending.result === (onReviewerError === 'block' ? 'Failed' : 'SucceededWithIssues')
    );
  },
};

function isUnverified({ findings }: ReviewRecord): boolean {
  return findings.some(({ unverified, fate }) => unverified && fate !== 'merged');
}

interface Ends {
  /** A write failed, which ends the review by an error. */
  isBroken: boolean;
  /** The run was ended from outside; nothing more is posted then. */
  isEnded: boolean;
}

/** A last word that was refused undoes nothing: the review stands, the record says what is missing, and nobody takes it for a success. */
function assertLateFailure({ record, host }: Run): void {
  assert.notEqual(record.ending.result, 'Succeeded');
  const posted = host.statuses.get('review')?.state;
  assert.equal(posted, record.ending.status ?? 'pending');
}

function assertOneRow(run: Run, settings: Settings, { isBroken, isEnded }: Ends): void {
  const { record } = run;
  if (isBroken && record.problems.some((problem) => LATE.test(problem))) assertLateFailure(run);
  else assertRow(run, settings, { isBroken, isEnded });
}

function assertRow({ record, host }: Run, settings: Settings, { isBroken, isEnded }: Ends): void {
  const rows = Object.keys(ROWS).filter((name) => ROWS[name]!(record, settings));
  assert.equal(
    rows.length,
    1,
    `rows ${rows.join()}: ${JSON.stringify({ ...record, receipt: 0, calls: 0, setAside: 0, findings: 0 }, null, 1)}`,
  );
  if (!isBroken && !isEnded) assert.equal(record.files.length, NAMES.length);
  const status = host.statuses.get('review');
  if (!isBroken) assert.equal(status?.state, record.ending.status);
  const isWhole = record.files.every(({ state }) => state === 'reviewed' || state === 'clipped');
  if (status?.state === 'succeeded')
    assert.ok((isWhole && record.situation === 'reviewed') || settings.onReviewerError === 'pass');
  if (isUnverified(record)) assert.notEqual(status?.state, 'succeeded');
}

function reviewerOf(severity: string): Reviewer {
  return ({ pass, blocks }) => {
    if (pass !== 'sweep') return undefined;
    if (severity === 'none') return {};
    const candidates = readDiff(blocks).flatMap(({ path, lines: shown }) => {
      const line = shown.find(({ change }) => change === 'added');
      if (!line) return [];
      const { number, text } = line;
      const place = { path, startLine: number, endLine: number, quote: text };
      return [{ ...place, severity, title: `Wrong in ${path}`, evidence: 'x', body: 'y' }];
    });
    return { candidates };
  };
}

function cleaned({
  trouble,
  times,
  on: { pass, nth },
}: {
  trouble: Trouble;
  times: number;
  on: { pass: 'sweep' | 'critique' | undefined; nth: number };
}): Fault {
  return { trouble, times, on: pass ? { pass, nth } : { nth } };
}

function platformError(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'unavailable',
    message: 'Azure DevOps answered 503.',
    status: 503,
  });
}
