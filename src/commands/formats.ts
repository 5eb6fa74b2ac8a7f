import { extname } from 'node:path';
import type { Style } from '../ports/style';
import { harmlessJson } from '../steps/comments/harmless';
import { withArtifacts } from '../steps/record/artifacts';
import { findingsSarif } from '../steps/record/findings-sarif';
import { isReview, type RunRecord } from '../steps/record/record';
import { reportHtml } from '../steps/record/report/report';
import { runModeSummary, runModeText } from '../steps/record/run-mode-summary';
import { summaryMarkdown } from '../steps/record/summary';
import { terminalText } from '../steps/record/terminal-text';
import type { Settings } from '../steps/settings/settings';

export const FORMATS = ['text', 'json', 'sarif', 'html', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** A record in one of the formats, with a line feed at its end. */
export function shown(
  record: RunRecord,
  format: Format,
  { style, artifacts, name }: { style: Style; artifacts: Settings['artifacts']; name: string },
): string {
  const kept = withArtifacts(record, artifacts);
  switch (format) {
    case 'text':
      // Nothing leaves the machine: a policy on what is kept elsewhere does not hide the user's own code.
      return isReview(record) ? terminalText(record, style) : runModeText(record);
    case 'json':
      return `${harmlessJson(JSON.stringify(kept, null, 2))}\n`;
    case 'sarif':
      return `${harmlessJson(findingsSarif(kept, name))}\n`;
    case 'html':
      return reportHtml(kept);
    case 'markdown':
      return `${(isReview(kept) ? summaryMarkdown(kept) : runModeSummary(kept)).trimEnd()}\n`;
  }
}

/** The format that a file's name asks for. */
export function formatOf(output: string | undefined): Format {
  return BY_EXTENSION[extname(output ?? '').toLowerCase()] ?? 'text';
}

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.sarif': 'sarif',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
};
