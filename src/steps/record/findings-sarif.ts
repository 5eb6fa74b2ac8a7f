import type { FindingFate } from './finding-record';
import { isReview, type RunRecord } from './record';
import type { ReviewRecord } from './review-record';
import { type SarifFinding, sarifOf, sarifRuleId } from './sarif';
import { headlineOf } from './status-text';

const LEVEL = { blocker: 'error', warning: 'warning', suggestion: 'note' } as const;

/** The run's findings as a SARIF log, for viewers and for later steps; a run mode that reviews nothing says so in it. */
export function findingsSarif(record: RunRecord, name: string): string {
  const facts = { tool: { name: record.product.name, version: record.product.version }, name };
  const log = isReview(record)
    ? reviewSarif(record, facts)
    : sarifOf([], { ...facts, complete: false, notes: [headlineOf(record), ...record.problems] });
  return JSON.stringify(log, null, 2);
}

function reviewSarif(record: ReviewRecord, facts: { tool: { name: string; version: string }; name: string }) {
  const findings = record.findings
    .filter(({ fate }) => fate !== 'merged')
    .map((finding) => sarifFinding(finding, record));
  const missing = record.files.filter(({ state }) => state === 'notReviewed');
  return sarifOf(findings, {
    ...facts,
    ...(record.calls.length > 0 ? { model: record.reviewer.model } : {}),
    ...(record.pullRequest ? { commit: record.pullRequest.source } : {}),
    complete: record.ending.outcome === 'reviewed',
    notes: [...record.problems, ...missing.map(({ path, reason }) => `${path} was not reviewed: ${reason}`)],
  });
}

function sarifFinding(finding: FindingFate, { accepted }: ReviewRecord): SarifFinding {
  const decision = accepted.find(({ threadId }) => threadId === finding.threadId);
  const { startLine, endLine, side } = finding;
  return {
    ruleId: sarifRuleId(finding),
    level: LEVEL[finding.severity],
    message: `${finding.title}. ${finding.body}`,
    ...(finding.anchor === 'summary' ? {} : { path: finding.path }),
    ...(startLine && endLine && side ? { range: { startLine, endLine, side } } : {}),
    category: finding.category,
    ...(finding.excerpt === undefined ? {} : { snippet: finding.excerpt }),
    ...(finding.suggestion === undefined ? {} : { replacement: finding.suggestion }),
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
