import { codeSpan, escapeMarkdown } from '../comments/escape';
import type { RunRecord } from './record';
import { plural } from './status-text';

/** Longest list on the run's page; the record holds all. */
const MAX_LIST_LENGTH = 200;

/** The run's summary page for a mode that reviews nothing: what came of it, and what was found. */
export function runModeSummary(record: RunRecord, runMode: string): string {
  const { problems, notes, files, product, milliseconds } = record;
  const [headline = '', ...rest] = problems;
  const left = files.filter(({ state }) => state === 'skipped');
  return [
    `## Second Pass: ${runMode}`,
    `**${escapeMarkdown(headline)}**`,
    bullets(rest.map(escapeMarkdown)),
    bullets(notes.map(escapeMarkdown)),
    folded(
      `${plural(left.length, 'file')} left out`,
      left.map(({ path, reason = '' }) => `${codeSpan(path)}: ${escapeMarkdown(reason)}`),
    ),
    `---\n${(milliseconds / 1000).toFixed(0)} s · Second Pass ${product.version}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function folded(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<details><summary>${title}</summary>\n\n${bullets(lines)}\n\n</details>`;
}

function bullets(lines: readonly string[]): string {
  const more = lines.length > MAX_LIST_LENGTH ? [`… and ${lines.length - MAX_LIST_LENGTH} more, in the record`] : [];
  return [...lines.slice(0, MAX_LIST_LENGTH), ...more].map((line) => `* ${line}`).join('\n');
}
