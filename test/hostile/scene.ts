import type { Identity, Thread } from '../../src/ports/code-host';
import type { ModelRequest } from '../../src/ports/model';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { author, self } from '../fakes/code-host';
import { passOf, type Reply, type ScriptedModel, scriptedModel } from '../fakes/model';
import { type QuickLife, type QuickRun, startQuickLife } from '../life/quick-life';

export { author, self };
export const colleague: Identity = { id: '00000000-0000-4000-8000-000000000003', name: 'Owner' };
export const mallory: Identity = { id: '00000000-0000-4000-8000-000000000666', name: 'Mallory' };

/** What the scripted model knows: wherever the shown change holds this text, it reports that. */
export interface Knowledge {
  text: string;
  title: string;
  severity: 'blocker' | 'warning' | 'suggestion';
  category?: string;
  /** What it quotes in place of the line: several lines, or none that stands there. */
  quote?: string;
  /** The file that it names in place of the one where the line stands. */
  path?: string;
}

export interface Reviewer extends ScriptedModel {
  knows: Knowledge[];
  /** Titles that it misses for now: a fooled model. */
  overlooks: Set<string>;
  /** Why it takes back what was raised before, by title. */
  settles: Map<string, string>;
  /** Titles of what it says to repeat another one, with the title of that. */
  repeats: Map<string, string>;
  /** Why it dismisses every alert; empty: it confirms them. */
  dismisses: string;
}

export interface Scene extends Omit<QuickLife, 'reviewer' | 'run'> {
  /** What the pull request began with. */
  source: Record<string, string>;
  reviewer: Reviewer;
  run(options?: QuickRun): Promise<ReviewRecord>;
  /** Threads of findings that were opened by our own identity and are not deleted. */
  findings(): Thread[];
  /** The one finding thread whose first comment holds this text. */
  thread(text: string): Thread;
  /** The tracking comment, memory and all. */
  tracking(): Thread;
  /** Its text without the memory. */
  shown(): string;
  status(): string;
}

export const LOOP = 'for (let i = 0; i <= list.length; i++) sum += list[i];';
export const SILENT = 'try { send(list); } catch {}';

/** A blocker in line 2 of a file, a warning in line 12. */
export const BASE = { 'src/total.ts': file({}), 'src/other.ts': file({}) };
export const SOURCE: Record<string, string> = { ...BASE, 'src/total.ts': file({ 2: LOOP, 12: SILENT }) };

export const KNOWN: readonly Knowledge[] = [
  { text: 'i <= list.length', title: 'Loop runs one step past the end', severity: 'blocker' },
  { text: 'catch {}', title: 'Failure is swallowed', severity: 'warning', category: 'error-handling' },
];

/** What an honest model says when it is asked about a problem whose lines are gone. */
export const MENDED = 'not there: its lines are gone.';

/** It misses the problem from now on, and calls it mended whenever it is asked: what counts then counts by code alone. */
export function fooled({ reviewer }: Pick<Scene, 'reviewer'>, title: string): void {
  reviewer.overlooks.add(title);
  reviewer.settles.set(title, MENDED);
}

/** Twenty lines of code, some of them others. */
export function file(lines: Readonly<Record<number, string>>): string {
  return `${Array.from({ length: 20 }, (_, at) => lines[at + 1] ?? `export const value${at} = ${at};`).join('\n')}\n`;
}

export interface SceneOptions {
  base?: Record<string, string>;
  source?: Record<string, string>;
  knows?: readonly Knowledge[];
}

/** A pull request in memory on which an attack is tried, with a model that knows its bugs. */
export async function withScene(
  { base = BASE, source = SOURCE, knows = KNOWN }: SceneOptions,
  live: (scene: Scene) => Promise<void>,
): Promise<void> {
  const life = startQuickLife(base, source);
  const reviewer = createReviewer(knows);
  const { host } = life;
  const isTracking = ({ comments }: Thread) => /second-pass-memory/.test(comments[0]?.content ?? '');
  const ours = () =>
    host.threads.filter(({ comments: [first], isDeleted }) => first?.author.id === self.id && !isDeleted);
  const scene: Scene = {
    ...life,
    reviewer,
    source,
    run: ({ world, ...options } = {}) => life.run({ ...options, world: { model: reviewer, ...world } }),
    findings: () => ours().filter((thread) => !isTracking(thread)),
    thread: (text) =>
      theOne(
        scene.findings().filter(({ comments }) => comments[0]?.content.includes(text)),
        text,
      ),
    tracking: () => theOne(ours().filter(isTracking), 'tracking comment'),
    shown: () => scene.tracking().comments[0]?.content.replace(/<!-- second-pass-\w+ .*-->/, '') ?? '',
    status: () => [...host.statuses.values()].map(({ state }) => state).join(),
  };
  await live(scene);
}

function theOne(threads: readonly Thread[], what: string): Thread {
  const [first, ...rest] = threads;
  if (first === undefined || rest.length > 0) throw new Error(`${threads.length} threads: ${what}`);
  return first;
}

function createReviewer(knows: readonly Knowledge[]): Reviewer {
  const reviewer: Reviewer = {
    ...scriptedModel((request) => answer(reviewer, request)),
    knows: [...knows],
    overlooks: new Set(),
    settles: new Map(),
    repeats: new Map(),
    dismisses: '',
  };
  return reviewer;
}

function answer({ knows, overlooks, settles, repeats, dismisses }: Reviewer, request: ModelRequest): Reply {
  if (passOf(request) === 'sweep') {
    const lines = shownLines(request);
    const seen = knows.filter(({ title }) => !overlooks.has(title));
    return {
      candidates: lines.flatMap((line) => seen.filter(({ text }) => line.text.includes(text)).map(candidate(line))),
    };
  }
  const list = /^Candidates:\n(\[.*\])$/m.exec(request.user.at(-1)?.text ?? '')?.[1] ?? '[]';
  const asked = JSON.parse(list) as {
    id: string;
    title: string;
    severity: string;
    raisedBefore?: true;
    linesGone?: true;
  }[];
  const verdicts = asked.map(({ id, title, severity, raisedBefore, linesGone }) => {
    // A fooled model misses it whoever asks.
    const isMended = linesGone && !overlooks.has(title);
    const reason = raisedBefore && (settles.get(title) ?? (isMended && MENDED));
    if (reason) return { id, reason, decision: 'rescind', severity: 'suggestion' };
    const original = asked.find((one) => one.title === repeats.get(title));
    if (original) return { id, reason: `repeated: ${original.id} says it.`, decision: 'rescind', severity };
    return { id, reason: 'Line 2 shows it.', decision: 'confirm', severity };
  });
  const ids = new Set(request.user.flatMap(({ text }) => text.match(/^ {0,2}s\d+(?= \[)/gm) ?? []));
  const [decision, reason] = dismisses ? ['dismiss', dismisses] : ['confirm', 'It holds.'];
  return { verdicts, sast: [...ids].map((id) => ({ id: id.trim(), reason, decision })) };
}

interface ShownLine {
  path: string;
  number: number;
  text: string;
}

function candidate({ path: shown, number, text }: ShownLine): (known: Knowledge) => object {
  return ({ title, severity, category = 'bug', quote = text, path = shown }) => ({
    id: '',
    path,
    side: 'new',
    startLine: number,
    endLine: number + quote.split('\n').length - 1,
    quote,
    evidence: `Line ${number} shows it.`,
    category,
    severity,
    title,
    body: `${title}, and it matters.`,
    replacement: '',
  });
}

/** Added lines of the diff. */
function shownLines({ user }: ModelRequest): ShownLine[] {
  const shown: ShownLine[] = [];
  let path = '';
  for (const row of user.flatMap(({ text }) => text.split('\n'))) {
    path = /^==== file: (.*)$/.exec(row)?.[1] ?? path;
    const line = /^(?<number>\d+)\+(?<text>.*)$/.exec(row)?.groups;
    if (line) shown.push({ path, number: Number(line.number), text: line.text ?? '' });
  }
  return shown;
}
