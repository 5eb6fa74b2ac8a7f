import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path/posix';
import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { isFresh, type Since } from '../triage/changed-since';
import { holdsMark } from '../triage/code-mark';
import { fileOf, sideLines } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { type KnownFinding, stateOf, type Word } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import { type PlacePrint, type PrintedFile, placePrintOf, standsInPlace } from '../triage/place-print';
import type { PlacedFinding } from '../triage/placed-finding';
import { acceptanceOf, authorsOf } from './acceptance';
import type { Memory } from './memory';
import { isGrave, weightOf } from './weight';

/** What a thread's lines say now, and whether what was accepted in it is what stands there. */
export interface AcceptedCode {
  /** Absent where nothing is known of its lines. */
  code?: PlacePrint;
  /** When a person can first have seen it; milliseconds since 1970. */
  seenAt?: number;
  word?: Word;
  /** Set where somebody accepted other code than there is now. */
  isLapsed?: true;
}

export interface AcceptedFacts extends Partial<Pick<PullRequest, 'author' | 'pushers'>> {
  change: Change | null;
  since?: Since;
  memory?: Pick<Memory, 'readIn'>;
  /** When this run has read what people said; milliseconds since 1970. */
  heardAt?: number;
}

/** Before there were prints, marks told lines again; they stand in the signed text of every thread. */
const BY_MARK = 'mark ';
/** What was accepted went away: what comes back needs a word of its own. */
const ENDED = 'ended';
/** Its lines stand, and not where they stood. */
const MOVED = 'moved';
const REMOVED = 'removed ';

/**
 * A person accepts what an earlier run showed: the code as it read it, in its place. What was pushed since, be it a second before the
 * word, is accepted by another word, so that nobody can have one line accepted and put another in its place.
 */
export function acceptedCode(
  known: KnownFinding,
  finding: PlacedFinding | undefined,
  facts: AcceptedFacts,
  { dismissal }: Pick<Settings, 'dismissal'>,
): AcceptedCode {
  const before = known.code ?? (known.mark === '' ? undefined : `${BY_MARK}${known.mark}`);
  const code = codeNow(known, finding, before, facts);
  const said = acceptanceOf(known, authorsIn(facts));
  const word = wordOn(known, { before, code }, said);
  const isDecided =
    dismissal === 'notAuthor' && stateOf(known) === 'decided' && isGrave(weightOf({ known, finding }), known);
  const isLapsed = isDecided && said !== undefined && word?.code !== code;
  const seenAt = code === before ? known.seenAt : facts.heardAt;
  return {
    ...(code === undefined ? {} : { code }),
    ...(seenAt === undefined ? {} : { seenAt }),
    ...(word ? { word } : {}),
    ...(isLapsed ? { isLapsed } : {}),
  };
}

function authorsIn({ author, pushers = [] }: AcceptedFacts): readonly Identity[] {
  return author === undefined ? [] : authorsOf({ author, pushers });
}

/** A word that an earlier run saw is bound for good, for as long as its code is there; a new one to what its author can have seen. */
function wordOn(
  known: KnownFinding,
  { before, code }: { before: PlacePrint | undefined; code: PlacePrint | undefined },
  said: Comment | undefined,
): Word | undefined {
  if (said === undefined || said.id === known.word?.comment)
    return known.word && code === '' ? { ...known.word, code: ENDED } : known.word;
  // Versions before this one kept who accepted, and not what.
  if (before === undefined && said.id === known.acceptedWith) return { comment: said.id, code: code ?? '' };
  const isSeen = said.publishedAt >= (known.seenAt ?? 0);
  return { comment: said.id, code: isSeen && before !== undefined && before !== '' ? before : ENDED };
}

function codeNow(
  known: KnownFinding,
  finding: PlacedFinding | undefined,
  before: PlacePrint | undefined,
  facts: AcceptedFacts,
): PlacePrint | undefined {
  const { change } = facts;
  if (change === null) return before;
  if (finding === undefined) return codeUnfound(known, before, change);
  const now = placeOfFinding(finding, change);
  return before !== undefined && isCovered(finding, { known, before, now }, facts) ? before : now;
}

/** Nobody reported it: its lines may stand, have been edited, or be out of sight. */
function codeUnfound(known: KnownFinding, before: PlacePrint | undefined, change: Change): PlacePrint | undefined {
  const file = fileOf(known, change) ?? fileOf({ path: known.openedIn ?? known.path }, change);
  const isRemoved = before?.startsWith(REMOVED) === true;
  if (file && before !== undefined && !isRemoved && standsIn(file, before, known.side, change)) return before;
  const state = lineStateOf(known, { change });
  if (state === 'unseen' || (isRemoved && state === 'stands')) return before;
  if (state === 'gone') return '';
  if (file === undefined) return MOVED;
  if (known.mark === '') return printOfFile(file);
  const edit = editOf(known, change);
  return edit === undefined ? MOVED : placePrintOf(printedFile(file, change), edit);
}

/** A reviewer points now at more of the lines, now at fewer: the same code all the same, if it is theirs or nobody touched it. */
function isCovered(
  finding: PlacedFinding,
  { known, before, now }: { known: KnownFinding; before: PlacePrint; now: PlacePrint | undefined },
  { since, memory, change }: AcceptedFacts,
): boolean {
  if (change === null || finding.anchor.kind !== 'lines' || copiesIn(before) !== copiesIn(now ?? '')) return false;
  const { range, path } = finding.anchor;
  const file = fileOf({ path }, change);
  if (file === undefined || !standsIn(file, before, range.side, change)) return false;
  if (before.startsWith(BY_MARK)) return fileOf(known, change) === file && before === `${BY_MARK}${finding.mark}`;
  const isKept = since !== undefined && since.kind !== 'all' && since.iteration === memory?.readIn;
  if (isKept && !isFresh(finding, since)) return true;
  const places = range.side === 'new' ? standsInPlace(before, printedFile(file, change)) : [];
  return places.some(({ startLine, endLine }) => startLine <= range.startLine && endLine >= range.endLine);
}

function standsIn(file: ChangedFile, code: PlacePrint, side: KnownFinding['side'], change: Change): boolean {
  if (code.startsWith(BY_MARK)) return holdsMark(sideLines(file, side, change), code.slice(BY_MARK.length));
  if (code.startsWith(REMOVED)) return side === 'old';
  return standsInPlace(code, printedFile(file, change)).length > 0;
}

/** What its lines say now, and where they stand. */
export function placeOfFinding(finding: PlacedFinding, change: Change): PlacePrint | undefined {
  const { anchor, path, standsAlsoIn = [] } = finding;
  const file = fileOf({ path: anchor.kind === 'summary' ? path : anchor.path }, change);
  if (file === undefined) return undefined;
  if (anchor.kind !== 'lines') return printOfFile(file);
  if (anchor.range.side === 'old') return `${REMOVED}${shortHash(`${placeName(file)}\n${anchor.text}`)}`;
  const copies = standsAlsoIn.length === 0 ? '' : `:${shortHash([...standsAlsoIn].sort().join('\n'))}`;
  return `${placePrintOf(printedFile(file, change), anchor.range)}${copies}`;
}

/** Copies of the same hunk are told once; what is accepted with some of them is not accepted with one more. */
function copiesIn(code: PlacePrint): string {
  return code.split(':')[6] ?? '';
}

/** Of a finding without lines the whole file is meant. */
function printOfFile(file: ChangedFile): PlacePrint {
  return `file ${shortHash(placeName(file))} ${file.newBlob}`;
}

function printedFile(file: ChangedFile, change: Change): PrintedFile {
  return { lines: sideLines(file, 'new', change), path: file.path, place: placeName(file) };
}

/** A file that is renamed within its folder stays the same place; one that leaves the tests, say, does not. */
function placeName({ path, oldPath }: ChangedFile): string {
  const endings = [path, oldPath ?? path].map((one) => `${dirname(one)}/*${basename(one).replace(/^\.?[^.]*/, '')}`);
  return oldPath !== undefined && endings[0] === endings[1] ? oldPath : path;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
