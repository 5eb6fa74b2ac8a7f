import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Minimatch } from 'minimatch';
import type { NodeLine } from './bed';

/** Where a test runs: inside Node for Windows itself, or on Linux around the packaged task that Node for Windows runs. */
export type Place = 'inside' | 'around';

/** Test files, and what becomes of them on the bed. Nothing is left out without a reason. */
type Row = { files: string } & ({ place: Place; lines: readonly NodeLine[]; why?: string } | { leftOut: string });

export interface Job {
  line: NodeLine;
  place: Place;
  /** What the table of seconds calls it. */
  name: string;
  files: readonly string[];
}

const BOTH: readonly NodeLine[] = ['node20', 'node24'];
const GIT_BY_THE_HUNDRED = 'starts git by the hundred, which takes minutes here';
const IS_PURE = 'the same pure code on every system, and the steps run inside Windows already';
const IN_PROCESS = 'the review in one process with emulators that start git; the tests around the task go the same way';

const ASKS_NOTHING_OF_NODE = 'what they look at is decided in code that asks nothing of Node; its share of time';
const PURE_ONCE = 'pure code: one line of Node shows what Windows does to it';
const ADAPTERS_ONCE = 'the tests around the task go through the same adapters on the other line';

/** The first row that fits a file counts; `why` says why one line of Node is enough. */
export const rows: readonly Row[] = [
  {
    files: 'test/end-to-end/semgrep.test.ts',
    leftOut: 'Semgrep for Windows needs sockets that Wine has not; test/windows/programs.test.ts has a stand-in',
  },
  {
    files: 'test/{end-to-end/{artifact,identities,logs,policy},run-modes/{analysis-alone,clean,doctor}}.test.ts',
    place: 'around',
    lines: [],
    why: 'with `-- all` alone: what they look at is decided in code that asks nothing of the system; their share of time',
  },
  {
    files: 'test/end-to-end/{agent-folder,results}.test.ts',
    place: 'around',
    lines: ['node20'],
    why: ASKS_NOTHING_OF_NODE,
  },
  {
    files: 'test/end-to-end/{arrivals,checkouts}.test.ts',
    place: 'around',
    lines: ['node24'],
    why: ASKS_NOTHING_OF_NODE,
  },
  {
    files: 'test/run-modes/evaluate.test.ts',
    leftOut: 'measures the reviewer in one process, on the machine of whoever improves it',
  },
  {
    files: 'test/{run-modes/*,hostile/pull-request}.test.ts',
    place: 'around',
    lines: ['node24'],
    why: ASKS_NOTHING_OF_NODE,
  },
  { files: 'test/{windows,end-to-end}/*.test.ts', place: 'around', lines: BOTH },
  { files: 'test/wiring/{network,rest-fallback}.test.ts', place: 'around', lines: BOTH },
  { files: 'test/{agent,fix}/door.test.ts', place: 'around', lines: BOTH },

  { files: 'test/steps/diff/{large-diff,read-patch,read-tree-changes,history}.test.ts', leftOut: GIT_BY_THE_HUNDRED },
  { files: 'test/steps/**', place: 'inside', lines: ['node24'], why: PURE_ONCE },

  {
    files: 'test/adapters/process/find-programs.test.ts',
    leftOut: 'lays links, which Windows lets administrators alone do; its rules by platform are in platforms.test.ts',
  },
  { files: 'test/adapters/outliner/grammars.test.ts', leftOut: 'compiles grammars with a compiler of Linux' },
  {
    files: 'test/adapters/semgrep/{rules,semgrep}.test.ts',
    leftOut: 'Semgrep for Windows needs sockets that Wine has not',
  },
  {
    files: 'test/adapters/git/git-program.test.ts',
    leftOut: 'its gits are scripts of a shell; test/windows/programs.test.ts has programs',
  },
  {
    files: 'test/adapters/git/{comparable,git-repository,git-processes,rest-repository,sieve-pack}.test.ts',
    leftOut: 'serves git, which a program of Linux does; the tests around the task go through the same adapter',
  },
  {
    files: 'test/adapters/git/{local-range,named-commit}.test.ts',
    leftOut: 'lays links and names that Windows has not; test/windows/terminal.test.ts is the Windows side',
  },
  {
    files: 'test/adapters/azure-devops/{faults,merge-base,reads,set-up,trees,versions,writes}.test.ts',
    leftOut: GIT_BY_THE_HUNDRED,
  },
  {
    files:
      'test/adapters/{bubblewrap/**,docker/**,egress/proxy.test.ts,git/trees.test.ts,process/workshop-folder.test.ts}',
    leftOut: 'a workshop stands behind bubblewrap or in a container of Linux, and so do the trees that go into it',
  },
  { files: 'test/adapters/**', place: 'inside', lines: ['node20'], why: ADAPTERS_ONCE },

  {
    files:
      'test/{arrows,docs,manifest,patterns,pumped,text-cuts,troubleshooting,verify-connection,windows-plan}.test.ts',
    leftOut: 'reads the sources, not the program',
  },
  {
    files: 'test/agent/{package,provenance,run-task}.test.ts',
    leftOut: 'is about the package and the stand-in for the agent, which are made on Linux',
  },
  {
    files: 'test/{bench,contract,emulators,demo,fakes,browser}/**',
    leftOut: 'is about emulators, fakes and pages, which stay on Linux',
  },
  {
    files:
      'test/{cases.test.ts,holds.test.ts,letter-loops.test.ts,thousands.test.ts,fuzz/**,property/**,passes/**,situations/**}',
    leftOut: IS_PURE,
  },
  { files: 'test/{life,hostile,wiring}/**', leftOut: IN_PROCESS },
  { files: 'test/{fix,web,work}/**', leftOut: 'is about settings, bundles and pages, which are the same everywhere' },
  { files: 'test/commands/**', leftOut: 'the terminal; test/windows/terminal.test.ts is its Windows side' },
];

const patterns = rows.map((row) => ({ row, pattern: new Minimatch(row.files) }));

/** What the bed runs of these files, group by group; with `isAll` everything around the task on every line. */
export function planned(files: readonly string[], lines: readonly NodeLine[], isAll = false): Job[] {
  const jobs = new Map<string, { job: Omit<Job, 'files'>; files: string[] }>();
  for (const file of files) {
    const row = rowOf(file);
    if (row === undefined || 'leftOut' in row) continue;
    const own = isAll && row.place === 'around' ? BOTH : row.lines;
    for (const line of own.filter((one) => lines.includes(one))) {
      const name = row.place === 'around' ? file : groupOf(file);
      const key = `${line} ${name}`;
      const group = jobs.get(key) ?? { job: { line, place: row.place, name }, files: [] };
      group.files.push(file);
      jobs.set(key, group);
    }
  }
  return [...jobs.values()].map(({ job, files: own }) => ({ ...job, files: own }));
}

/** All of the project's, as paths from its root. */
export function testFiles(root: string): string[] {
  const names = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  const samples = /^test\/(demo\/sample|cases|fixtures)\//;
  const tests = names.filter((name) => name.endsWith('.test.ts')).map((name) => `test/${name}`);
  return tests.filter((file) => !samples.test(file)).sort();
}

export function rowOf(file: string): Row | undefined {
  return patterns.find(({ pattern }) => pattern.match(file))?.row;
}

/** Node starts once for a folder of tests inside Windows. */
function groupOf(file: string): string {
  const [top, second, third] = file.split('/');
  return second === 'steps' ? `${top}/${second}` : `${top}/${second}/${third}`;
}
