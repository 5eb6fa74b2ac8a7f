import type { Alert } from '../alerts/alert';
import type { Candidate } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { Finding, SetAside } from './finding';
import type { AlertVerdict, CandidateVerdict } from './read-answer';

/** What the two passes said about one chunk. */
export interface ChunkAnswers {
  chunk: number;
  candidates: readonly Candidate[];
  verdicts: readonly CandidateVerdict[];
  alerts: readonly Alert[];
  alertVerdicts: readonly AlertVerdict[];
  /** Why the critique did not come to all candidates; those without a verdict stand unverified. */
  critiqueFailed?: string | undefined;
}

export interface Settled {
  findings: readonly Finding[];
  setAside: readonly SetAside[];
  /** Threads of earlier reviews that the critique answered about: why what changed since settles them, or null. */
  askedAgain: ReadonlyMap<number, string | null>;
}

/** The two reasons that a change can bring about; whatever else is said of a problem that was confirmed before settles nothing. */
const SETTLING = /^\W*(?:handled|cannot happen)\b/i;

/** Everything the passes brought, with the critique's decisions applied. */
export function settleChunks(chunks: readonly { answers?: ChunkAnswers | undefined }[]): Settled {
  const settled = chunks.flatMap(({ answers }) => (answers ? [settleChunk(answers)] : []));
  return {
    findings: settled.flatMap(({ findings }) => findings),
    setAside: settled.flatMap(({ setAside }) => setAside),
    askedAgain: new Map(settled.flatMap((one) => [...one.askedAgain])),
  };
}

/** Candidates and alerts of one chunk with the critique's decisions applied; each ends in exactly one of the two lists. */
function settleChunk(answers: ChunkAnswers): Settled {
  const found = answers.candidates.filter(({ raisedIn }) => raisedIn === undefined);
  const candidates = found.map((candidate) => settleCandidate(candidate, answers));
  const alerts = answers.alerts.map((alert) => settleAlert(alert, answers));
  const all = [...candidates, ...alerts];
  return {
    findings: all.filter((one) => 'source' in one),
    setAside: all.filter((one) => 'fate' in one),
    askedAgain: new Map(answers.candidates.flatMap((candidate) => answerAgain(candidate, answers))),
  };
}

/** A problem raised before stands as it did unless it was refuted for one of the reasons that it was asked about. */
function answerAgain({ id, raisedIn }: Candidate, { verdicts }: ChunkAnswers): [number, string | null][] {
  const verdict = verdicts.find((one) => one.id === id);
  if (raisedIn === undefined || verdict === undefined) return [];
  const isSettled = verdict.decision === 'rescind' && SETTLING.test(verdict.reason);
  return [[raisedIn, isSettled ? verdict.reason : null]];
}

function settleCandidate(candidate: Candidate, answers: ChunkAnswers): Finding | SetAside {
  const key = `${answers.chunk}-${candidate.id}`;
  const aside = { key, path: candidate.path, title: candidate.title, severity: candidate.severity };
  const verdict = answers.verdicts.find(({ id }) => id === candidate.id);
  if (verdict === undefined) return unverified(candidate, key, answers.critiqueFailed ?? 'no decision was given');
  if (verdict.decision === 'rescind') return { ...aside, fate: 'rescinded', reason: verdict.reason };
  return { ...candidate, ...graded(candidate, verdict.severity), key, reason: verdict.reason, source: 'model' };
}

/** Nobody has refuted it, so it is no less than a warning until somebody does. */
function unverified(candidate: Candidate, key: string, why: string): Finding {
  const severity = candidate.severity === 'suggestion' ? 'warning' : candidate.severity;
  return { ...candidate, ...graded(candidate, severity), key, reason: why, source: 'model', unverified: true };
}

function graded({ severity: swept }: Candidate, severity: Severity): Pick<Finding, 'severity' | 'sweptSeverity'> {
  return severity === swept ? { severity } : { severity, sweptSeverity: swept };
}

/** An alert without a decision counts as confirmed; one of an enforced rule cannot be dismissed. */
function settleAlert(alert: Alert, answers: ChunkAnswers): Finding | SetAside {
  const id = alert.id ?? alert.fingerprint.slice(0, 12);
  const verdict = answers.alertVerdicts.find((one) => one.id === alert.id);
  const title = alertTitle(alert);
  if (verdict?.decision === 'dismiss' && !alert.enforced) {
    const severity = alertSeverity(alert);
    return {
      key: `${answers.chunk}-${id}`,
      path: alert.path,
      title,
      severity,
      fate: 'dismissed',
      reason: verdict.reason,
    };
  }
  return alertFinding(alert, `${answers.chunk}-${id}`, verdict?.reason ?? 'no decision was given, so it stands');
}

/** The finding that an alert becomes when it stands alone. */
export function alertFinding(alert: Alert, key: string, reason: string): Finding {
  const message = alert.message.trim();
  return {
    key,
    id: alert.id ?? key,
    path: alert.path,
    range: alert.range ?? { side: 'new', startLine: 1, endLine: 1 },
    quote: alert.excerpt ?? '',
    evidence: `${alert.tool} reports rule ${alert.ruleId}.`,
    category: alertCategory(alert),
    severity: alertSeverity(alert),
    title: alertTitle(alert),
    body: message,
    replacement: '',
    reason,
    source: 'alert',
    rule: alert.ruleId,
    enforced: alert.enforced,
  };
}

function alertCategory({ tags, ruleId }: Alert): Finding['category'] {
  return [...tags, ruleId].some((word) => /security|cwe|owasp|secret|injection/i.test(word)) ? 'security' : 'bug';
}

/** Enforced rules block; alerts of error level are warnings at least. */
function alertSeverity(alert: Alert): Severity {
  if (alert.enforced) return 'blocker';
  return alert.level === 'note' ? 'suggestion' : 'warning';
}

function alertTitle(alert: Alert): string {
  const sentence = alert.message.trim().split(/(?<=[.!?])\s|\n/)[0] ?? '';
  return sentence.length > 0 && sentence.length <= 90 ? sentence.replace(/\.$/, '') : (alert.ruleName ?? alert.ruleId);
}
