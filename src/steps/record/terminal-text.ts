import type { Style } from '../../ports/style';
import { harmless } from '../comments/harmless';
import type { FileFate } from '../scope/file-fate';
import type { FindingFate } from './finding-record';
import type { ReviewRecord } from './review-record';
import { plural } from './status-text';

/** The result of a run as a terminal shows it: every finding with its code as it stands in the file, then what was left out and why. */
export function terminalText(record: ReviewRecord, style: Style): string {
  const findings = record.findings.filter(({ fate }) => fate !== 'merged');
  return `${[
    ...findings.map((finding) => findingText(finding, style)),
    ...(findings.length === 0 && record.ending.outcome === 'reviewed' ? ['No findings.'] : []),
    // Where Claude was not asked, that is true of every file and told once.
    record.situation === 'analysed' ? '' : list('Not reviewed', filesIn(record, 'notReviewed'), fileLine, style),
    list('Reviewed in part of their lines', filesIn(record, 'clipped'), fileLine, style),
    list('Skipped', filesIn(record, 'skipped'), fileLine, style),
    list(
      'Looked at and set aside',
      record.setAside,
      ({ fate, path, title, reason }) => `${fate}: ${path}: ${title} (${reason})`,
      style,
    ),
    list('Notes', record.notes, (note) => note, style),
    [headline(record, style), harmless(record.summary)].filter(Boolean).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function headline({ ending, counts, files, situation }: ReviewRecord, style: Style): string {
  const paint = { FAIL: style.blocker, ADVISORY: style.warning, PASS: style.added, NONE: style.strong }[ending.verdict];
  const open = [
    plural(counts.blockers, 'blocker'),
    plural(counts.warnings, 'warning'),
    plural(counts.suggestions, 'suggestion'),
  ].join(', ');
  const skipped = files.filter(({ state }) => state === 'skipped').length;
  const reviewed = files.filter(({ state }) => state === 'reviewed' || state === 'clipped').length;
  const scope =
    situation === 'analysed'
      ? `${files.length - skipped} of ${plural(files.length, 'changed file')} analysed`
      : `${reviewed} of ${plural(files.length, 'changed file')} reviewed`;
  const verdict = ending.verdict === 'NONE' ? 'no verdict' : ending.verdict;
  return `${paint(`Second Pass: ${verdict}`)}  ${open}; ${scope}`;
}

/** The place comes first and alone, so that terminals and editors make a link of it. */
function findingText(finding: FindingFate, style: Style): string {
  const { severity, category, title, rule } = finding;
  const place = `${harmless(finding.path)}${finding.startLine === undefined ? '' : `:${finding.startLine}`}`;
  const label = `${severity[0]?.toUpperCase()}${severity.slice(1)}`;
  const parts = [
    codeText(finding, style),
    finding.body,
    suggestionText(finding, style),
    finding.evidence === '' ? '' : style.quiet(`Evidence: ${harmless(finding.evidence)}`),
    rule === undefined ? '' : style.quiet(`Rule: ${harmless(rule)}`),
  ];
  const [code = '', body = '', ...rest] = parts;
  return [
    style.strong(place),
    indented(`${style[severity](label)} · ${category} — ${style.strong(harmless(title))}`),
    ...[code, indented(harmless(body)), ...rest.map(indented)].filter((part) => part !== ''),
  ].join('\n');
}

/** Exactly what stands in the file, each line behind its number. */
function codeText({ excerpt, startLine, side }: FindingFate, style: Style): string {
  if (excerpt === undefined || startLine === undefined) return '';
  const lines = excerpt.split('\n');
  const width = String(startLine + lines.length - 1).length;
  const mark = side === 'old' ? '-' : '│';
  return lines
    .map(
      (line, index) => `    ${style.quiet(`${String(startLine + index).padStart(width)} ${mark}`)} ${harmless(line)}`,
    )
    .join('\n');
}

function suggestionText({ suggestion }: FindingFate, style: Style): string {
  if (suggestion === undefined) return '';
  const lines = suggestion.split(/\r?\n/).map((line) => style.added(`  + ${harmless(line)}`));
  return ['Suggestion:', ...lines].join('\n');
}

function filesIn({ files }: ReviewRecord, state: FileFate['state']): FileFate[] {
  return files.filter((file) => file.state === state);
}

function fileLine({ path, reason = '', rule }: FileFate): string {
  return `${path}: ${reason}${rule ? ` (${rule})` : ''}`;
}

function list<Item>(title: string, items: readonly Item[], line: (item: Item) => string, style: Style): string {
  if (items.length === 0) return '';
  return [style.strong(`${title} (${items.length})`), ...items.map((item) => indented(harmless(line(item))))].join(
    '\n',
  );
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
