import type { SarifReading, SarifRegion, SarifResult } from '../../../src/steps/alerts/sarif-result';

/** A reading as text, one line per result: what a person checks in a golden file. */
export function shown(reading: SarifReading): string {
  const tools = reading.tools.map((tool) => `tool ${tool.name} ${tool.version ?? '-'}`);
  const notes = reading.notes.map((note) => `note ${note}`);
  const silent = reading.withoutProblem > 0 ? [`without problem ${reading.withoutProblem}`] : [];
  return [...tools, ...notes, ...silent, ...reading.results.map(shownResult)].map((line) => `${line}\n`).join('');
}

function shownResult(result: SarifResult): string {
  const where = result.path === undefined ? `(${result.unplaced})` : result.path + shownRegion(result.region);
  const places = (result.alsoAt ?? []).filter(({ path }) => path !== undefined);
  const more = places.map((place) => ` + ${place.path}${shownRegion(place.region)}`).join('');
  const marks = [result.suppressed && `suppressed ${result.suppressed}`, result.known && 'known'].filter(Boolean);
  const facts = marks.length > 0 ? ` [${marks.join(', ')}]` : '';
  return `${result.level} ${result.ruleId} ${where}${more}${facts} | ${result.message.replace(/\s+/g, ' ').slice(0, 80)}`;
}

function shownRegion(region: SarifRegion | undefined): string {
  if (!region) return '';
  if (region.kind === 'lines') return `:${region.startLine}-${region.endLine}`;
  return `:${region.kind} ${region.offset}+${region.length}`;
}
