import type { Severity } from '../settings/settings';
import { asGraveAsTold } from './as-grave-as-told';
import { isFresh } from './changed-since';
import type { KnownFinding } from './known-finding';
import { type Match, matchKnown } from './match-known';
import { mergeTwins } from './merge-twins';
import { NO_PAST, type Past } from './past';
import type { PlacedFinding, Triaged } from './placed-finding';
import { ranked } from './ranked';
import { SEVERITY_ORDER } from './severity-order';

export interface TriagePolicy {
  minimumSeverity: Severity;
  maxComments: number;
}

interface Round {
  /** All findings but merged ones, in their order of rank. */
  ranked: readonly PlacedFinding[];
  /** What the rules before have left. */
  open: readonly PlacedFinding[];
  decided: readonly Triaged[];
  policy: TriagePolicy;
  past: Past;
  /** Threads in which findings were raised before, by finding key. */
  matches: ReadonlyMap<string, Match>;
}

type Rule = (round: Round) => Triaged[];

/**
 * The policy, top down. Each rule decides some of the findings and leaves the rest to the next:
 * what the critique only lists first, since it is no finding that a thread could stand for;
 * then what was raised before, since its thread exists whatever the settings say now;
 * then the floor, so that the cap is spent on what may be posted;
 * then places, since what has no place in a file cannot be a thread;
 * then code that was reviewed before, so that a pull request converges;
 * then suggestions beyond the first few, so that they do not drown what matters;
 * the cap last, on findings ranked by severity.
 */
const RULES: readonly Rule[] = [
  onlyListed,
  raisedBefore,
  belowMinimum,
  withoutPlace,
  inReviewedCode,
  beyondSuggestions,
  beyondMaximum,
];

/** Threads of suggestions; more of them are listed. */
const MAX_SUGGESTIONS = 3;

export function triage(findings: readonly PlacedFinding[], policy: TriagePolicy, past: Past = NO_PAST): Triaged[] {
  const { merged, unmerged } = mergeTwins(ranked(findings));
  const wanted = unmerged.filter(({ isOnlyListed }) => !isOnlyListed);
  const matches = matchKnown(wanted, past);
  const kept = ranked(unmerged.map((one) => asGraveAsTold(one, matches.get(one.key)?.known, past.change)));
  const decided: Triaged[] = [];
  let open: readonly PlacedFinding[] = kept;
  for (const rule of RULES) {
    const now = rule({ ranked: kept, open, decided, policy, past, matches });
    const keys = new Set(now.map(({ finding }) => finding.key));
    decided.push(...now);
    open = open.filter(({ key }) => !keys.has(key));
  }
  const threads = open.map((finding): Triaged => ({ finding, to: 'thread' }));
  const rank = new Map(kept.map((finding, at) => [finding, at]));
  return [...decided, ...threads, ...merged].sort((a, b) => placeOf(a, rank) - placeOf(b, rank));
}

/** What was decided in an earlier run, with the threads as they are now. */
export function rematch(triaged: readonly Triaged[], known: readonly KnownFinding[]): Triaged[] {
  const wanted = triaged.flatMap(({ to, finding }) => (to === 'thread' ? [finding] : []));
  const matches = matchKnown(wanted, { ...NO_PAST, known });
  return triaged.map((one) => (one.to === 'thread' ? { ...one, ...matches.get(one.finding.key) } : one));
}

/** Threads first, each kind in order of rank. */
function placeOf({ to, finding }: Triaged, rank: ReadonlyMap<PlacedFinding, number>): number {
  const kind = ['thread', 'list', 'merged'].indexOf(to);
  return kind * (rank.size + 1) + (rank.get(finding) ?? -1);
}

/** Neither refuted nor confirmed: people can see it, and nothing follows from it. */
function onlyListed({ open }: Round): Triaged[] {
  return open.flatMap((finding) =>
    finding.isOnlyListed ? [{ finding, to: 'list' as const, reason: finding.reason }] : [],
  );
}

function raisedBefore({ open, matches }: Round): Triaged[] {
  return open.flatMap((finding): Triaged[] => {
    const match = matches.get(finding.key);
    return match ? [{ finding, to: 'thread', ...match }] : [];
  });
}

function belowMinimum({ open, policy: { minimumSeverity } }: Round): Triaged[] {
  const floor = SEVERITY_ORDER.indexOf(minimumSeverity);
  return open
    .filter(({ severity }) => SEVERITY_ORDER.indexOf(severity) > floor)
    .map((finding) => ({ finding, to: 'list', reason: `below minimumSeverity ${minimumSeverity}` }));
}

function withoutPlace({ open }: Round): Triaged[] {
  return open.flatMap((finding) =>
    finding.anchor.kind === 'summary' && !finding.isOfReview
      ? [{ finding, to: 'list' as const, reason: finding.anchor.reason }]
      : [],
  );
}

/** New threads only on what changed since the last review; a blocker gets its thread wherever it is found. */
function inReviewedCode({ open, past: { since } }: Round): Triaged[] {
  if (since.kind === 'all') return [];
  const reasonOf = ({ listedBefore }: PlacedFinding) =>
    listedBefore
      ? `found in iteration ${listedBefore.iteration}, without a thread`
      : `newly found in code that was reviewed in iteration ${since.iteration}`;
  return open
    .filter((finding) => finding.severity !== 'blocker' && !isFresh(finding, since))
    .map((finding) => ({ finding, to: 'list', reason: reasonOf(finding) }));
}

/** The first few suggestions, with those that have a thread already. */
function beyondSuggestions({ open, decided }: Round): Triaged[] {
  const raised = decided.filter(({ to, finding }) => to === 'thread' && finding.severity === 'suggestion');
  const room = Math.max(0, MAX_SUGGESTIONS - raised.length);
  return open
    .filter(({ severity }) => severity === 'suggestion')
    .slice(room)
    .map((finding) => ({ finding, to: 'list', reason: `beyond ${MAX_SUGGESTIONS} suggestions` }));
}

/** The gravest may have threads; those that have one already count with them. */
function beyondMaximum({ open, decided, ranked: all, policy: { maxComments } }: Round): Triaged[] {
  const raised = decided.filter(({ to }) => to === 'thread').map(({ finding }) => finding);
  const wanting = new Set([...open, ...raised]);
  const entitled = new Set(all.filter((finding) => wanting.has(finding)).slice(0, maxComments));
  return open
    .filter((finding) => !entitled.has(finding) && !finding.isOfReview)
    .map((finding) => ({ finding, to: 'list', reason: `beyond maxComments ${maxComments}` }));
}
