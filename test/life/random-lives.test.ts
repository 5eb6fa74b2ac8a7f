import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Thread } from '../../src/ports/code-host';
import { author } from '../fakes/code-host';
import { type QuickLife, startQuickLife } from './quick-life';

/** A file as a list of lines: what is not a bug is told apart by its number. */
type Line = { bug?: string; edit: number; indent: number; number: number };
type Code = Record<string, Line[]>;

const reader = { id: '00000000-0000-4000-8000-000000000003', name: 'Rita Reader' };
const severities = ['blocker', 'warning', 'suggestion'] as const;
const categories = ['bug', 'security', 'performance'] as const;

const paths = ['src/a.ts', 'src/b.ts'];
const SPACING = 9;

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('add' as const), at: fc.nat(5), file: fc.nat(1), kind: fc.nat(8) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fix' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('indent' as const), file: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shift' as const), file: fc.nat(1), by: fc.nat(12) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), file: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rewrite' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      which: fc.nat(20),
      as: fc.constantFrom(
        'wontFix' as const,
        'byDesign' as const,
        'closed' as const,
        'fixed' as const,
        'active' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reply' as const), which: fc.nat(20), byAuthor: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('overlook' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('die' as const), at: fc.nat(8) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('run' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

describe('random lives of a pull request', function () {
  this.timeout(300_000);

  it('keep one open thread for a finding, one tracking comment, and write nothing twice', async () => {
    const runs = Number(process.env.SECOND_PASS_LIVES ?? 25);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), (steps) => liveThrough(steps)),
      { numRuns: runs, seed: Number(process.env.SECOND_PASS_SEED ?? 20261121), endOnFailure: false },
    );
  });
});

async function liveThrough(steps: readonly Step[]): Promise<void> {
  const code: Code = Object.fromEntries(paths.map((path) => [path, plainLines()]));
  const life = startQuickLife(textOf(code), textOf(withBug(code, 0, 0, 0, 'first')));
  let now = withBug(code, 0, 0, 0, 'first');
  for (const [index, one] of steps.entries()) now = await take(life, now, one, index);
  await runAndCheck(life, now);
  await runAndCheckNothing(life);
}

async function take(life: QuickLife, code: Code, one: Step, index: number): Promise<Code> {
  switch (one.do) {
    case 'run':
      await runAndCheck(life, code);
      await runAndCheckNothing(life);
      return code;
    case 'die':
      await assert.rejects(life.run({ diesAt: one.at }), /the agent died/).catch(() => {});
      checkThreads(life);
      return code;
    case 'overlook': {
      const bugs = shownBugs(code);
      const name = bugs[one.which % Math.max(1, bugs.length)] ?? '';
      if (!life.reviewer.overlooks.delete(name)) life.reviewer.overlooks.add(name);
      return code;
    }
    case 'decide':
    case 'reply':
    case 'remove':
      actOn(life, one);
      return code;
    default: {
      const changed = changedBy(code, one, index);
      life.push(textOf(changed), one.do === 'rewrite' ? 'forcePush' : 'push');
      return changed;
    }
  }
}

function changedBy(code: Code, one: Step, index: number): Code {
  const files = Object.keys(code);
  const path = 'file' in one ? (files[one.file % files.length] ?? '') : '';
  const lines = code[path] ?? [];
  switch (one.do) {
    case 'add':
      return withBug(code, one.file, one.at, one.kind, `bug${index}`);
    case 'fix':
      return mapBug(code, one.which, (line) => ({ number: line.number, edit: line.edit, indent: line.indent }));
    case 'edit':
      return mapBug(code, one.which, (line) => ({ ...line, edit: line.edit + 1 }));
    case 'indent':
      return { ...code, [path]: lines.map((line) => ({ ...line, indent: line.indent + 2 })) };
    case 'shift':
      return { ...code, [path]: [...plainLines(one.by, 1000 + 20 * index), ...lines] };
    case 'rename': {
      const { [path]: moved = [], ...rest } = code;
      return { ...rest, [`src/renamed${index}.ts`]: moved };
    }
    default:
      return code;
  }
}

/** One bug in every stretch of lines at most, so that two are never taken for one. */
function withBug(code: Code, file: number, at: number, kind: number, name: string): Code {
  const files = Object.keys(code);
  const path = files[file % files.length] ?? '';
  const lines = code[path] ?? [];
  const target = SPACING * at + 4;
  const isTaken = lines.slice(Math.max(0, target - SPACING + 1), target + SPACING).some(({ bug }) => bug);
  const mark = `BUG(${name} ${severities[kind % 3]} ${categories[Math.floor(kind / 3)]})`;
  if (isTaken) return code;
  return { ...code, [path]: lines.map((line, index) => (index === target ? { ...line, bug: mark } : line)) };
}

function mapBug(code: Code, which: number, change: (line: Line) => Line): Code {
  const bugs = Object.values(code).flatMap((lines) => lines.filter(({ bug }) => bug));
  const chosen = bugs[which % Math.max(1, bugs.length)];
  const mapped = Object.entries(code).map(([path, lines]) => [
    path,
    lines.map((line) => (line === chosen ? change(line) : line)),
  ]);
  return Object.fromEntries(mapped);
}

function plainLines(count = 60, from = 0): Line[] {
  return Array.from({ length: count }, (_, index) => ({ number: from + index, edit: 0, indent: 0 }));
}

function textOf(code: Code): Record<string, string> {
  const files = Object.entries(code).map(([path, lines]) => [path, `${lines.map(lineText).join('\n')}\n`]);
  return Object.fromEntries(files);
}

function lineText({ bug, edit, indent, number }: Line): string {
  const value = `${' '.repeat(indent)}const value${number} = compute(${number}, ${edit}, settings, input);`;
  return bug ? `${value} // ${bug}` : value;
}

function actOn({ host }: QuickLife, one: Step): void {
  const threads = findingThreads(host.threads);
  const thread = 'which' in one ? threads[one.which % Math.max(1, threads.length)] : undefined;
  if (thread === undefined) return;
  if (one.do === 'decide') host.personSets(thread.id, one.as);
  if (one.do === 'reply') host.personReplies(one.byAuthor ? author : reader, thread.id, 'A word on this.');
  if (one.do === 'remove') void host.apply({ kind: 'deleteComment', threadId: thread.id, commentId: 1 });
}

async function runAndCheck(life: QuickLife, code: Code): Promise<void> {
  const before = new Map(findingThreads(life.host.threads).map((thread) => [thread.id, thread.status]));
  const record = await life.run();
  checkThreads(life);
  const newest = life.host.current.iteration.id;
  for (const write of life.writes) if ('iteration' in write) assert.equal(write.iteration, newest);
  for (const thread of findingThreads(life.host.threads)) {
    const decided = ['wontFix', 'byDesign', 'closed'].includes(before.get(thread.id) ?? '');
    if (decided) assert.equal(thread.status, before.get(thread.id), 'a decision of a person stands');
  }
  const reported = shownBugs(code).filter((bug) => record.calls.length > 0 && !life.reviewer.overlooks.has(bug));
  for (const bug of reported) assert.ok(isTold(life, bug), `${bug} is told nowhere`);
  assert.equal(record.situation === 'nothingInScope' ? 'skipped' : 'reviewed', record.ending.outcome);
}

/** Nothing changed, so nothing is asked and nothing but the tracking comment and statuses is written. */
async function runAndCheckNothing(life: QuickLife): Promise<void> {
  const asked = life.reviewer.asked;
  const record = await life.run();
  assert.deepEqual(
    life.writes.map(({ kind }) => kind).filter((kind) => kind !== 'editComment' && kind !== 'status'),
    [],
    record.writes.map(({ what, reason }) => `${what}: ${reason}`).join('\n'),
  );
  if (record.situation === 'reviewed') assert.equal(life.reviewer.asked, asked);
}

/** At most one thread of each finding is open, and there is one tracking comment. */
function checkThreads({ host }: QuickLife): void {
  const open = findingThreads(host.threads).filter(({ status }) => status === 'active' || status === 'pending');
  const names = open.map(nameOf);
  assert.deepEqual([...new Set(names)], names, 'one open thread for a finding');
  const tracking = host.threads.filter((thread) => isTracking(thread) && !thread.isDeleted);
  assert.ok(tracking.length <= 1);
}

function findingThreads(threads: readonly Thread[]): Thread[] {
  return threads.filter((thread) => !isTracking(thread) && !thread.isDeleted);
}

function isTracking({ properties }: Thread): boolean {
  return properties['SecondPass.Kind'] === 'tracking';
}

function nameOf({ comments }: Thread): string {
  return /In review \d+, ([\w-]+) is/.exec(comments[0]?.content ?? '')?.[1] ?? '';
}

/** Bugs that the pull request brought; all of them stand on added lines. */
function shownBugs(code: Code): string[] {
  return Object.values(code).flatMap((lines) => lines.flatMap(({ bug }) => /BUG\(([\w-]+)/.exec(bug ?? '')?.[1] ?? []));
}

/** In a thread, deleted ones included, or in the tracking comment. */
function isTold({ host }: QuickLife, bug: string): boolean {
  const titled = (thread: Thread) => nameOf(thread) === bug || thread.properties['SecondPass.Title']?.includes(bug);
  const tracking = host.threads.find((thread) => isTracking(thread) && !thread.isDeleted);
  return host.threads.some(titled) || (tracking?.comments[0]?.content ?? '').includes(bug);
}
