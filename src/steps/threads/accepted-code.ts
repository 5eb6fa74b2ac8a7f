import type { Identity, PullRequest } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { isFresh, type Since } from '../triage/changed-since';
import { type CodePrint, type PrintedLines, placesOf, printOf } from '../triage/code-print';
import { addedLines, codeStateOf, fileOf, sideLines } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { type KnownFinding, stateOf, type Word } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import type { PlacedFinding } from '../triage/placed-finding';
import { acceptanceOf, authorsOf } from './acceptance';
import type { Memory } from './memory';
import { isGrave, weightOf } from './weight';

/** What a thread's lines say now, and whether what was accepted in it is what stands there. */
export interface AcceptedCode {
  /** Absent where nothing is known of its lines. */
  code?: CodePrint;
  word?: Word;
  /** Set where somebody accepted other code than there is now. */
  isLapsed?: true;
}

export interface AcceptedFacts extends Partial<Pick<PullRequest, 'author' | 'pushers'>> {
  iteration: Pick<PullRequest['iteration'], 'madeAt'>;
  change: Change | null;
  since?: Since;
  memory?: Pick<Memory, 'readIn'>;
}

/** Before there were prints, marks told lines again; they stand in the signed text of every thread. */
const BY_MARK = 'mark ';

/**
 * A person accepts the code that stood there when it was said. What was said before this iteration was made is said of the lines
 * as the last run saw them, so that nobody can have one line accepted and put another in its place.
 */
export function acceptedCode(
  known: KnownFinding,
  finding: PlacedFinding | undefined,
  facts: AcceptedFacts,
  { dismissal }: Pick<Settings, 'dismissal'>,
): AcceptedCode {
  const before = known.code ?? (known.mark === '' ? undefined : `${BY_MARK}${known.mark}`);
  const code = codeNow(known, finding, before, facts);
  const word = wordOn(known, { before, code }, facts, authorsIn(facts));
  const isDecided =
    dismissal === 'notAuthor' && stateOf(known) === 'decided' && isGrave(weightOf({ known, finding }), known);
  const accepted = acceptanceOf(known, authorsIn(facts));
  const isLapsed = isDecided && accepted !== undefined && word?.code !== code;
  return { ...(code === undefined ? {} : { code }), ...(word ? { word } : {}), ...(isLapsed ? { isLapsed } : {}) };
}

function authorsIn({ author, pushers = [] }: AcceptedFacts): readonly Identity[] {
  return author === undefined ? [] : authorsOf({ author, pushers });
}

/** A word that an earlier run saw is bound for good; a new one to what its author can have seen. */
function wordOn(
  known: KnownFinding,
  { before, code }: { before: CodePrint | undefined; code: CodePrint | undefined },
  { iteration: { madeAt } }: AcceptedFacts,
  authors: readonly Identity[],
): Word | undefined {
  const said = acceptanceOf(known, authors);
  if (said === undefined || said.id === known.word?.comment) return known.word;
  const isSaidNow = madeAt !== undefined && said.publishedAt >= madeAt;
  // Versions before this one kept who accepted, and not what.
  const isOlder = before === undefined && said.id === known.acceptedWith;
  return { comment: said.id, code: (isSaidNow || isOlder ? code : before) ?? '' };
}

function codeNow(
  known: KnownFinding,
  finding: PlacedFinding | undefined,
  before: CodePrint | undefined,
  facts: AcceptedFacts,
): CodePrint | undefined {
  const { change } = facts;
  if (change === null) return before;
  if (finding === undefined) return codeUnfound(known, before, change);
  const now = printOfFinding(finding, change);
  return before !== undefined && isCovered(finding, known, before, facts) ? before : now;
}

/** Nobody reported it: its lines may stand, have been edited, or be out of sight. */
function codeUnfound(known: KnownFinding, before: CodePrint | undefined, change: Change): CodePrint | undefined {
  if (before !== undefined && standsAt(before, known, change).length > 0) return before;
  const state = lineStateOf(known, { change });
  if (state === 'unseen' || (before?.startsWith(BY_MARK) && state === 'stands')) return before;
  const file = fileOf(known, change);
  if (file === undefined) return '';
  if (known.mark === '') return printOfFile(file);
  const edit = editOf(known, change);
  return edit === undefined ? '' : printOf(textOf(file, 'new', change), file.path, edit);
}

/** A reviewer points now at more of the lines, now at fewer: the same code all the same, if it is theirs or nobody touched it. */
function isCovered(finding: PlacedFinding, known: KnownFinding, before: CodePrint, facts: AcceptedFacts): boolean {
  const { since, memory, change } = facts;
  if (change === null || finding.anchor.kind !== 'lines') return false;
  if (before === `${BY_MARK}${finding.mark}`) return true;
  const { range, path } = finding.anchor;
  const isKept = since !== undefined && since.kind !== 'all' && since.iteration === memory?.readIn;
  if (isKept && !isFresh(finding, since)) return true;
  const places = standsAt(before, { ...known, path, side: range.side }, change);
  return places.some(({ startLine, endLine }) => startLine <= range.startLine && endLine >= range.endLine);
}

/** Where the code stands in its own file, where it began, or among the added lines of another one. */
function standsAt(code: CodePrint, known: KnownFinding, change: Change): PrintedLines[] {
  if (code.startsWith(BY_MARK)) return codeStateOf(known, change) === 'stands' ? [{ startLine: 0, endLine: 0 }] : [];
  const own = [known.path, known.openedIn ?? known.path].flatMap((path) => fileOf({ path }, change) ?? []);
  const files = [...new Set(own)];
  const places = files.flatMap((file) => placesOf(code, textOf(file, known.side, change), file.path));
  if (places.length > 0) return places;
  const others = change.scope.files.filter((file) => !files.includes(file));
  return others.flatMap((file) => placesOf(code, addedLines(file).join('\n'), file.path));
}

export function printOfFinding({ anchor, path }: PlacedFinding, change: Change): CodePrint | undefined {
  const file = fileOf({ path: anchor.kind === 'summary' ? path : anchor.path }, change);
  if (file === undefined) return undefined;
  if (anchor.kind !== 'lines') return printOfFile(file);
  if (anchor.range.side === 'old') return printOf(anchor.text, file.path, { startLine: 1, endLine: Infinity });
  return printOf(textOf(file, 'new', change), file.path, anchor.range);
}

/** Of a finding without lines the whole file is meant. */
function printOfFile({ newBlob }: ChangedFile): CodePrint {
  return `file ${newBlob}`;
}

function textOf(file: ChangedFile, side: KnownFinding['side'], change: Change): string {
  return sideLines(file, side, change).join('\n');
}
