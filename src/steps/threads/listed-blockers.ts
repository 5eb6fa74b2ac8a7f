import { grouped } from '../../grouped';
import type { Anchor } from '../anchors/anchor';
import { overlaps } from '../diff/line-span';
import type { Change } from '../scope/change';
import type { Settings } from '../settings/settings';
import { raisedTo } from '../triage/as-grave-as-told';
import { printOfFinding } from '../triage/finding-print';
import { fingerprintOf } from '../triage/fingerprint';
import { codeStateOf, fileOf, sideLines } from '../triage/known-code';
import { besideNow, editOf, movedAway } from '../triage/known-edit';
import { likeness } from '../triage/likeness';
import { isGraverThan } from '../triage/match-known';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { sideTextOf, sideTextOfLines } from '../triage/side-text';
import { identityOf } from './identity';
import { anchorNow, goneAnchor, listedAlone, whyItCounts } from './listed-places';
import { type ListedBlocker, type Memory, placeOfListed } from './memory';
import { MOST_WRITTEN } from './memory-fit';
import type { AskedFacts } from './mended';
import type { Recollection } from './own-threads';
import type { ThreadOperation } from './thread-operation';

const SIMILAR = 0.5;
/** Of what is over, so many may come back. */
const MAX_OVER = 50;

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
  const entryOf = (finding: PlacedFinding, index: number): ListedBlocker => {
    const { fingerprint: _, twin: __, openedAs: ___, ...identity } = identityOf(finding, 'active');
    const { iteration: since = iteration, ...before } = finding.listedBefore ?? {};
    // There is room for no more, and how many they are is all that is told of them.
    if (index >= MOST_WRITTEN) return { ...identity, iteration: since };
    const { code = printOfFinding(finding, change), ...seen }: { code?: string; beside?: string } = before;
    const beside = finding.severity === 'blocker' ? besideNow({ ...identity, ...seen }, change) : undefined;
    return { ...identity, iteration: since, ...lines({ code, beside }) };
  };
  const own = blockers.filter((one) => isToBeKept(one, gate)).map(entryOf);
  const apart = triaged.flatMap((one) =>
    one.to === 'merged' && isToBeKept(one.finding, gate) && isApart(one.finding, one.into) ? [one] : [],
  );
  const merged = apart.map(({ finding, into }, index) => ({ ...entryOf(finding, index), under: into.mark }));
  const told = grouped([...triaged.map(({ finding }) => finding), ...merged], placeOfListed);
  const isTold = (one: ListedBlocker) => told.get(placeOfListed(one))?.some((other) => isOfKind(other, one)) === true;
  const silent = listed.filter((one) => one.under !== undefined && !isTold(one) && stands(one, change));
  const isOver = (one: ListedBlocker) =>
    one.under === undefined && one.severity === 'blocker' && !isTold(one) && anchorNow(one, change) === undefined;
  const over = listed.filter(isOver).map((one) => ({ ...one, over: true as const }));
  return [...own, ...merged, ...silent, ...over.slice(-MAX_OVER)];
}

/** What tells its lines again, as far as it is known. */
function lines(told: {
  code?: string | undefined;
  beside?: string | undefined;
}): Pick<ListedBlocker, 'code' | 'beside'> {
  const { code, beside } = told;
  return { ...(code === undefined ? {} : { code }), ...(beside === undefined ? {} : { beside }) };
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
  past: Pick<Recollection, 'memory' | 'known' | 'doubts' | 'isRetargeted'>,
  change: Change,
  answers: Pick<AskedFacts, 'reviewed' | 'askedAgain'>,
): PlacedFinding[] {
  const before = listedAlone(past, change).flatMap((one, index) => {
    const anchor =
      anchorNow(one, change) ??
      goneAnchor(one, change, { ...answers, memory: past.memory, isRetargeted: past.isRetargeted });
    return anchor === undefined ? [] : [asFinding(one, index, anchor, change)];
  });
  const standing = before.filter((one) => !found.some((other) => isSame(other, one)));
  return [...found.map((one) => asBefore(one, before, change)), ...standing, ...past.doubts];
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
  const alone = listed.filter(({ under, over }) => under === undefined && !over);
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
  const shown = file && change ? sideTextOfLines(sideLines(file, 'new', change)) : sideTextOf(undefined);
  // Of what was told at its lines the mark of them is left to tell it from others of the same file.
  const identity = fingerprintOf({ ...said, quote: mark === '' ? title : mark }, anchor, shown);
  const before = isPlaced ? { iteration, ...lines({ beside }) } : { iteration, ...lines({ code, beside }) };
  return { ...said, anchor, ...identity, ...(isPlaced ? {} : { mark, gist }), listedBefore: before };
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
  return found.severity === 'blocker' || isOfKind(found, { category, title });
}

type Kind = Pick<PlacedFinding, 'category' | 'title'>;

function isOfKind(one: Kind, other: Kind): boolean {
  return one.category === other.category || likeness(one.title, other.title) >= SIMILAR;
}
