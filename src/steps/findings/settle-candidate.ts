import type { Candidate } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { ChunkAnswers } from './chunk-answers';
import type { Finding, SetAside } from './finding';
import type { CandidateVerdict } from './read-answer';
import { readableReason } from './readable-reason';
import { repeatedCandidate } from './repeated-candidate';
import { isListedReason, reasonName } from './rescind-reasons';

/** What becomes of one candidate of the sweep: a finding, one that is only listed, or none. */
export function settleCandidate(candidate: Candidate, answers: ChunkAnswers): Finding | SetAside {
  const key = keyOf(candidate, answers);
  const { path, title, severity, range } = candidate;
  const aside = { key, path, startLine: range.startLine, side: range.side, title, severity };
  const verdict = verdictOn(candidate, answers);
  if (verdict === undefined) return unverified(candidate, key, answers.critiqueFailed ?? 'no decision was given');
  const reason = readableReason(verdict.reason, candidate, answers.candidates);
  if (verdict.decision === 'confirm') return confirmed(candidate, { ...verdict, reason }, key);
  if (isListedReason(reason)) return { ...confirmed(candidate, { ...verdict, reason }, key), isOnlyListed: true };
  const original = reasonName(reason) === 'repeated' ? originalOf(candidate, verdict, answers) : undefined;
  if (original === undefined) return { ...aside, fate: 'rescinded', reason };
  return { ...confirmed(candidate, { ...verdict, reason }, key), repeats: keyOf(original, answers) };
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

function verdictOn({ id }: Candidate, { verdicts }: ChunkAnswers): CandidateVerdict | undefined {
  return verdicts.find((verdict) => verdict.id === id);
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

/** Only what stands can speak for another one: a problem is not lost with the one that it is said to repeat. */
function originalOf(candidate: Candidate, verdict: CandidateVerdict, answers: ChunkAnswers): Candidate | undefined {
  const standing = answers.candidates.filter((one) => {
    const isFound = one.id !== candidate.id && one.raisedIn === undefined;
    return isFound && verdictOn(one, answers)?.decision !== 'rescind';
  });
  return repeatedCandidate(candidate, verdict.reason, standing);
}
