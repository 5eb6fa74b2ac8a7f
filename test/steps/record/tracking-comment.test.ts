import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReview } from '../../../src/steps/record/record';
import { readRecord } from '../../../src/steps/record/record-readers';
import type { ReviewRecord } from '../../../src/steps/record/review-record';
import { summaryMarkdown } from '../../../src/steps/record/summary';
import { trackingComment } from '../../../src/steps/record/tracking-comment';
import { threadsLine } from '../../../src/steps/record/would-write';

const fixture = join(__dirname, '..', '..', 'fixtures', 'records', 'version-1-review.json');
const read = readRecord(readFileSync(fixture, 'utf8'));
const sample = read && isReview(read) ? read : assert.fail('no review');
const finding = sample.findings[0] ?? assert.fail('no finding');
const many = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const blocker = (at: number) =>
  ({ title: `Problem ${at}`, path: 'src/a.ts', startLine: at, side: 'new', threadId: at }) as const;

const withoutThread = (at: number) => {
  const { threadId: _, ...rest } = blocker(at);
  return rest;
};

/** What is read before anything is opened. */
function shownLines(comment: string): string[] {
  let depth = 0;
  return comment.split('\n').filter((line) => {
    const wasOpen = depth > 0;
    depth += (line.match(/<details>/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
    return !wasOpen && line.trim() !== '';
  });
}

const huge: ReviewRecord = {
  ...sample,
  situation: 'partlyReviewed',
  statusText: 'PARTLY REVIEWED: 900 of 2000 files not reviewed; 40 blockers, 0 warnings, 0 suggestions',
  counts: { blockers: 40, warnings: 0, suggestions: 0 },
  blocking: many(40, blocker),
  findings: many(400, (at) => ({ ...finding, key: `${at}`, fate: 'listed', reason: `beyond maxComments ${at % 3}` })),
  files: many(2000, (at) => {
    const state = at < 900 ? 'notReviewed' : at < 1500 ? 'skipped' : 'clipped';
    return { path: `src/${at}.ts`, state, added: 1, removed: 1, reason: at % 2 ? 'too large' : 'the budget is spent' };
  }),
  setAside: many(300, (at) => {
    const fate = at % 2 ? 'rescinded' : 'dismissed';
    const reason = at % 3 ? 'handled: line 4 checks it.' : 'taste: a matter of it.';
    return {
      key: `${at}`,
      path: 'src/a.ts',
      startLine: at + 1,
      side: 'new',
      title: 'A candidate',
      severity: 'warning',
      fate,
      reason,
    };
  }),
  accepted: many(50, (at) => ({
    ...{ threadId: at, title: 'T', severity: 'warning' },
    status: 'wontFix',
    by: 'A',
    reason: 'So.',
  })),
  discussed: many(50, (at) => ({ threadId: at, title: 'T', severity: 'blocker', why: 'still found' })),
  problems: many(30, (at) => `Part ${at} failed.`),
  notes: many(100, (at) => `Note ${at}.`),
};

describe('the tracking comment', () => {
  it('stays below a screen however large the change, and folds the rest', () => {
    const text = trackingComment(huge);
    const shown = shownLines(text);
    assert.ok(shown.length <= 26, `${shown.length} lines:\n${shown.join('\n')}`);
    assert.match(text, /<summary>Not reviewed \(900\)<\/summary>\n\n\*\*the budget is spent\*\* \(450\)/);
    assert.match(text, /\*\*rescinded: handled\*\* \(100\)[\s\S]*`src\/a\.ts` \[line \d+\]\(/);
    assert.match(text, /<summary>What else went wrong \(28\)<\/summary>/);
  });

  it('begins with one sentence, and with what blocks', () => {
    const [heading, headline, ...rest] = shownLines(trackingComment(huge));
    assert.equal(heading, `## Second Pass: ${sample.ending.verdict}`);
    assert.equal(
      headline,
      '**PARTLY REVIEWED: 900 of 2000 files not reviewed; 40 blockers, 0 warnings, 0 suggestions**; 1000 of 2800 changed lines read in 500 of 2000 changed files.',
    );
    const blocking = rest.indexOf('**Blocking**');
    const url = `${sample.pullRequest?.webUrl}?discussionId=0`;
    assert.equal(rest[blocking + 1], `* \`src/a.ts\` [line 0](${url}): Problem 0`);
    assert.equal(rest[blocking + 6], '* … and 35 more blockers, in their threads');
    assert.ok(rest.findIndex((line) => line.startsWith('>')) > blocking);
  });

  it('tells a bad input once', () => {
    const problem = 'Input "effort" was "much"; allowed: low, medium, high.';
    const advice = 'docs/configuration.md lists every input.';
    const statusText = `${problem} ${advice}`;
    const bad: ReviewRecord = { ...sample, situation: 'badInput', statusText, problems: [problem, advice], files: [] };
    for (const text of [trackingComment(bad), summaryMarkdown(bad)])
      assert.equal(text.split('was "much"').length, 2, text);
  });

  const words: [text: string, change: Partial<ReviewRecord>][] = [
    ['**1 warning, 2 suggestions open**', { counts: { blockers: 0, warnings: 1, suggestions: 2 } }],
    [
      '0 of 2 changed lines read in 0 of 1 changed file.',
      { files: [{ path: 'a', state: 'notReviewed', added: 1, removed: 1 }] },
    ],
    ['… and 1 more blocker, in their threads', { blocking: many(6, blocker) }],
    ['… and 2 more blockers, listed below', { blocking: many(7, withoutThread) }],
    [
      '… and 10 more blockers, 5 in their threads and the others listed below',
      { blocking: [...many(10, blocker), ...many(5, withoutThread)] },
    ],
    ['This run would open 1 thread, resolve 2.', readOnly(['open a', 'leave b', 'resolve c', 'resolve d'])],
    ['This run would open 10 threads.', readOnly(many(10, (at) => `open ${at}`))],
    ['There is no thread to open or to change.', readOnly(['leave b'])],
  ];
  for (const [text, change] of words) {
    it(`says ${text}`, () => assert.ok(trackingComment({ ...sample, ...change }).includes(text)));
  }

  it('says in the log what was done, or what would be', () => {
    const { writes = [] } = readOnly(['open a', 'open b', 'leave c']);
    assert.equal(threadsLine({ runMode: 'publish', writes }), '2 threads opened, 1 left alone.');
    assert.match(threadsLine({ runMode: 'readOnly', writes }), /This run would open 2 threads\.$/);
  });

  function readOnly(what: readonly string[]): Partial<ReviewRecord> {
    return { runMode: 'readOnly', writes: what.map((one) => ({ what: one, reason: 'new finding' })) };
  }
});

describe('the summary of a run', () => {
  it('begins with blockers and links, then names every thread', () => {
    const posted = many(3, (at) => ({
      ...finding,
      key: `${at}`,
      title: `Found ${at}`,
      fate: 'posted' as const,
      threadId: at + 7,
    }));
    const text = summaryMarkdown({ ...sample, blocking: [blocker(3)], findings: posted });
    const order = ['## Second Pass', '**Blocking**', '[Pull request 2](', '### Threads', '?discussionId=9', '---\n'];
    const places = order.map((words) => text.indexOf(words));
    assert.ok(
      places.every((place, at) => place > (places[at - 1] ?? -1)),
      text,
    );
  });
});
