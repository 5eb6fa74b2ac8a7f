import type { Settings } from '../settings/settings';
import { isReview, type RunRecord } from './record';

/**
 * The record as it may leave the agent with the run: `none` keeps no line of source, `excerpts` the commented lines alone,
 * `full` everything.
 */
export function withArtifacts<Run extends RunRecord>(record: Run, artifacts: Settings['artifacts']): Run {
  if (artifacts === 'full' || !isReview(record)) return record;
  const findings = record.findings.map(({ excerpt, suggestion, replacement: _, ...finding }) => {
    const isCommented = finding.fate === 'posted' || finding.fate === 'known';
    if (artifacts === 'none' || !isCommented) return finding;
    return {
      ...finding,
      ...(excerpt === undefined ? {} : { excerpt }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  });
  return { ...record, findings };
}
