import { withoutLines } from '../comments/without-lines';
import type { Settings } from '../settings/settings';
import type { FindingFate } from './finding-record';
import { isReview, type RunRecord } from './record';
import type { ReviewRecord } from './review-record';

/**
 * The record as it may leave the agent with the run: `none` keeps no line of source, `excerpts` the commented lines alone,
 * `full` everything that was reviewed.
 */
export function withArtifacts<Run extends RunRecord>(record: Run, artifacts: Settings['artifacts']): Run {
  if (artifacts === 'full' || !isReview(record)) return record;
  const kept: RunRecord = artifacts === 'none' ? withoutCode(record) : withExcerpts(record);
  return kept as Run;
}

function withExcerpts({ reviewed: _, ...record }: ReviewRecord): ReviewRecord {
  const findings = record.findings.map(({ replacement: _, ...finding }) =>
    finding.fate === 'posted' || finding.fate === 'known' ? finding : bare(finding),
  );
  return { ...record, findings };
}

/** Words may quote the lines that they are about, so that those are left out of all words as well. */
function withoutCode({ reviewed: _, ...record }: ReviewRecord): ReviewRecord {
  const lines = record.findings.flatMap(({ excerpt, suggestion, replacement }) => [excerpt, suggestion, replacement]);
  const findings = record.findings.map((finding) => ({ ...bare(finding), evidence: '' }));
  return everyText({ ...record, findings }, (text) => withoutLines(text, lines)) as ReviewRecord;
}

function bare({ excerpt: _, suggestion: __, replacement: ___, ...finding }: FindingFate): FindingFate {
  return finding;
}

function everyText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => everyText(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, everyText(one, change)]));
}
