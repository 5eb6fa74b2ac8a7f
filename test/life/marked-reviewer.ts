import type { Model, ModelRequest } from '../../src/ports/model';

/** A bug in the code says so: `BUG(name severity category)`. The reviewer reads nothing but the prompt. */
const MARK = /BUG\((?<name>[\w-]+) (?<severity>\w+) (?<category>[\w-]+)\)/;

export interface MarkedReviewer extends Model {
  /** How often it was asked. */
  asked: number;
  /** Names of bugs that it overlooks for now. */
  overlooks: Set<string>;
  /** Words of titles of problems raised before that it calls settled, and the reason it gives. */
  settles: Map<string, string>;
  /** Titles of the problems raised before that it was asked about, in the order of the questions. */
  askedAgain: string[];
  /** Called when the sweep is asked: the moment in which others act. */
  meanwhile: () => void | Promise<void>;
  /** Lines that it reports instead of the marked ones, by name of the bug: further down by so many. */
  slips: Map<string, number>;
}

/** Finds every marked line that the prompt shows as changed or around a change, and words it differently every time. */
export function createMarkedReviewer(): MarkedReviewer {
  const reviewer: MarkedReviewer = {
    asked: 0,
    overlooks: new Set(),
    settles: new Map(),
    askedAgain: [],
    meanwhile: () => {},
    slips: new Map(),
    async ask(request) {
      reviewer.asked += 1;
      const isSweep = /Answer with pass "sweep"/.test(request.user.at(-1)?.text ?? '');
      if (isSweep) await reviewer.meanwhile();
      const candidates = isSweep ? candidatesOf(request, reviewer) : [];
      const verdicts = isSweep ? [] : verdictsOf(request, reviewer);
      const answer = { pass: isSweep ? 'sweep' : 'critique', summary: '', candidates, verdicts, sast: [] };
      return answerOf(JSON.stringify(answer), request);
    },
    count: async () => 1000,
  };
  return reviewer;
}

/** Everything stands but what the test settles of what was raised before. */
function verdictsOf({ user }: ModelRequest, { settles, askedAgain }: MarkedReviewer): object[] {
  const list = /^Candidates:\n(\[.*\])$/m.exec(user.at(-1)?.text ?? '')?.[1] ?? '[]';
  const listed = JSON.parse(list) as {
    id: string;
    title: string;
    severity: string;
    raisedBefore?: true;
    linesGone?: true;
  }[];
  askedAgain.push(...listed.filter(({ raisedBefore }) => raisedBefore).map(({ title }) => title));
  return listed.map(({ id, title, severity, raisedBefore, linesGone }) => {
    const [, settled] = [...settles].find(([word]) => raisedBefore && title.includes(word)) ?? [];
    const reason = settled ?? (linesGone ? 'not there: its lines are gone.' : undefined);
    if (reason === undefined) return { id, reason: '', decision: 'confirm', severity };
    return { id, reason, decision: 'rescind', severity: 'suggestion' };
  });
}

interface ShownLine {
  path: string;
  side: 'new' | 'old';
  number: number;
  text: string;
}

function candidatesOf(request: ModelRequest, { overlooks, slips, asked }: MarkedReviewer): object[] {
  const lines = shownLines(request);
  return lines.flatMap((line, index) => {
    const { name = '', severity, category } = MARK.exec(line.text)?.groups ?? {};
    if (!severity || overlooks.has(name)) return [];
    const at = lines[index + (slips.get(name) ?? 0)] ?? line;
    return [
      {
        id: '',
        path: at.path,
        side: at.side,
        startLine: at.number,
        endLine: at.number,
        quote: at.text,
        evidence: `Seen at line ${at.number}.`,
        category,
        severity,
        title: wordings[asked % wordings.length]?.(name) ?? name,
        body: `In review ${asked}, ${name} is described so.`,
        replacement: '',
      },
    ];
  });
}

const wordings: readonly ((name: string) => string)[] = [
  (name) => `The value ${name} may be missing here`,
  (name) => `Nothing guards against an absent ${name}`,
  (name) => `${name}: possible crash`,
];

/** Lines of the diff that are on the new side, or removed. */
function shownLines({ user }: ModelRequest): ShownLine[] {
  const shown: ShownLine[] = [];
  let path = '';
  for (const row of user
    .map(({ text }) => text)
    .join('\n')
    .split('\n')) {
    const file = /^==== file: (.*)$/.exec(row)?.[1];
    if (file !== undefined) path = file;
    const line = /^(?<number>\d+)(?<sign>[ +-])(?<text>.*)$/.exec(row)?.groups;
    if (!line) continue;
    const side = line.sign === '-' ? 'old' : 'new';
    shown.push({ path, side, number: Number(line.number), text: line.text ?? '' });
  }
  return shown.filter(({ side }) => side === 'new');
}

function answerOf(text: string, { model, label }: ModelRequest) {
  return {
    text,
    stop: 'complete' as const,
    usage: { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 200 },
    batch: false,
    model,
    requestId: `request of ${label}`,
    milliseconds: 1,
  };
}
