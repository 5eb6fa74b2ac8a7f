import { codeSpan, escapeMarkdown } from '../comments/escape';
import { harmless } from '../comments/harmless';
import type { RunModeRecord } from './run-mode-record';
import { plural } from './status-text';

/** Longest list on the run's page; the record holds all. */
const MAX_LIST_LENGTH = 200;

/** The run's summary page for a mode that reviews nothing: what came of it, and what was found. */
export function runModeSummary(record: RunModeRecord): string {
  const { runMode, headline, problems, notes, product, milliseconds } = record;
  return [
    `## Second Pass: ${runMode}`,
    `**${escapeMarkdown(headline)}**`,
    bullets(problems.filter((problem) => !headline.includes(problem)).map(escapeMarkdown)),
    bullets(found(record).map(escapeMarkdown)),
    bullets(notes.map(escapeMarkdown)),
    leftOut(record),
    `---\n${(milliseconds / 1000).toFixed(0)} s · Second Pass ${escapeMarkdown(product.version)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The same for a terminal, as plain lines. */
export function runModeText(record: RunModeRecord): string {
  const { headline, problems, notes } = record;
  return `${[headline, ...problems, ...found(record), ...notes].map(harmless).join('\n')}\n`;
}

/** What the checks found where nothing is at fault, then what to do. */
function found(record: RunModeRecord): string[] {
  if (record.runMode !== 'doctor') return [];
  const { checks } = record;
  return [
    ...checks.filter(({ state }) => state !== 'fault').map(({ text }) => text),
    ...checks.flatMap(({ advice }) => advice.map((text) => `Advice: ${text}`)),
  ];
}

function leftOut(record: RunModeRecord): string {
  const left = record.runMode === 'preview' ? record.files.filter(({ state }) => state === 'skipped') : [];
  return folded(
    `${plural(left.length, 'file')} left out`,
    left.map(({ path, reason = '' }) => `${codeSpan(path)}: ${escapeMarkdown(reason)}`),
  );
}

function folded(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<details><summary>${title}</summary>\n\n${bullets(lines)}\n\n</details>`;
}

function bullets(lines: readonly string[]): string {
  const more = lines.length > MAX_LIST_LENGTH ? [`… and ${lines.length - MAX_LIST_LENGTH} more, in the record`] : [];
  return [...lines.slice(0, MAX_LIST_LENGTH), ...more].map((line) => `* ${line}`).join('\n');
}
