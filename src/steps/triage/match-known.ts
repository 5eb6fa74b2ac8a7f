import type { LineRange } from '../../ports/code-host';
import { type LineSpan, overlaps } from '../diff/line-span';
import type { Change } from '../scope/change';
import { isFresh, type Since } from './changed-since';
import { beginsMark } from './code-mark';
import { type CodeState, codeStateOf, fileOf } from './known-code';
import { editOf } from './known-edit';
import { type KnownFinding, stateOf } from './known-finding';
import { likeness } from './likeness';
import type { Past } from './past';
import type { PlacedFinding } from './placed-finding';
import { SEVERITY_ORDER } from './severity-order';

export interface Match {
  known: KnownFinding;
  /** Why it is taken for the same. */
  how: string;
}

/** Lines that a place may have moved by, or that a reviewer may point beside. */
const NEAR = 3;
const SIMILAR = 0.5;
const VERY_SIMILAR = 0.8;

interface Pair {
  finding: PlacedFinding;
  known: KnownFinding;
  past: Past;
  codeState: CodeState;
}

/** How two findings may be the same; the surest comes first, and each finding and each thread is matched once. */
const TIERS: readonly { how: string; isSame: (pair: Pair) => boolean }[] = [
  { how: 'same place in the code', isSame: hasSameFingerprint },
  { how: 'same lines under another path', isSame: isTwinElsewhere },
  { how: 'same category on nearly the same lines', isSame: (pair) => isNear(pair) && !isAnotherBeside(pair) },
  { how: 'same words in the same part of the file', isSame: (pair) => saysTheSame(pair) && !isAnotherBeside(pair) },
  { how: 'same lines, seen as another category', isSame: isOnSameOldLines },
  { how: 'same category on the whole file', isSame: isOnSameFile },
];

/** Earlier findings that these findings repeat, by finding key. `findings` come in their order of rank. */
export function matchKnown(findings: readonly PlacedFinding[], past: Past): Map<string, Match> {
  const matches = new Map<string, Match>();
  const free = new Set([...past.known].sort(mostDecidedFirst));
  const states = new Map(past.known.map((known) => [known, past.change ? codeStateOf(known, past.change) : 'stands']));
  for (const { how, isSame } of TIERS) {
    for (const finding of findings) {
      if (matches.has(finding.key) || (finding.anchor.kind === 'summary' && !finding.isOfReview)) continue;
      const known = [...free].find(
        (one) =>
          mayAnswerFor(one, finding) && isSame({ finding, known: one, past, codeState: states.get(one) ?? 'stands' }),
      );
      if (known === undefined) continue;
      free.delete(known);
      matches.set(finding.key, { known, how });
    }
  }
  return matches;
}

/** Of several threads that say the same, the one that people dealt with speaks for all, then the oldest. */
export function mostDecidedFirst(a: KnownFinding, b: KnownFinding): number {
  return Number(isUntouched(a)) - Number(isUntouched(b)) || a.threadId - b.threadId;
}

function isUntouched(known: KnownFinding): boolean {
  return stateOf(known) === 'open' && known.replies.length === 0;
}

/**
 * An identity that nobody vouches for may be made up: closed, it takes no graver finding along. What was listed beside a thread is
 * another finding than that thread's.
 */
function mayAnswerFor(known: KnownFinding, finding: PlacedFinding): boolean {
  if (finding.listedBefore && finding.fingerprint !== known.fingerprint) return false;
  if (stateOf(known) === 'decided' && finding.severity === 'blocker' && isAnotherProblem(finding, known)) return false;
  return known.trust === 'signed' || stateOf(known) === 'open' || !isGraverThan(finding, known);
}

/** What people decided, they decided of that problem: another kind, or lines beyond its own, they have not read. */
function isAnotherProblem(finding: PlacedFinding, known: KnownFinding): boolean {
  if (likeness(finding.title, known.title) >= SIMILAR) return false;
  const range = sharedSide(finding, known);
  if (range === null) return false;
  const isBeyond = range.finding.startLine < range.known.startLine || range.finding.endLine > range.known.endLine;
  return finding.category !== known.category || isBeyond;
}

function hasSameFingerprint({ finding, known }: Pair): boolean {
  if (finding.fingerprint !== known.fingerprint) return false;
  return finding.mark !== '' || finding.quote !== '' || likeness(finding.title, known.title) >= SIMILAR;
}

/** Copied code is a second finding; code that left its old place is the same one. */
function isTwinElsewhere({ finding, known, past, codeState }: Pair): boolean {
  if (finding.twin !== known.twin || finding.mark === '') return false;
  if (past.change === null || finding.path === known.path) return finding.path === known.path;
  if (fileOf(finding, past.change)?.oldPath === known.path) return true;
  // A thread that was resolved in another file stays so: opened again it would stand where nothing is.
  if (stateOf(known) === 'resolved') return false;
  return !past.change.paths.has(known.path) || hasLeft(known, past.change, codeState);
}

/** Where the old place was not read, the same lines elsewhere are more likely moved than copied. */
function hasLeft(known: KnownFinding, change: Change, codeState: CodeState): boolean {
  if (codeState !== 'stands') return true;
  const files = change.scope.files.filter(({ path, oldPath }) => path === known.path || oldPath === known.path);
  return codeStateOf(known, { ...change, scope: { ...change.scope, files } }) === 'gone';
}

/** Old lines within reach are the old place, at which a reviewer points now here, now there; new lines must be like it. */
function isNear({ finding, known, past, codeState }: Pair): boolean {
  const range = sharedSide(finding, known);
  if (range === null || finding.category !== known.category) return false;
  if (distance(range.finding, range.known) > NEAR) return false;
  if (likeness(finding.title, known.title) >= SIMILAR) return true;
  const isWorse = isGraverThan(finding, known);
  if (past.since.kind === 'all' || !isFresh(finding, past.since)) return !isWorse;
  if (isWorse && stateOf(known) === 'decided') return false;
  return codeState === 'gone' && (past.since.kind === 'files' || isEditOf(finding, known, past.since));
}

/** True when the finding's lines took the place of lines like them. */
function isEditOf({ anchor }: PlacedFinding, known: KnownFinding, since: Since): boolean {
  if (since.kind !== 'lines' || anchor.kind !== 'lines') return false;
  const removed = since.byPath.get(anchor.path)?.removed ?? [];
  const before = removed.filter((line) => beginsMark(line, known.mark));
  const after = anchor.text.split('\n');
  return before.some((old) => after.some((line) => likeness(old, line) >= SIMILAR));
}

/**
 * Lines that stand are told by those lines: what is lesser beside them, and a blocker on lines that came since, is another problem.
 * A thread that it took would be over with it.
 */
function isAnotherBeside({ finding, known, past, codeState }: Pair): boolean {
  const isNewBlocker = finding.severity === 'blocker' && past.since.kind !== 'all' && isFresh(finding, past.since);
  if (!isNewBlocker && !isGraverThan(known, finding)) return false;
  const place = placeNow(known, past.change, codeState);
  return place !== undefined && !isOn(finding, known, place);
}

/** The lines that are its own now, edited or not; undefined where they are gone or nobody knows where they are. */
function placeNow(known: KnownFinding, change: Change | null, codeState: CodeState): LineSpan | undefined {
  if (codeState === 'stands') return known.range;
  return change === null ? undefined : editOf(known, change);
}

function isOn({ anchor }: PlacedFinding, { side }: KnownFinding, place: LineSpan): boolean {
  return anchor.kind === 'lines' && anchor.range.side === side && overlaps(anchor.range, place);
}

/** Where the service lost the lines, or does not follow a renamed file, edits and words have to tell. */
function saysTheSame(pair: Pair): boolean {
  const { finding, known, past, codeState } = pair;
  const range = sharedSide(finding, known);
  const alike = likeness(finding.title, known.title);
  if (range !== null) {
    if (alike < VERY_SIMILAR) return false;
    return codeState === 'gone' ? isInSameHunk(finding.path, range, past.change) : isSameWindow(range);
  }
  if (codeState === 'stands' || known.mark === '' || finding.category !== known.category) return false;
  return isSameFile(pair) && (alike >= SIMILAR || isEditOf(finding, known, past.since));
}

function isSameFile({ finding, known, past: { change } }: Pair): boolean {
  if (finding.path === known.path || change === null) return finding.path === known.path;
  return fileOf(finding, change)?.oldPath === known.path || !change.paths.has(known.path);
}

/** Lines that nobody touched since the last review cannot have got a second problem of the same kind. */
function isOnSameOldLines({ finding, known, past }: Pair): boolean {
  const range = sharedSide(finding, known);
  if (range === null || past.since.kind === 'all' || isFresh(finding, past.since)) return false;
  return distance(range.finding, range.known) === 0 && !isGraverThan(finding, known);
}

function isOnSameFile({ finding, known, past }: Pair): boolean {
  if (finding.anchor.kind !== 'file' || known.mark !== '' || known.range !== undefined) return false;
  if (finding.path !== known.path || finding.category !== known.category || finding.rule !== undefined) return false;
  const isOld = past.since.kind !== 'all' && !isFresh(finding, past.since);
  return (isOld && !isGraverThan(finding, known)) || likeness(finding.title, known.title) >= SIMILAR;
}

type Weighed = Pick<KnownFinding, 'severity'> & { enforced?: boolean };

/** A lesser finding, decided or not, says nothing about a graver one beside it. */
export function isGraverThan(one: Weighed, other: Weighed): boolean {
  const isEnforced = one.enforced === true && other.enforced !== true;
  return isEnforced || SEVERITY_ORDER.indexOf(one.severity) < SEVERITY_ORDER.indexOf(other.severity);
}

interface Ranges {
  finding: LineRange;
  known: LineRange;
}

function sharedSide({ anchor }: PlacedFinding, known: KnownFinding): Ranges | null {
  if (anchor.kind !== 'lines' || known.range === undefined || anchor.path !== known.path) return null;
  return anchor.range.side === known.range.side ? { finding: anchor.range, known: known.range } : null;
}

function distance(a: LineRange, b: LineRange): number {
  return Math.max(0, a.startLine - b.endLine, b.startLine - a.endLine);
}

/** As far apart as the context lines of one hunk reach. */
function isSameWindow({ finding, known }: Ranges): boolean {
  return distance(finding, known) <= 2 * NEAR;
}

function isInSameHunk(path: string, { finding, known }: Ranges, change: Change | null): boolean {
  const hunks = change?.scope.files.find((file) => file.path === path)?.hunks ?? [];
  return hunks.some((hunk) => {
    const startLine = finding.side === 'new' ? hunk.newStart : hunk.oldStart;
    const endLine = startLine + (finding.side === 'new' ? hunk.newLines : hunk.oldLines) - 1;
    return [finding, known].every((one) => overlaps(one, { startLine, endLine }));
  });
}
