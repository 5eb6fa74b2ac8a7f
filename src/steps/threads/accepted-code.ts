import type { Comment, Identity, PullRequest } from '../../ports/code-host';
import type { TreeChange } from '../diff/changed-file';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { type FilePrint, filePrintOf, isSamePrint, withCopiesOf } from '../triage/file-print';
import { holdsGist } from '../triage/gist';
import { fileCalled, fileOf } from '../triage/known-code';
import { broughtAlsoIn, editOf } from '../triage/known-edit';
import { type KnownFinding, stateOf, type Word } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { acceptanceOf, authorsOf } from './acceptance';
import { isGrave, weightOf } from './weight';

/** What a thread's file says now, and whether what was accepted in it is what stands there. */
export interface AcceptedCode {
  /** Absent where nothing is known of its file. */
  code?: FilePrint;
  /** When a person can first have seen it; milliseconds since 1970. */
  seenAt?: number;
  word?: Word;
  /** Set where somebody accepted other code than there is now. */
  isLapsed?: true;
}

export interface AcceptedFacts extends Partial<Pick<PullRequest, 'author' | 'pushers'>> {
  change: Change | null;
  /** What this run found, and the threads that there are: lines elsewhere that have one of their own are answered for there. */
  triaged?: readonly Triaged[];
  known?: readonly KnownFinding[];
  /** When this run has read what people said; milliseconds since 1970. */
  heardAt?: number;
}

/** What was accepted went away: what comes back needs a word of its own. */
const ENDED = 'ended';
/** Its lines stand, and not where they stood. */
const MOVED = 'moved';

/**
 * A person accepts what an earlier run showed: the lines in their file as it was. What was pushed into the file since, be it a second
 * before the word, is accepted by another word: any line of it may change what the accepted ones do.
 */
export function acceptedCode(
  known: KnownFinding,
  finding: PlacedFinding | undefined,
  facts: AcceptedFacts,
  { dismissal }: Pick<Settings, 'dismissal'>,
): AcceptedCode {
  const before = known.code;
  const code = codeNow(known, finding, facts);
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
  { before, code }: { before: FilePrint | undefined; code: FilePrint | undefined },
  said: Comment | undefined,
): Word | undefined {
  if (said === undefined || said.id === known.word?.comment)
    return known.word && code === '' ? { ...known.word, code: ENDED } : known.word;
  // Versions before this one kept who accepted, and not what.
  if (before === undefined && said.id === known.acceptedWith) return { comment: said.id, code: code ?? '' };
  const isSeen = said.publishedAt >= (known.seenAt ?? 0);
  return { comment: said.id, code: isSeen && before !== undefined && before !== '' ? before : ENDED };
}

function codeNow(known: KnownFinding, finding: PlacedFinding | undefined, facts: AcceptedFacts): FilePrint | undefined {
  const before = known.code;
  const { change } = facts;
  if (change === null) return before;
  const told = toldElsewhere(known, facts);
  const now = finding === undefined ? codeUnfound(known, change, told) : printOfFinding(finding, change, told);
  return before !== undefined && now !== undefined && isSamePrint(before, now) ? before : now;
}

/** Files in which another thread, or a finding of this run, speaks for lines like its own. */
function toldElsewhere(one: KnownFinding, { triaged = [], known = [] }: AcceptedFacts): ReadonlySet<string> {
  const findings = triaged.flatMap(({ to, finding }) => (to === 'merged' ? [] : [finding]));
  const threads = known.filter((other) => other !== one && stateOf(other) !== 'resolved');
  const speaking = [...findings, ...threads].filter(({ gist }) => gist !== '' && holdsGist(gist, one.gist));
  return new Set(speaking.map(({ path }) => path));
}

/** Nobody reported it: its lines may stand, have been edited, or be out of sight. */
function codeUnfound(known: KnownFinding, change: Change, told: ReadonlySet<string>): FilePrint | undefined {
  const file =
    fileOf(known, change) ?? fileOf({ path: known.openedIn ?? known.path }, change) ?? unreadFile(known, change);
  const state = lineStateOf(known, { change });
  if (state === 'gone') return '';
  if (file === undefined) return state === 'unseen' ? known.code : MOVED;
  const edit = editOf(known, change);
  const range = known.range ?? (edit && { ...edit, side: known.side });
  const others = broughtAlsoIn(known, file, change).filter((path) => !told.has(path));
  return withCopiesOf(filePrintOf(file, { ...(range ? { range } : {}), others }), known.code);
}

/** What its file says now, and where it stands. */
export function printOfFinding(
  finding: PlacedFinding,
  change: Change,
  told: ReadonlySet<string> = new Set(),
): FilePrint | undefined {
  const { anchor, path, standsAlsoIn = [] } = finding;
  const place = { path: anchor.kind === 'summary' ? path : anchor.path };
  const file = fileOf(place, change) ?? unreadFile(place, change);
  if (file === undefined) return undefined;
  const copies = standsAlsoIn.flatMap((other) => fileOf({ path: other }, change) ?? []);
  const others = broughtAlsoIn(finding, file, change).filter((path) => !told.has(path));
  return filePrintOf(file, anchor.kind === 'lines' ? { range: anchor.range, copies, others } : { others });
}

/** What nobody reviews may be changed all the same. */
function unreadFile({ path }: { path: string }, { aside, changes }: Change): TreeChange | undefined {
  return fileCalled(path, aside) ?? changes.find((one) => one.path === path);
}
