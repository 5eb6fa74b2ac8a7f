import { compareText } from '../diff/compare-text';
import type { Category } from '../prompt/candidate';
import type { PlacedFinding } from './placed-finding';
import { SEVERITY_ORDER } from './severity-order';

/** Most severe first, then by what it harms, by how sure it is, by how much is at stake; then by place, so that order is stable. */
export function ranked(findings: readonly PlacedFinding[]): PlacedFinding[] {
  return [...findings].sort(
    (a, b) =>
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      Number(b.enforced === true) - Number(a.enforced === true) ||
      CATEGORY_ORDER.indexOf(a.category) - CATEGORY_ORDER.indexOf(b.category) ||
      confidenceOf(a) - confidenceOf(b) ||
      (b.risk ?? 0) - (a.risk ?? 0) ||
      Number(a.source === 'alert') - Number(b.source === 'alert') ||
      compareText(a.path, b.path) ||
      a.range.startLine - b.range.startLine ||
      compareText(a.key, b.key),
  );
}

const CATEGORY_ORDER: readonly Category[] = [
  'security',
  'bug',
  'error-handling',
  'performance',
  'testing',
  'maintainability',
];

/** A tool's alert, and what nobody judged, is neither sure nor doubtful. */
function confidenceOf({ confidence = 'medium' }: PlacedFinding): number {
  return ['high', 'medium', 'low'].indexOf(confidence);
}
