import type { Severity } from '../settings/settings';
import { SEVERITY_ORDER } from '../triage/severity-order';

/** Which of our findings a request means that names several at once; null for any other request. */
export function wantedFindings(text: string): readonly Severity[] | null {
  const [line = ''] = text.trim().split('\n');
  const [, named] =
    /^all\b((?:[\s,]+(?:and\s+)?(?:blockers?|warnings?|suggestions?|findings?)\b)*)(.*)$/i.exec(line) ?? [];
  if (named === undefined) return null;
  const words = named.toLowerCase();
  // "all" by itself means all of them; "all usages of x" is a request in words of its own.
  if (words.trim() === '') return line.trim().toLowerCase() === 'all' ? SEVERITY_ORDER : null;
  if (words.includes('finding')) return SEVERITY_ORDER;
  return SEVERITY_ORDER.filter((severity) => words.includes(severity));
}
