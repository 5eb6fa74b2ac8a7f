import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import type { CodeHost, HostWrite } from '../../src/ports/code-host';
import type { FakeCodeHost } from '../fakes/code-host';
import { startQuickLife } from '../life/quick-life';
import { reviewed } from './reviewed';

const source = { 'src/total.ts': 'export const total = (list: number[]) => list[list.length];\n' };
const candidate = {
  ...{ id: 'c1', path: 'src/total.ts', side: 'new', startLine: 1, endLine: 1 },
  ...{ quote: source['src/total.ts'].trim(), evidence: 'Line 1 reads one past the end.' },
  ...{ category: 'bug', severity: 'warning', title: 'Reads past the end', body: 'It is undefined.', replacement: '' },
};
const verdict = { id: 'c1', decision: 'confirm', reason: 'It is so.', severity: 'warning' };
const situation = { source, sweep: { candidates: [candidate] }, critique: { verdicts: [verdict] } };

const refusing = (isRefused: (write: HostWrite) => boolean, code: 'rejected' | 'forbidden' | 'unexpected-answer') => {
  return (host: FakeCodeHost) => {
    const apply = host.apply.bind(host);
    const message = `Azure DevOps gave no good answer (${code}).`;
    const refusal = () => Promise.reject(new SecondPassError({ kind: 'platform', code, message }));
    host.apply = (write) => (isRefused(write) ? refusal() : apply(write));
  };
};
const isLastStatus = (write: HostWrite) => write.kind === 'status' && write.state !== 'pending';
const isLastWord = (write: HostWrite) => write.kind === 'editComment' || write.kind === 'vote' || isLastStatus(write);

describe('last words that the service does not take', () => {
  const cases: [what: string, isRefused: (write: HostWrite) => boolean, problem: RegExp, status: string][] = [
    ['the vote', ({ kind }) => kind === 'vote', /^The vote could not be set or read back: Azure/, 'succeeded'],
    ['the status', isLastStatus, /^The status could not be set: Azure/, 'pending'],
    ['the tracking comment', ({ kind }) => kind === 'editComment', /^The tracking comment could not be/, 'succeeded'],
    ['all of them', isLastWord, /^The pull request could not be told: Azure/, 'pending'],
  ];
  for (const [what, isRefused, problem, status] of cases) {
    it(`${what}: a warning of its own, and the review stands`, async () => {
      const inputs = { vote: 'waitForAuthor' };
      const run = await reviewed({ ...situation, inputs, prepare: refusing(isRefused, 'forbidden') });
      const { situation: how, ending, problems, codes, findings } = run.record;
      assert.deepEqual([how, ending.outcome, ending.verdict], ['reviewed', 'reviewed', 'ADVISORY']);
      assert.deepEqual([ending.result, codes, problems.length], ['SucceededWithIssues', ['forbidden'], 1]);
      assert.match(problems[0] ?? '', problem);
      assert.deepEqual([run.threads.length, findings[0]?.fate, run.status?.state], [1, 'posted', status]);
    });
  }

  it('leaves no doubt about a memory that was never written, unless it alone told of blockers', async () => {
    const refusesComments = (host: CodeHost): CodeHost => ({
      ...host,
      apply: (write) => (write.kind === 'editComment' ? Promise.reject(refused) : host.apply(write)),
    });
    const refused = new SecondPassError({ kind: 'platform', code: 'unavailable', message: 'It is away.' });
    for (const [line, inputs, wanted] of [
      ['fine();', {}, ['PASS', 0]],
      ['order.total; // BUG(total blocker bug)', {}, ['FAIL', 1]],
      ['order.total; // BUG(total blocker bug)', { maxComments: '0' }, ['FAIL', 1]],
    ] as const) {
      const life = startQuickLife({ 'a.ts': 'export {};\n' }, { 'a.ts': `export {};\n${line}\n` });
      await life.run({ inputs, host: refusesComments });
      life.reviewer.overlooks.add('total');
      const { ending, counts } = await life.run({ inputs: { ...inputs, maxComments: '10' } });
      assert.deepEqual([ending.verdict, counts.blockers], wanted, line);
    }
  });

  it('ends with a record even where no call of the service ends before the time for last words is over', async () => {
    const message = 'The run did not end within its 1 minute.';
    const over = () => Promise.reject(new SecondPassError({ kind: 'deadline', code: 'deadline', message }));
    const life = startQuickLife({ 'a.ts': 'export {};\n' }, { 'a.ts': 'fine();\n' });
    for (const silent of [{ pullRequest: over, apply: over }, { conversation: over, apply: over }, { apply: over }]) {
      const { situation: how, ending } = await life.run({
        isConcluded: true,
        host: (host) => ({ ...host, ...silent }),
      });
      assert.deepEqual([how, ending.outcome, ending.result], ['stopped', 'notReviewed', 'SucceededWithIssues']);
    }
  });

  it('changes nothing about a run that was to fail', async () => {
    const inputs = { failOn: 'warning' };
    const { record } = await reviewed({ ...situation, inputs, prepare: refusing(isLastStatus, 'rejected') });
    assert.deepEqual([record.ending.result, record.ending.status], ['Failed', null]);
  });
});
