import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rivalOf } from '../../../src/steps/threads/claim';
import { EMPTY_MEMORY, type Memory } from '../../../src/steps/threads/memory';
import { readMemory as read, withMemory as write } from '../../../src/steps/threads/memory-text';
import { recall } from '../../../src/steps/threads/own-threads';
import { spentByOthers } from '../../../src/steps/threads/spent-by-others';
import { renderMarkdown } from '../../emulators/azure-devops/page/markdown';

const seal = { key: Buffer.from('a secret of the run'), repositoryId: 'r', pullRequestId: 1, name: 'review' };
const withMemory = (text: string, memory: Memory) => write(text, memory, seal);
const readMemory = (content: string) => read(content, seal)?.memory ?? EMPTY_MEMORY;

const memory: Memory = {
  reviewed: { iteration: 3, base: 'b'.repeat(40), source: '5'.repeat(40), settings: '0123456789', files: { a1: 'b2' } },
  threads: { 101: {}, 102: { fingerprint: 'f', twin: 't', mark: '1:0:0', path: 'src/ä.ts', severity: 'blocker' } },
  resolved: [101],
  spentUsd: 0.125,
  paid: { run: 'build 6 1', startedAt: 1_790_000_000_000, usd: 0.025 },
  claim: { run: 'build 7 1', iteration: 3, startedAt: 1_800_000_000_000 },
  result: { text: '{"triaged":[]}', signature: 'ab' },
};

describe('the memory', () => {
  it('comes back as it was written', () => assert.deepEqual(readMemory(withMemory('text', memory)), memory));

  it('is hidden from readers, whatever it holds', () => {
    const hostile = '--> <b>out</b> @<6f9619ff-8b86-d011-b42d-00c04fc964ff> #1 !2 $x$ `` \u2028 \ud800 -- <!--';
    const full = { ...memory, result: { text: hostile, signature: '' } };
    const content = withMemory('## Verdict', full);
    assert.deepEqual(readMemory(content), full);
    assert.equal(renderMarkdown(content, { nameOf: () => 'x' }).replace(/\s+$/, ''), '<h2>Verdict</h2>');
    assert.doesNotMatch(content.slice(0, -4), /-->/);
  });

  for (const [what, content] of [
    ['no memory', '## Second Pass'],
    ['broken JSON', '<!-- second-pass-memory {"version":1,} -->'],
    ['another shape', '<!-- second-pass-memory {"version":1,"threads":[1],"spentUsd":"much"} -->'],
    ['a later version', '<!-- second-pass-memory {"version":99,"spentUsd":1} -->'],
    ['inherited names', '<!-- second-pass-memory {"version":"constructor"} -->'],
    ['text behind it', `${withMemory('a', memory)}\nand more`],
  ] as const) {
    it(`is empty where there is ${what}`, () => assert.deepEqual(readMemory(content), EMPTY_MEMORY));
  }

  it('of version 1 is read by every later version, and believed in what makes nothing vanish', () => {
    const stored = readFileSync(join(__dirname, '..', '..', 'fixtures', 'memory', 'version-1.md'), 'utf8');
    const { memory: old, trust } = read(stored, seal) ?? assert.fail();
    assert.deepEqual([trust, old.spentUsd, Object.keys(old.threads)], ['unsigned', 0.016, ['102', '103', '105']]);
    assert.deepEqual([old.threads[103]?.severity, old.threads[103]?.unsigned], ['blocker', true]);
    assert.deepEqual([old.reviewed, old.result, old.resolved], [undefined, undefined, []]);
  });

  it('with members that are not known yet keeps what is', () => {
    const content = '<!-- second-pass-memory {"version":1,"threads":{"7":{"later":1}},"spentUsd":2,"later":{}} -->';
    assert.deepEqual(readMemory(content), { threads: { 7: { unsigned: true } }, resolved: [], spentUsd: 2 });
  });

  for (const [what, other] of [
    ['another key', { key: Buffer.from('another') }],
    ['another repository', { repositoryId: 'other' }],
    ['another pull request', { pullRequestId: 2 }],
  ] as const) {
    it(`signed with or for ${what} is broken`, () =>
      assert.equal(read(write('text', memory, seal), { ...seal, ...other })?.trust, 'broken'));
  }

  it('of another review is none of ours', () =>
    assert.equal(read(write('text', memory, seal), { ...seal, name: 'other' }), undefined));

  it('of another thread is broken, that of a thread that was just opened is not', () => {
    assert.equal(read(write('text', memory, seal, { threadId: 7, content: '' }), seal, 8)?.trust, 'broken');
    assert.equal(read(write('text', memory, seal, { threadId: 7, content: '' }), seal, 7)?.trust, 'signed');
    assert.equal(read(write('text', memory, seal), seal, 7)?.trust, 'signed');
  });

  it('with one letter changed is believed in its money alone', () => {
    const changed = write('text', memory, seal).replace('"resolved":[101]', '"resolved":[102]');
    const { memory: left, trust } = read(changed, seal) ?? assert.fail();
    assert.deepEqual([trust, left.resolved, left.reviewed, left.spentUsd], ['broken', [], undefined, 0.125]);
  });

  it('without a secret is unsigned', () =>
    assert.equal(read(write('text', memory, { ...seal, key: null }), { ...seal, key: null })?.trust, 'unsigned'));

  it('leaves out what does not fit: the result, then the files, then the rest', () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`${index}`.padStart(10, '0'), 'x'.repeat(16)]),
    );
    const large = { ...memory, reviewed: { ...memory.reviewed!, files } };
    const read = readMemory(withMemory('', large));
    assert.equal(read.result, undefined);
    assert.deepEqual(read.reviewed?.files, {});
    assert.equal(read.reviewed?.source, memory.reviewed?.source);
    assert.equal(read.spentUsd, memory.spentUsd);
    assert.ok(withMemory('', large).length < 46_000);
  });

  const identity = { mark: '1:0:0', gist: '', side: 'new', severity: 'blocker', category: 'bug' } as const;
  const listed = (count: number, path: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => ({
      ...identity,
      path: path(at),
      title: '',
      enforced: false,
      iteration: 1,
    }));

  it('writes a path once where there is no room for more', () => {
    const large = { ...memory, listed: listed(100, () => 'ä'.repeat(300)) };
    assert.deepEqual(readMemory(withMemory('', large)).listed, large.listed);
  });

  it('counts what blocks and finds no room, threads by their numbers, and forgets no money', () => {
    const threads = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [at + 1, { severity: 'blocker' as const, path: `${at}`.repeat(500) }]),
    );
    const large = { ...memory, threads, listed: listed(20, (at) => `${at}`.repeat(500)) };
    const content = withMemory('', large);
    const read = readMemory(content);
    assert.ok(content.length < 145_100);
    assert.deepEqual([read.spentUsd, read.paid, read.claim], [memory.spentUsd, memory.paid, memory.claim]);
    assert.deepEqual([read.listed?.length, read.lost?.listed], [20, 0]);
    assert.equal(Object.keys(read.threads).length + (read.lost?.threads.length ?? 0), 300);
    const least = readMemory(withMemory('', { ...large, words: { 1: { comment: 1, code: 'x'.repeat(150_000) } } }));
    assert.deepEqual([least.lost?.listed, least.lost?.threads.length, least.spentUsd], [20, 300, memory.spentUsd]);
  });
});

describe('claims', () => {
  const claim = (run: string, iteration: number, startedAt: number) => ({
    ...EMPTY_MEMORY,
    claim: { run, iteration, startedAt },
  });
  const claimWith = (run: string, iteration: number, settings: string) => ({
    ...EMPTY_MEMORY,
    claim: { run, iteration, startedAt: 11, settings },
  });
  const own = { run: 'own', iteration: 2, startedAt: 10, settings: 'a' };
  const cases: [string, Memory[], string | undefined][] = [
    ['nobody claims', [EMPTY_MEMORY], undefined],
    ['only we claim', [claim('own', 2, 10)], undefined],
    ['another claim stands in place of ours', [claim('other', 2, 5)], 'other'],
    ['a newer claim stands beside ours', [claim('own', 2, 10), claim('other', 2, 11)], 'other'],
    ['an older claim stands beside ours', [claim('other', 2, 9), claim('own', 2, 10)], undefined],
    ['a claim on an older iteration stands', [claim('other', 1, 11)], undefined],
    ['a newer claim with other settings stands', [{ ...claim('own', 2, 10) }, claimWith('other', 2, 'b')], undefined],
    ['a newer claim with the same settings stands', [claimWith('other', 2, 'a')], 'other'],
    ['a claim with other settings on a newer iteration stands', [claimWith('other', 3, 'b')], 'other'],
    ['a claim on a newer iteration stands', [claim('own', 2, 10), claim('other', 3, 1)], 'other'],
  ];
  for (const [what, memories, rival] of cases) {
    it(`${rival ? 'yield' : 'do not yield'} when ${what}`, () => assert.equal(rivalOf(own, memories)?.run, rival));
  }
});

describe('what earlier runs left', () => {
  const self = '00000000-0000-4000-8000-000000000001';
  const text = (id: number, author: string, content: string) => ({
    id,
    author: { id: author, name: author },
    content,
    isDeleted: false,
    isText: true,
    publishedAt: 0,
  });
  const finding = (id: number, author: string, properties: Record<string, string> = {}) => ({
    id,
    status: 'active' as const,
    isDeleted: false,
    path: 'src/a.ts',
    properties: { 'SecondPass.Kind': 'finding', 'SecondPass.Name': 'review', ...properties },
    comments: [text(1, author, '**Blocker** · bug — **Total may be \\`missing\\`**\n\nbody')],
  });
  const recalled = (threads: Parameters<typeof recall>[0]['threads']) =>
    recall(
      { threads, changeTrackingIds: new Map() },
      { id: 1, repositoryId: 'r', self: { id: self, name: 'us' } },
      'review',
      seal.key,
    );

  it('is only what our own identity wrote, under this name', () => {
    const threads = [finding(1, self), finding(2, 'mallory'), finding(3, self, { 'SecondPass.Name': 'other' })];
    assert.deepEqual(
      recalled(threads).known.map(({ threadId }) => threadId),
      [1],
    );
  });

  it('of first versions, without title, mark, side and status, can be used', () => {
    const [known] = recalled([
      finding(1, self, { 'SecondPass.Fingerprint': 'f', 'SecondPass.Severity': 'blocker' }),
    ]).known;
    assert.equal(known?.title, 'Total may be `missing`');
    assert.deepEqual([known?.mark, known?.side, known?.openedAs, known?.severity], ['', 'new', 'active', 'blocker']);
  });

  it('forgets deleted threads that the memory does not name', () => {
    const deleted = { ...finding(1, self), isDeleted: true };
    assert.deepEqual(recalled([deleted]).known, []);
    const tracking = {
      ...finding(2, self, { 'SecondPass.Kind': 'tracking' }),
      comments: [text(1, self, withMemory('', { ...EMPTY_MEMORY, threads: { 1: {} } }))],
    };
    assert.deepEqual(
      recalled([deleted, tracking]).known.map(({ isDeleted }) => isDeleted),
      [true],
    );
  });

  it('takes the oldest tracking comment, and names the others', () => {
    const tracking = (id: number) => finding(id, self, { 'SecondPass.Kind': 'tracking' });
    const past = recalled([tracking(9), tracking(4), tracking(7)]);
    assert.equal(past.tracking?.threadId, 4);
    assert.deepEqual(
      past.spare.map(({ threadId }) => threadId),
      [7, 9],
    );
  });

  it('is the money of others alone for a run that writes its end a second time', () => {
    assert.equal(spentByOthers({ memory, told: [] }, { run: 'build 6 1', startedAt: 1_790_000_000_000 }, 0), 0.1);
    assert.equal(spentByOthers({ memory, told: [] }, { run: 'build 6 1', startedAt: 1_790_000_000_001 }, 0), 0.125);
  });
});
