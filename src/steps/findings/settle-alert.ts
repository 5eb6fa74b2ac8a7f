import type { Alert } from '../alerts/alert';
import type { Severity } from '../settings/settings';
import type { ChunkAnswers } from './chunk-answers';
import { decisionOn } from './decision-on';
import { type CodeLookup, isDismissedByCode } from './dismissal';
import type { Finding, SetAside } from './finding';
import { readableReason } from './readable-reason';

/** An alert without a decision counts as confirmed; one of an enforced rule cannot be dismissed. */
export function settleAlert(alert: Alert, answers: ChunkAnswers, isCodeLine: CodeLookup): Finding | SetAside {
  const id = alert.id ?? alert.fingerprint.slice(0, 12);
  const verdict = decisionOn(alert.id ?? '', answers.alertVerdicts);
  const reason = verdict && readableReason(verdict.reason, alert, answers);
  const title = alertTitle(alert);
  const isDismissed = verdict?.decision === 'dismiss' && !alert.enforced && !alert.kept;
  if (isDismissed && !isDismissedByCode(alert, verdict.reason, isCodeLine)) {
    const why = `not dismissed, since no line of code was named that shows it: ${reason}`;
    return alertFinding(alert, `${answers.chunk}-${id}`, why);
  }
  if (isDismissed) {
    const severity = alertSeverity(alert);
    return {
      key: `${answers.chunk}-${id}`,
      path: alert.path,
      ...(alert.range ? { startLine: alert.range.startLine, side: alert.range.side } : {}),
      title,
      severity,
      fate: 'dismissed',
      reason: reason ?? '',
    };
  }
  return alertFinding(alert, `${answers.chunk}-${id}`, standingReason(alert, verdict?.decision, reason));
}

/** What nobody may dismiss needs no decision, and one that would have is shown as overruled. */
function standingReason({ enforced, kept }: Alert, decision: string | undefined, reason: string | undefined): string {
  if (!enforced && !kept) return reason ?? 'no decision was given, so it stands';
  return decision === 'dismiss'
    ? `it counts all the same, though the check would have dismissed it: ${reason}`
    : (reason ?? '');
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
