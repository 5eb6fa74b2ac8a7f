import assert from 'node:assert/strict';
import type { Comment } from '../../../src/ports/code-host';
import { planThreads } from '../../../src/steps/threads/plan';
import { standing } from '../../../src/steps/threads/standing';
import type { ThreadFacts } from '../../../src/steps/threads/thread-operation';
import type { KnownFinding } from '../../../src/steps/triage/known-finding';
import type { PlacedFinding } from '../../../src/steps/triage/placed-finding';
import { changeOf } from '../../fakes/change-of';
import { knownFinding } from '../triage/known';
import { placedFinding } from '../triage/placed';

const seal = { key: Buffer.from('secret'), repositoryId: 'r', pullRequestId: 1, name: 'review' };
const author = { id: 'author', name: 'Mona' };
const reply = (id = 'reader'): Comment => ({
  id: 2,
  author: { id, name: id },
  content: 'Accepted: a word.',
  isDeleted: false,
  isText: true,
  publishedAt: 0,
});

/** The file is out of the change, is as it was, or was not read. */
const changes = {
  gone: changeOf([]),
  unseen: changeOf([], { paths: new Set(['src/a.ts']) }),
  unread: null,
};

function plan(
  known: Partial<KnownFinding>,
  finding: Partial<PlacedFinding> | null,
  change: keyof typeof changes = 'unread',
) {
  const one = knownFinding(known);
  const triaged = finding
    ? [{ finding: placedFinding(finding), to: 'thread' as const, known: one, how: 'same place' }]
    : [];
  const facts: ThreadFacts = {
    triaged,
    known: [one],
    iteration: { id: 3, base: 'b'.repeat(40), source: 'abcdef01'.repeat(5) },
    webUrl: '',
    seal,
    change: changes[change],
    reviewed: new Set(),
  };
  const operations = planThreads(facts, { threadStatus: 'active', dismissal: 'notAuthor' });
  assert.deepEqual(planThreads(facts, { threadStatus: 'active', dismissal: 'notAuthor' }), operations);
  const stands = standing({ triaged, operations, authors: [author] }, { dismissal: 'notAuthor' });
  const [operation] = operations;
  const writes = operation?.writes.map(({ kind }) => kind).join('+') ?? '';
  const counted = stands.accepted.length > 0 ? 'accepted' : stands.open.length > 0 ? 'counts' : 'over';
  return `${operation?.operation}${writes && `(${writes})`}, ${counted}`;
}

describe('the plan for a thread', () => {
  const cases: [
    what: string,
    Partial<KnownFinding>,
    Partial<PlacedFinding> | null,
    keyof typeof changes,
    expected: string,
  ][] = [
    ['open, found again', {}, {}, 'unread', 'leave, counts'],
    ['open, found graver', {}, { severity: 'blocker' }, 'unread', 'update(editComment), counts'],
    ['open, found graver, answered', { replies: [reply()] }, { severity: 'blocker' }, 'unread', 'leave, counts'],
    ['open, not found, code unchanged', {}, null, 'unread', 'leave, counts'],
    ['open, not found, code gone', {}, null, 'gone', 'resolve(reply+setThreadStatus), over'],
    ['open, not found, code gone, note written', { saidFixed: true }, null, 'gone', 'resolve(setThreadStatus), over'],
    ['open, not found, code gone, answered', { replies: [reply()] }, null, 'gone', 'leave, over'],
    ['open again by people, code gone', { resolvedByUs: true, saidFixed: true }, null, 'gone', 'leave, over'],
    ['open, not found, file out of scope', {}, null, 'unseen', 'leave, counts'],
    [
      'fixed by us, found again',
      { status: 'fixed', saidFixed: true },
      {},
      'unread',
      'reopen(setThreadStatus+reply), counts',
    ],
    [
      'fixed by us, answered since, found again',
      { status: 'fixed', resolvedByUs: true, replies: [reply()] },
      {},
      'unread',
      'reopen(setThreadStatus+reply), counts',
    ],
    ['fixed by us, not found', { status: 'fixed', saidFixed: true }, null, 'gone', 'leave, over'],
    ['fixed by a person, found again', { status: 'fixed' }, {}, 'unread', 'leave, counts'],
    ['fixed by a person, not found', { status: 'fixed' }, null, 'unread', 'leave, over'],
    ["won't fix, found again", { status: 'wontFix' }, {}, 'unread', 'leave, accepted'],
    ["won't fix, not found, code unchanged", { status: 'wontFix' }, null, 'unread', 'leave, accepted'],
    ["won't fix, not found, code gone", { status: 'wontFix' }, null, 'gone', 'leave, over'],
    ["won't fix, found as a blocker", { status: 'wontFix' }, { severity: 'blocker' }, 'unread', 'leave, counts'],
    ['blocker by design, not answered', { status: 'byDesign', severity: 'blocker' }, {}, 'unread', 'leave, counts'],
    [
      'blocker by design, answered by the author',
      { status: 'byDesign', severity: 'blocker', replies: [reply('author')] },
      {},
      'unread',
      'leave, counts',
    ],
    [
      'blocker by design, answered by another',
      { status: 'byDesign', severity: 'blocker', replies: [reply()] },
      {},
      'unread',
      'leave, accepted',
    ],
    ['blocker by design, code gone', { status: 'byDesign', severity: 'blocker' }, null, 'gone', 'leave, over'],
    [
      'enforced, closed, answered',
      { status: 'closed', enforced: true, replies: [reply()] },
      {},
      'unread',
      'leave, counts',
    ],
    ['deleted, found again', { isDeleted: true }, {}, 'unread', 'leave, accepted'],
    [
      'deleted blocker, found again',
      { isDeleted: true, severity: 'blocker' },
      { severity: 'blocker' },
      'unread',
      'leave, counts',
    ],
    ['pending, found again', { status: 'pending' }, {}, 'unread', 'leave, counts'],
    ['opened as closed, found again', { status: 'closed', openedAs: 'closed' }, {}, 'unread', 'leave, counts'],
    [
      'opened as closed, code gone',
      { status: 'closed', openedAs: 'closed' },
      null,
      'gone',
      'resolve(reply+setThreadStatus), over',
    ],
  ];
  for (const [what, known, finding, change, expected] of cases) {
    it(`that is ${what}: ${expected}`, () => assert.equal(plan(known, finding, change), expected));
  }

  it('takes back the younger of two that say the same, and keeps the one that people answered', () => {
    const facts: ThreadFacts = {
      triaged: [],
      known: [
        knownFinding({ threadId: 1 }),
        knownFinding({ threadId: 2, replies: [reply()] }),
        knownFinding({ threadId: 3 }),
      ],
      iteration: { id: 3, base: '', source: '' },
      webUrl: '',
      seal,
      change: null,
      reviewed: new Set(),
    };
    const operations = planThreads(facts, { threadStatus: 'active', dismissal: 'notAuthor' });
    assert.deepEqual(
      operations.map(({ operation, known }) => `${known?.threadId} ${operation}`),
      ['1 remove', '2 leave', '3 remove'],
    );
    assert.equal(standing({ triaged: [], operations, authors: [author] }, { dismissal: 'anyone' }).open.length, 1);
  });

  it('says fixed in a few words, and names the commit', () => {
    const facts: ThreadFacts = {
      triaged: [],
      known: [knownFinding()],
      iteration: { id: 3, base: '', source: 'abcdef01'.repeat(5) },
      webUrl: '',
      seal,
      change: changes.gone,
      reviewed: new Set(),
    };
    const [operation] = planThreads(facts, { threadStatus: 'active', dismissal: 'notAuthor' });
    const [note] = operation?.writes ?? [];
    assert.deepEqual(note, {
      kind: 'reply',
      threadId: 101,
      content: 'Fixed in `abcdef01`. This file is no longer part of the pull request.',
    });
  });
});
