import type { Anchor } from '../anchors/anchor';
import { placeRange } from '../anchors/place-range';
import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { overlaps } from '../diff/line-span';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { raisedTo } from '../triage/as-grave-as-told';
import { type PrintedLines, placesAmong } from '../triage/code-print';
import { printOfFinding } from '../triage/finding-print';
import { fingerprintOf } from '../triage/fingerprint';
import { codeStateOf, fileOf, nameNow, sideLines, soughtBy } from '../triage/known-code';
import { besideNow, editOf, movedAway, movedTo } from '../triage/known-edit';
import { type KnownFinding, stateOf } from '../triage/known-finding';
import { likeness } from '../triage/likeness';
import { lineStateOf } from '../triage/line-state';
import { isGraverThan } from '../triage/match-known';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { identityOf } from './identity';
import type { ListedBlocker, Memory, ReviewedIteration } from './memory';
import { type AskedAt, type AskedFacts, placeOfQuestion, saidMended, UNSAID } from './mended';
import type { Recollection } from './own-threads';
import type { ThreadOperation } from './thread-operation';

const SIMILAR = 0.5;

type EarlierFacts = Pick<AskedFacts, 'reviewed' | 'askedAgain'> & { memory: Pick<Memory, 'reviewed'> };

interface Ended {
  triaged: readonly Triaged[];
  failed: ReadonlySet<ThreadOperation>;
  change: Change | null;
  iteration: number;
  gate: Pick<Settings, 'failOn'>;
}

/** Blockers without a thread, as the next run needs them: the silence of a model must not make them vanish. */
export function listedBlockers(
  { listed = [] }: Pick<Memory, 'listed'>,
  { triaged, failed, change, iteration, gate }: Ended,
): readonly ListedBlocker[] {
  if (change === null) return listed;
  const unopened = [...failed].flatMap(({ operation, finding }) => (operation === 'open' && finding ? [finding] : []));
  const blockers = [...unopened, ...triaged.flatMap(({ to, finding }) => (to === 'list' ? [finding] : []))];
  const entryOf = (finding: PlacedFinding): ListedBlocker => {
    const { fingerprint: _, twin: __, openedAs: ___, ...identity } = identityOf(finding, 'active');
    const {
      code = printOfFinding(finding, change),
      iteration: since = iteration,
      ...before
    } = finding.listedBefore ?? {};
    const beside = finding.severity === 'blocker' ? besideNow({ ...identity, ...before }, change) : undefined;
    return { ...identity, iteration: since, ...lines({ code, beside }) };
  };
  const own = blockers.filter((one) => isToBeKept(one, gate)).map(entryOf);
  const merged = triaged.flatMap((one) =>
    one.to === 'merged' && isToBeKept(one.finding, gate) && isApart(one.finding, one.into)
      ? [{ ...entryOf(one.finding), under: one.into.mark }]
      : [],
  );
  const told = new Set([...triaged.map(({ finding }) => finding), ...merged].map(nameOf));
  const silent = listed.filter((one) => one.under !== undefined && !told.has(nameOf(one)) && stands(one, change));
  return [...own, ...merged, ...silent];
}

/** What tells its lines again, as far as it is known. */
function lines(told: {
  code?: string | undefined;
  beside?: string | undefined;
}): Pick<ListedBlocker, 'code' | 'beside'> {
  const { code, beside } = told;
  return { ...(code === undefined ? {} : { code }), ...(beside === undefined ? {} : { beside }) };
}

function nameOf({ path, mark }: Pick<ListedBlocker, 'path' | 'mark'>): string {
  return `${mark} ${path}`;
}

/** Other lines than those of the finding that speaks for it: these may go, and its own stay. */
function isApart({ mark, anchor }: PlacedFinding, into: PlacedFinding): boolean {
  return mark !== '' && into.mark !== '' && mark !== into.mark && anchor.kind === 'lines';
}

function stands(one: ListedBlocker, change: Change): boolean {
  return codeStateOf(one, change) !== 'gone' || editOf(one, change) !== undefined || movedAway(one, change);
}

/** Warnings as well where they fail the task. */
function isToBeKept(
  { severity, source, anchor, isOnlyListed, isOfReview }: PlacedFinding,
  { failOn }: Pick<Settings, 'failOn'>,
): boolean {
  const isCounted = severity === 'blocker' || (severity === 'warning' && failOn === 'warning');
  return isCounted && !isOnlyListed && !isOfReview && (source === 'alert' || anchor.kind !== 'summary');
}

/**
 * With those of earlier runs that this one did not find and whose lines stand: where there is room they get a thread. What was
 * forgotten of earlier runs is a finding as well.
 */
export function withEarlier(
  found: readonly PlacedFinding[],
  { memory, known, doubts }: Pick<Recollection, 'memory' | 'known' | 'doubts'>,
  change: Change,
  answers: Pick<EarlierFacts, 'reviewed' | 'askedAgain'>,
): PlacedFinding[] {
  const { listed = [] } = memory;
  const speaking = new Set(known.filter((one) => isSpeaking(one, change)).map(({ mark }) => mark));
  const alone = listed.filter(({ under }) => under === undefined || !speaking.has(under));
  const before = alone.flatMap((one, index) => {
    const anchor = anchorNow(one, change) ?? goneAnchor(one, change, { ...answers, memory });
    return anchor === undefined ? [] : [asFinding(one, index, anchor, change)];
  });
  const standing = before.filter((one) => !found.some((other) => isSame(other, one)));
  return [...found.map((one) => asBefore(one, before, change)), ...standing, ...doubts];
}

/** A thread speaks for what was merged into it for as long as its own lines stand. */
function isSpeaking(known: KnownFinding, change: Change): boolean {
  return stateOf(known) !== 'resolved' && lineStateOf(known, { change }) !== 'gone';
}

/** Found again it keeps what it was: as grave, and told by the lines by which it was told. */
function asBefore(found: PlacedFinding, before: readonly PlacedFinding[], change: Change): PlacedFinding {
  const one = before.find((other) => isSame(found, other));
  if (one?.listedBefore === undefined) return found;
  const { mark, gist, listedBefore } = one;
  const { code = printOfFinding(one, change), iteration, beside } = listedBefore;
  const again = { ...found, mark, gist, listedBefore: { iteration, ...lines({ code, beside }) } };
  return isGraverThan(one, found) ? raisedTo(one.severity, again) : again;
}

/** For a run that has not read the code: all of them count on, but for those that a thread speaks for. */
export function listedAsBefore({ listed = [] }: Pick<Memory, 'listed'>): Triaged[] {
  const anchor = { kind: 'file' as const, path: '', reason: 'its file was not read' };
  const alone = listed.filter(({ under }) => under === undefined);
  return alone.map((one, index) => ({
    finding: asFinding(one, index, { ...anchor, path: one.path }, null),
    to: 'list',
    reason: `found in iteration ${one.iteration}, without a thread`,
  }));
}

function asFinding(one: ListedBlocker, index: number, anchor: Anchor, change: Change | null): PlacedFinding {
  const { iteration, code, beside, path, side, mark, gist, severity, category, title, enforced } = one;
  const isPlaced = anchor.kind === 'lines';
  const range = isPlaced ? anchor.range : { side, startLine: 1, endLine: 1 };
  const said = {
    ...{ key: `listed-${index + 1}`, id: '', path: isPlaced ? anchor.path : path, range, severity, category, title },
    ...{ quote: '', evidence: '', replacement: '', reason: '', enforced },
    body: `Found in iteration ${iteration}, when there was no thread for it. This run did not find it again, and ${whyItCounts(anchor)}.`,
    source: enforced ? ('alert' as const) : ('model' as const),
  };
  const file = change && fileOf(said, change);
  const text = file && change ? sideLines(file, 'new', change).join('\n') : '';
  const identity = fingerprintOf(said, anchor, { text, isExact: true });
  const before = isPlaced ? { iteration, ...lines({ beside }) } : { iteration, ...lines({ code, beside }) };
  return { ...said, anchor, ...identity, ...(isPlaced ? {} : { mark, gist }), listedBefore: before };
}

/** A listed blocker whose lines are gone, and where it is asked about. */
interface GoneBlocker {
  one: ListedBlocker;
  name: string;
  place: AskedAt;
}

/** Those that were not merged into a thread, which is asked about in their place. */
export function goneListed({ listed = [], reviewed }: Pick<Memory, 'listed' | 'reviewed'>, change: Change) {
  return listed.flatMap((one): GoneBlocker[] => {
    const place = one.under === undefined ? askedAtListed(one, change, reviewed) : undefined;
    return place === undefined ? [] : [{ one, name: nameOf(one), place }];
  });
}

function askedAtListed(one: ListedBlocker, change: Change, reviewed: ReviewedIteration | undefined) {
  if (one.severity !== 'blocker' || one.enforced || one.path === '') return undefined;
  const isGone = anchorNow(one, change) === undefined;
  return isGone ? placeOfQuestion(one, change, reviewed) : undefined;
}

function whyItCounts(anchor: Anchor): string {
  return anchor.kind === 'file' && anchor.reason === UNSAID ? UNSAID : 'its lines stand';
}

/** Where its lines stand now, edited or not; undefined where they are gone. */
function anchorNow(one: ListedBlocker, change: Change): Anchor | undefined {
  const file = fileOf(one, change);
  const atFile = (reason: string): Anchor => ({ kind: 'file', path: file?.path ?? one.path, reason });
  const state = codeStateOf(one, change);
  if (state === 'unseen') return unseen(one, change) ? atFile('its file is not in scope') : undefined;
  if (one.side === 'old' || one.mark === '')
    return state === 'stands' || movedAway(one, change) ? atFile('it speaks of no line that stands') : undefined;
  const [place] = placesNow(one, file, change);
  if (place) return placeRange(place.file, { side: 'new', ...place.lines });
  const edit = editOf(one, change);
  if (file && edit) return placeRange(file, { side: 'new', startLine: edit.startLine, endLine: edit.endLine });
  if (state === 'stands')
    return atFile(
      change.elsewhere?.has(soughtBy(one)) ? 'its lines stand in another file' : 'its lines stand more than once',
    );
  const moved = movedTo(one, change);
  return moved && placeRange(moved.file, { side: 'new', ...moved.lines });
}

/** Lines that are gone count until a review of the file says that the problem is. */
function goneAnchor(one: ListedBlocker, change: Change, facts: EarlierFacts): Anchor | undefined {
  const file = fileOf(one, change);
  const atFile = (reason: string): Anchor => ({ kind: 'file', path: file?.path ?? one.path, reason });
  if (file && !facts.reviewed.has(file.path)) return atFile('its file was not reviewed');
  const asked = askedAtListed(one, change, facts.memory.reviewed);
  const isUnsaid = saidMended(nameOf(one), asked, facts).kind === 'unsaid';
  return isUnsaid ? atFile(UNSAID) : undefined;
}

interface Place {
  file: ChangedFile;
  lines: PrintedLines;
}

/** In its own file first, then among the lines that another one adds. */
function placesNow({ code = '' }: ListedBlocker, own: ChangedFile | undefined, change: Change): Place[] {
  const placesIn = (file: ChangedFile) =>
    placesAmong(code, sideLines(file, 'new', change), file.path).map((lines) => ({ file, lines }));
  const here = own ? placesIn(own) : [];
  if (here.length > 0) return here;
  const others = change.scope.files.filter((file) => file !== own);
  return others.filter((file) => placesAmong(code, addedLines(file), file.path).length > 0).flatMap(placesIn);
}

/** Of a file that is not read only its content as a whole is known. */
function unseen(listed: ListedBlocker, change: Change): boolean {
  const { code } = listed;
  const name = nameNow(listed, change);
  const file = change.changes.find(({ path }) => path === name);
  return file !== undefined && (code === undefined || !code.startsWith('file ') || code === `file ${file.newBlob}`);
}

/** What is lesser speaks for it only on the very same lines. */
function isSame(found: PlacedFinding, listed: PlacedFinding): boolean {
  if (found.isOnlyListed) return false;
  const isOne = found.fingerprint === listed.fingerprint;
  if (isGraverThan(listed, found)) return isOne && found.mark === listed.mark;
  if (isOne) return true;
  if (found.path !== listed.path || !isAlike(found, listed)) return false;
  if (found.anchor.kind !== 'lines' || listed.anchor.kind !== 'lines') return found.anchor.kind === listed.anchor.kind;
  return overlaps(found.anchor.range, listed.anchor.range);
}

/** A lesser remark of another kind on the same line does not speak for it. */
function isAlike(found: PlacedFinding, { category, title }: PlacedFinding): boolean {
  return found.severity === 'blocker' || found.category === category || likeness(found.title, title) >= SIMILAR;
}
