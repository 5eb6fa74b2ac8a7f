import { codeSpan, escapeMarkdown } from '../comments/escape';
import type { ReviewRecord } from './review-record';
import { trackingComment } from './tracking-comment';

/** The run's summary page: the tracking comment, and the findings that stand as threads on the pull request. */
export function summaryMarkdown(record: ReviewRecord): string {
  const posted = record.findings.filter(({ fate }) => fate === 'posted' || fate === 'known');
  if (posted.length === 0) return trackingComment(record);
  const lines = posted.map((finding) => {
    const line = finding.startLine === undefined ? '' : ` line ${finding.startLine}`;
    return `* **${finding.severity}** ${codeSpan(finding.path)}${line}: ${escapeMarkdown(finding.title)}`;
  });
  return `${trackingComment(record)}\n\n### Threads\n\n${lines.join('\n')}\n`;
}
