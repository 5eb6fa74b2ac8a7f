import { cutText } from '../../cut-text';
import { hiddenIn } from '../alerts/hidden-characters';
import { addressesReviewer } from '../alerts/reviewer-signs';
import { markerIn, suppressionFile } from '../alerts/suppression';
import { isPointerText } from '../diff/lfs-pointer';
import { findSecrets } from '../secrets/find-secrets';
import { PLACEHOLDER_SIGN } from '../secrets/placeholders';

/** One file before and after; empty where it is not. */
export interface Sides {
  path: string;
  before: string;
  now: string;
}

/** Lines that nobody could read, where there was none before. */
const LONGEST_LINE = 5_000;

/** What may not come in with a change, in words that follow the path. Only what is new counts. */
export function contentFaults(sides: Sides, holdsKnownSecret: (text: string) => boolean): string[] {
  const { path, before, now } = sides;
  const added = addedLines(sides);
  const isFirst = (line: string) => now.startsWith(line);
  const hidden = [...new Set(added.flatMap((line) => hiddenIn(line, path, isFirst(line))))];
  return [
    ...newSecrets(before, now).map((rule) => `adds what looks like a secret (${rule})`),
    ...(added.some(holdsKnownSecret) ? ['adds a secret of this run'] : []),
    ...hidden.slice(0, 3).map((what) => `adds a hidden character: ${what}`),
    ...(added.some(isConflictMark) ? ['adds marks of a conflict'] : []),
    ...(added.some((line) => isFar(line, path)) ? ['adds something far to the right, where nobody looks'] : []),
    ...(added.some((line) => OWN_MARKS.test(line)) ? ['adds a mark of our own'] : []),
    ...(added.some((line) => PLACEHOLDER_SIGN.test(line)) ? ['adds what stands for a hidden secret'] : []),
    ...(added.some(addressesReviewer) ? ['adds a sentence that speaks to a reviewing model'] : []),
    ...suppressions(path, added).map((marker) => `asks a tool for silence (${marker})`),
    ...(isPointerText(now) ? ['is a pointer of Git LFS: what it leads to cannot be shown'] : []),
    ...lineFaults(sides),
  ];
}

/** More blanks than any table aligns with, a tab being four: what stands behind them is out of sight where the change is shown. */
const FAR = /(?<!\s)\s{80,5000}\S/u;
const FAR_BY_TABS = /(?<!\t)\t{40,5000}\S/u;
/** Of tables whose cells tabs part: there they are many where cells are empty. */
const TABLE = /\.(?:tsv|tab|txt|csv)$/i;

const OWN_MARKS =
  /<!--\s*second-pass|\bSecondPass\.\w+|<<< (?:policy|request|material|diff|alerts|skeletons|guidelines) [0-9a-f]{8}|##vso\[|##\[/i;

function isFar(line: string, path: string): boolean {
  return FAR.test(line) || (!TABLE.test(path) && FAR_BY_TABS.test(line));
}

function isConflictMark(line: string): boolean {
  return /^(?:<{7}|>{7}|\|{7})(?: |\r?$)/.test(line);
}

/** Rules of the secrets whose value did not stand in the file before. */
function newSecrets(before: string, now: string): string[] {
  const found = findSecrets(now).filter(({ start, end }) => !before.includes(now.slice(start, end)));
  return [...new Set(found.map(({ rule }) => rule))];
}

function suppressions(path: string, added: readonly string[]): string[] {
  const file = suppressionFile(path);
  const markers = added.flatMap((line) => markerIn(line)?.name ?? []);
  return [...new Set([...(file === undefined ? [] : [file]), ...markers])];
}

function lineFaults({ before, now }: Sides): string[] {
  const longest = (text: string) => text.split('\n').reduce((most, { length }) => Math.max(most, length), 0);
  const isLong = longest(now) > LONGEST_LINE && longest(before) <= LONGEST_LINE;
  return [
    ...(isLong ? [`has a line of more than ${LONGEST_LINE} characters`] : []),
    ...(isOtherEnding(before, now) ? ['has other line ends than before'] : []),
  ];
}

/** A file keeps its line ends: all of them changed would hide what else was. */
function isOtherEnding(before: string, now: string): boolean {
  const [was, is] = [crlfShare(before), crlfShare(now)];
  return was !== null && is !== null && Math.abs(was - is) > 0.3;
}

function crlfShare(text: string): number | null {
  const ends = text.split('\n').length - 1;
  return ends === 0 ? null : (text.split('\r\n').length - 1) / ends;
}

/** Lines that did not stand in the file before, wherever they stood. */
export function addedLines({ before, now }: Sides): string[] {
  const known = new Set(before.split('\n').map(withoutReturn));
  return now.split('\n').filter((line) => !known.has(withoutReturn(line)));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

const SIGHTS: readonly { what: string; pattern: RegExp }[] = [
  {
    what: 'ends the program early',
    pattern:
      /\b(?:process\.(?:exit|abort|kill)|sys\.exit|os\._exit|os\.Exit|System\.exit|Environment\.(?:Exit|FailFast)|Deno\.exit|Runtime\.getRuntime\(\)\.halt|std::process::exit)\s*\(|(?:^|[;\s])(?:exit|quit|die)\s*\(/,
  },
  {
    what: 'skips tests',
    pattern:
      /\.(?:skip|only|todo)\s*\(|\b(?:xit|xdescribe|xtest)\s*\(|@(?:pytest\.mark\.)?(?:skip|xfail|Disabled|Ignore)|unittest\.skip|\bt\.Skip(?:Now)?\s*\(|\[(?:Ignore|Fact\(Skip)/,
  },
  {
    what: 'runs other programs or code from text',
    pattern:
      /\bchild_process\b|\bsubprocess\.|\bos\.system\s*\(|\bexec(?:Sync|File)?\s*\(|\beval\s*\(|\bnew Function\s*\(|\bProcess\.Start\s*\(|\bexec\.Command\s*\(|\bRuntime\.getRuntime\(\)\.exec/,
  },
  {
    what: 'reaches for the network',
    pattern:
      /\bhttps?:\/\/(?!localhost\b|127\.)|\bfetch\s*\(|\bXMLHttpRequest\b|\baxios\b|\brequests\.(?:get|post|put)|\burllib\b|\bHttpClient\b|\bhttp\.(?:Get|Post|request)\s*\(|\bnet\.(?:connect|Dial)|\bsocket\.(?:socket|connect)|\bWebSocket\s*\(/,
  },
  {
    what: 'takes in another module',
    pattern:
      /^\s*(?:import\s.+\sfrom\s+['"]|import\s+['"\w]|from\s+[\w.]+\s+import\b|using\s+[\w.]+;|#include\s*[<"]|use\s+[\w:]+)|\brequire\s*\(\s*['"]/,
  },
  {
    what: 'looks for the environment',
    pattern: /\bprocess\.env\b|\bos\.environ\b|\bgetenv\s*\(|Environment\.GetEnvironmentVariable/,
  },
  {
    what: 'asks whether it is being tested',
    pattern: /NODE_ENV|JEST_WORKER|PYTEST_CURRENT_TEST|\bunder_?test\b|testing\.Testing\s*\(/i,
  },
];

/** What these say is done by nobody. */
const PROSE = /\.(?:md|markdown|rst|adoc)$/i;

/** What stands out in the added lines, with the first line of each kind. */
export function conspicuous(sides: Sides): string[] {
  if (PROSE.test(sides.path)) return [];
  const lines = addedLines(sides).map((line) => cutText(line, LONGEST_LINE));
  return SIGHTS.flatMap(({ what, pattern }) => {
    const line = lines.find((one) => pattern.test(one));
    return line === undefined ? [] : [`${what}: ${around(line, pattern)}`];
  });
}

/** The line from its beginning, or from shortly before what stands out. */
function around(line: string, pattern: RegExp): string {
  const text = line.trim();
  const at = pattern.exec(text)?.index ?? 0;
  return at < 100 ? cutText(text, 120) : `…${cutText(text.slice(at - 20), 120)}`;
}
