import type { Candidate } from '../prompt/candidate';
import { shownWithout } from '../prompt/instructions/canary';
import type { Severity } from '../settings/settings';
import type { ChunkAnswers } from './chunk-answers';
import { decisionOn } from './decision-on';
import type { Finding, SetAside } from './finding';
import type { CandidateVerdict } from './read-answer';
import { readableReason, readableText } from './readable-reason';
import { repeatedCandidate } from './repeated-candidate';
import { isListedReason, reasonName } from './rescind-reasons';

/** What becomes of one candidate of the sweep: a finding, one that is only listed, or none. */
export function settleCandidate(swept: Candidate, answers: ChunkAnswers): Finding | SetAside {
  const candidate = readable(swept, answers);
  const key = keyOf(candidate, answers);
  const { path, title, severity, range } = candidate;
  const aside = { key, path: shownWithout(path), startLine: range.startLine, side: range.side, title, severity };
  const verdict = decisionOn(candidate.id, answers.verdicts);
  if (verdict === undefined) return unverified(candidate, key, answers.critiqueFailed ?? 'no decision was given');
  const reason = readableReason(verdict.reason, candidate, answers);
  if (verdict.decision === 'confirm') return confirmed(candidate, { ...verdict, reason }, key);
  // A verdict that takes back says nothing of the harm.
  const finding = confirmed(candidate, { ...verdict, reason, severity }, key);
  if (isListedReason(reason)) return { ...finding, isOnlyListed: true };
  if (reasonName(reason) !== 'repeated') return { ...aside, fate: 'rescinded', reason };
  const original = originalOf(swept, answers);
  if (original === undefined) return { ...aside, fate: 'rescinded', reason };
  return original === swept ? finding : { ...finding, repeats: keyOf(original, answers) };
}

/** Title, body and evidence are posted too. */
function readable(candidate: Candidate, answers: ChunkAnswers): Candidate {
  const { title, body, evidence } = candidate;
  const said = { title: readableText(title), body: readableText(body) };
  return { ...candidate, ...said, evidence: readableReason(evidence, candidate, answers) };
}

/** Nobody has refuted it, so it is no less than a warning until somebody does. */
function unverified(candidate: Candidate, key: string, why: string): Finding {
  const severity = candidate.severity === 'suggestion' ? 'warning' : candidate.severity;
  return { ...candidate, ...graded(candidate, severity), key, reason: why, source: 'model', unverified: true };
}

function graded({ severity: swept }: Candidate, severity: Severity): Pick<Finding, 'severity' | 'sweptSeverity'> {
  return severity === swept ? { severity } : { severity, sweptSeverity: swept };
}

function keyOf({ id }: Candidate, { chunk }: ChunkAnswers): string {
  return `${chunk}-${id}`;
}

function confirmed(candidate: Candidate, verdict: CandidateVerdict, key: string): Finding {
  const { severity, confidence, reason } = verdict;
  const isRefused = verdict.replacement === 'refuse' && candidate.replacement !== '';
  return {
    ...candidate,
    ...graded(candidate, severity),
    ...(isRefused ? { replacement: '', isReplacementRefused: true as const } : {}),
    ...{ key, confidence, reason, source: 'model' },
  };
}

/**
 * The candidate whose finding speaks for this one, maybe itself: a problem is not lost because two are said to repeat each other,
 * or one repeats nobody. Undefined where what is repeated has a fate of its own, or is an alert.
 */
function originalOf(
  candidate: Candidate,
  answers: ChunkAnswers,
  chain: readonly Candidate[] = [],
): Candidate | undefined {
  const verdict = decisionOn(candidate.id, answers.verdicts);
  if (candidate.raisedIn !== undefined) return undefined;
  if (verdict?.decision !== 'rescind') return candidate;
  if (reasonName(verdict.reason) !== 'repeated') return undefined;
  if (chain.includes(candidate)) return firstOf(chain.slice(chain.indexOf(candidate)), answers);
  const others = answers.candidates.filter(({ id }) => id !== candidate.id);
  const next = repeatedCandidate(candidate, verdict.reason, others);
  if (next) return originalOf(next, answers, [...chain, candidate]);
  const alerts = answers.alerts.flatMap(({ id, path, range }) => (id && range ? [{ id, path, range }] : []));
  return repeatedCandidate(candidate, verdict.reason, alerts) ? undefined : candidate;
}

function firstOf(circle: readonly Candidate[], { candidates }: ChunkAnswers): Candidate | undefined {
  return candidates.find((one) => circle.includes(one));
}
