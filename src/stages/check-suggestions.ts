import { applySuggestion } from '../steps/anchors/apply-suggestion';
import type { Change } from '../steps/scope/change';
import { fileOf } from '../steps/triage/known-code';
import type { PlacedFinding } from '../steps/triage/placed-finding';
import type { World } from '../world';

/** Takes back suggestions that would break a file which can be parsed now; without a grammar they stay. */
export async function checkSuggestions(
  { outliner, signal }: Pick<World, 'outliner' | 'signal'>,
  findings: readonly PlacedFinding[],
  change: Change,
): Promise<PlacedFinding[]> {
  if (outliner === null) return [...findings];
  let left = MOST_BYTES;
  const untried = new Set<string>();
  const trials = findings.flatMap((finding) => {
    const content = contentOf(finding, change);
    left -= content?.length ?? 0;
    if (content !== undefined && left < 0) untried.add(finding.key);
    return content === undefined || left < 0 ? [] : trialOf(finding, content);
  });
  if (trials.length + untried.size === 0) return [...findings];
  const parsed = await outliner.parses(
    trials.flatMap(({ before, after }) => [before, after]),
    signal,
  );
  const broken = trials.filter((_, index) => parsed[2 * index] !== false && parsed[2 * index + 1] === false);
  const keys = new Set(broken.map(({ key }) => key));
  return findings.map((finding) => {
    if (keys.has(finding.key)) return withoutSuggestion(finding, 'the file could not be parsed with it');
    return untried.has(finding.key) ? withoutSuggestion(finding, 'more was offered than can be tried') : finding;
  });
}

/** Files that are tried with a suggestion each, together: so many are in memory at once. */
const MOST_BYTES = 32_000_000;

/** Of the file that the suggestion changes. */
function contentOf({ anchor, suggestion }: PlacedFinding, change: Change): Uint8Array | undefined {
  if (suggestion === undefined || anchor.kind !== 'lines') return undefined;
  return change.contents.get(fileOf(anchor, change)?.newBlob ?? '');
}

/** The file before and after "Apply change". */
function trialOf({ key, anchor, suggestion = '' }: PlacedFinding, content: Uint8Array) {
  if (anchor.kind !== 'lines') return [];
  const text = applySuggestion(Buffer.from(content).toString('utf8'), anchor.range, suggestion);
  const { path } = anchor;
  return [{ key, before: { path, content }, after: { path, content: Buffer.from(text) } }];
}

function withoutSuggestion({ suggestion: _, ...finding }: PlacedFinding, reason: string): PlacedFinding {
  return { ...finding, refusedSuggestion: reason };
}
