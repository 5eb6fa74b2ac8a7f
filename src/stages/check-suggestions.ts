import { applySuggestion } from '../steps/anchors/apply-suggestion';
import type { Change } from '../steps/scope/change';
import type { PlacedFinding } from '../steps/triage/placed-finding';
import type { World } from '../world';

/** Takes back suggestions that would break a file which can be parsed now; without a grammar they stay. */
export async function checkSuggestions(
  { outliner, signal }: Pick<World, 'outliner' | 'signal'>,
  findings: readonly PlacedFinding[],
  change: Change,
): Promise<PlacedFinding[]> {
  const trials = findings.flatMap((finding) => trialOf(finding, change));
  if (outliner === null || trials.length === 0) return [...findings];
  const parsed = await outliner.parses(
    trials.flatMap(({ before, after }) => [before, after]),
    signal,
  );
  const broken = trials.filter((_, index) => parsed[2 * index] !== false && parsed[2 * index + 1] === false);
  const keys = new Set(broken.map(({ key }) => key));
  return findings.map((finding) => (keys.has(finding.key) ? withoutSuggestion(finding) : finding));
}

/** The file before and after "Apply change". */
function trialOf({ key, anchor, suggestion }: PlacedFinding, { scope, contents }: Change) {
  if (suggestion === undefined || anchor.kind !== 'lines') return [];
  const file = scope.files.find(({ path }) => path === anchor.path);
  const content = contents.get(file?.newBlob ?? '');
  if (content === undefined) return [];
  const text = applySuggestion(Buffer.from(content).toString('utf8'), anchor.range, suggestion);
  const { path } = anchor;
  return [{ key, before: { path, content }, after: { path, content: Buffer.from(text) } }];
}

function withoutSuggestion({ suggestion: _, ...finding }: PlacedFinding): PlacedFinding {
  return { ...finding, refusedSuggestion: 'the file could not be parsed with it' };
}
