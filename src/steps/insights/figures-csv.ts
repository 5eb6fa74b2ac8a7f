import type { Figures, FindingGroup, PlaceGroup } from './figures';
import { FATES } from './pull-request-facts';

const HEADS = ['by', 'name', 'findings', ...FATES, 'actedOn', 'cases', 'pullRequests', 'reviewed', 'usd', 'coverage'];

/** Every group of the figures as one row of CSV; nothing in it begins a formula. */
export function figuresCsv({ all, bySeverity, byCategory, bySource, byRepository, byWeek }: Figures): string {
  const rows = [
    rowOf('all', all),
    ...bySeverity.map((group) => rowOf('severity', group)),
    ...byCategory.map((group) => rowOf('category', group)),
    ...bySource.map((group) => rowOf('source', group)),
    ...byRepository.map((group) => rowOf('repository', group)),
    ...byWeek.map((group) => rowOf('week', group)),
  ];
  return [HEADS, ...rows].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

type Value = string | number | null;

function rowOf(by: string, group: FindingGroup | PlaceGroup): Value[] {
  const { name, findings, fates, actedOn } = group;
  const place =
    'usd' in group ? [group.pullRequests, group.reviewed, group.usd, group.coverage.value] : [null, null, null, null];
  return [by, name, findings, ...FATES.map((fate) => fates[fate]), actedOn.value, actedOn.cases, ...place];
}

/** A name that a spreadsheet would take for a formula is shown as text, also behind what another one parts cells by. */
function cellText(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
