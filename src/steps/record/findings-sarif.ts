import type { FindingFate, RunRecord } from './record';
import { type SarifFinding, sarifOf, sarifRuleId } from './sarif';

const LEVEL = { blocker: 'error', warning: 'warning', suggestion: 'note' } as const;

/** The run's findings as a SARIF log, for viewers and for later steps. */
export function findingsSarif(record: RunRecord, name: string): string {
  const findings = record.findings
    .filter(({ fate }) => fate !== 'merged')
    .map((finding) => sarifFinding(finding, record));
  const missing = record.files.filter(({ state }) => state === 'notReviewed');
  const log = sarifOf(findings, {
    tool: { name: record.product.name, version: record.product.version },
    name,
    ...(record.calls.length > 0 ? { model: record.reviewer.model } : {}),
    ...(record.pullRequest ? { commit: record.pullRequest.source } : {}),
    complete: record.ending.outcome === 'reviewed',
    notes: [...record.problems, ...missing.map(({ path, reason }) => `${path} was not reviewed: ${reason}`)],
  });
  return JSON.stringify(log, null, 2);
}

function sarifFinding(finding: FindingFate, { accepted }: RunRecord): SarifFinding {
  const decision = accepted.find(({ threadId }) => threadId === finding.threadId);
  const { startLine, endLine, side } = finding;
  return {
    ruleId: sarifRuleId(finding),
    level: LEVEL[finding.severity],
    message: `${finding.title}. ${finding.body}`,
    ...(finding.anchor === 'summary' ? {} : { path: finding.path }),
    ...(startLine && endLine && side ? { range: { startLine, endLine, side } } : {}),
    fingerprint: finding.fingerprint,
    ...(decision
      ? { suppressed: { kind: 'external' as const, justification: `${decision.status}: ${decision.reason}` } }
      : {}),
    properties: {
      severity: finding.severity,
      category: finding.category,
      source: finding.source,
      fate: finding.fate,
      ...(finding.unverified ? { unverified: true } : {}),
    },
  };
}
