import { groupedByEach } from '../../grouped';
import { madeOnce } from '../../made-once';
import type { Anchor } from '../anchors/anchor';
import { placeRange } from '../anchors/place-range';
import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import {
  type CodePrint,
  type PrintedLines,
  placesAmong,
  printStarts,
  printsLike,
  roomForPrints,
  shapeOf,
  startOfPrint,
} from '../triage/code-print';
import { codeStateOf, fileOf, nameNow, sideLines, soughtBy } from '../triage/known-code';
import { editOf, movedAway, movedTo } from '../triage/known-edit';
import { type KnownFinding, stateOf } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import { type ListedBlocker, type Memory, placeOfListed, type ReviewedIteration } from './memory';
import { type AskedAt, type AskedFacts, OTHER_TARGET, placeOfQuestion, saidMended, UNSAID } from './mended';
import type { Recollection } from './own-threads';

/** Those for which no thread speaks. */
export function listedAlone(
  { known, memory: { listed = [] } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): readonly ListedBlocker[] {
  if (listed.every(({ under }) => under === undefined)) return listed;
  const speaking = new Set(known.filter((one) => isSpeaking(one, change)).map(({ mark }) => mark));
  return listed.filter(({ under }) => under === undefined || !speaking.has(under));
}

/** A thread speaks for what was merged into it for as long as its own lines stand. */
function isSpeaking(known: KnownFinding, change: Change): boolean {
  return stateOf(known) !== 'resolved' && lineStateOf(known, { change }) !== 'gone';
}

/** Where the lines of a listed blocker stand now, edited or not; undefined where they are gone. */
export function anchorNow(one: ListedBlocker, change: Change): Anchor | undefined {
  return anchorsIn(change)(one);
}

/** A run asks several times. */
const anchorsIn = madeOnce((change: Change) => madeOnce((one: ListedBlocker) => anchorAmong(one, change)));

function anchorAmong(one: ListedBlocker, change: Change): Anchor | undefined {
  const file = fileOf(one, change);
  const atFile = (reason: string): Anchor => ({ kind: 'file', path: file?.path ?? one.path, reason });
  const state = codeStateOf(one, change);
  if (state === 'unseen') return !one.over && unseen(one, change) ? atFile('its file is not in scope') : undefined;
  if (one.side === 'old' || one.mark === '')
    return state === 'stands' || movedAway(one, change) ? atFile('it speaks of no line that stands') : undefined;
  const places = placesNow(one, file, change);
  if (places === undefined) return atFile('more was brought than can be looked through for its lines');
  const [place] = places;
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
export function goneAnchor(
  one: ListedBlocker,
  change: Change,
  facts: Pick<AskedFacts, 'reviewed' | 'askedAgain' | 'isRetargeted'> & { memory: Pick<Memory, 'reviewed'> },
): Anchor | undefined {
  if (one.over) return undefined;
  const file = fileOf(one, change);
  const atFile = (reason: string): Anchor => ({ kind: 'file', path: file?.path ?? one.path, reason });
  if (file && !facts.reviewed.has(file.path)) return atFile('its file was not reviewed');
  if (facts.isRetargeted && one.severity === 'blocker' && !one.enforced) return atFile(OTHER_TARGET);
  const asked = askedAtListed(one, change, facts.memory.reviewed);
  const mended = saidMended(nameOf(one), asked, facts);
  return mended.kind === 'unsaid' ? atFile(mended.why) : undefined;
}

interface Place {
  file: ChangedFile;
  lines: PrintedLines;
}

/** In its own file first, then among the lines that another one adds; undefined where there is too much to be looked at. */
function placesNow({ code = '' }: ListedBlocker, own: ChangedFile | undefined, change: Change): Place[] | undefined {
  const placesIn = (file: ChangedFile) =>
    placesAmong(code, sideLines(file, 'new', change), file.path).map((lines) => ({ file, lines }));
  const here = own ? placesIn(own) : [];
  if (here.length > 0) return here;
  return addingIn(change.scope.files)(code)
    ?.filter((file) => file !== own)
    .flatMap(placesIn);
}

/** Which files add lines of a print; undefined where more was brought than can be looked at. There may be thousands of files, and of blockers. */
const addingIn = madeOnce((files: readonly ChangedFile[]) => {
  const room = roomForPrints();
  const starting = groupedByEach(files, (file) => printStarts(addedLines(file), file.path));
  const byShape = new Map<string, ReadonlyMap<CodePrint, ChangedFile[]>>();
  return (code: CodePrint): readonly ChangedFile[] | undefined => {
    const shape = shapeOf(code);
    const printing = (file: ChangedFile) => new Set(printsLike(code, addedLines(file), file.path, room));
    const known = byShape.get(shape) ?? groupedByEach(starting.get(startOfPrint(code)) ?? [], printing);
    byShape.set(shape, known);
    return known.get(code) ?? (room.left < 0 ? undefined : []);
  };
});

/** Of a file that is not read only its content as a whole is known. */
function unseen(listed: ListedBlocker, change: Change): boolean {
  const { code } = listed;
  const name = nameNow(listed, change);
  const file = change.changes.find(({ path }) => path === name);
  return file !== undefined && (code === undefined || !code.startsWith('file ') || code === `file ${file.newBlob}`);
}

/** A listed blocker whose lines are gone, and where it is asked about. */
interface GoneBlocker {
  one: ListedBlocker;
  name: string;
  place: AskedAt;
}

/** Those are asked about once more. */
export function goneListed(past: Pick<Recollection, 'known' | 'memory'>, change: Change) {
  return listedAlone(past, change).flatMap((one): GoneBlocker[] => {
    const place = askedAtListed(one, change, past.memory.reviewed);
    return place === undefined ? [] : [{ one, name: nameOf(one), place }];
  });
}

function askedAtListed(one: ListedBlocker, change: Change, reviewed: ReviewedIteration | undefined) {
  if (one.severity !== 'blocker' || one.enforced || one.over || one.path === '') return undefined;
  const isGone = anchorNow(one, change) === undefined;
  return isGone ? placeOfQuestion(one, change, reviewed) : undefined;
}

/** Why it counts although nobody found it again. */
export function whyItCounts(anchor: Anchor): string {
  const isGone = anchor.kind === 'file' && (anchor.reason === UNSAID || anchor.reason === OTHER_TARGET);
  return isGone ? anchor.reason : 'its lines stand';
}

/** By which it is asked about: others may stand on the same lines, or on the same file. */
function nameOf(one: ListedBlocker): string {
  return `${placeOfListed(one)} ${one.category} ${one.title}`;
}
