import type { Agent } from './agent';
import type { PipelineFacts } from './pipeline-facts';

export interface PullRequestIdReading {
  pullRequest: PipelineFacts['pullRequest'];
  notes: readonly string[];
}

/**
 * Which pull request this run belongs to: the input wins; then what a pull request build says of itself; then what a
 * classic release knows of its artifacts, of which the primary one comes first.
 */
export function readPullRequestId(agent: Agent): PullRequestIdReading {
  const candidates = [
    { id: idOf(agent.input('pullRequestId')), source: 'input' },
    { id: idOf(agent.variable('System.PullRequest.PullRequestId')), source: 'pullRequestBuild' },
    { id: idOf(agent.variable('Build.PullRequest.Id')), source: 'release' },
    { id: idOf(mergeRefNumber(agent.variable('Build.SourceBranch'))), source: 'mergeRef' },
  ] as const;
  for (const { id, source } of candidates) if (id !== null) return { pullRequest: { id, source }, notes: [] };
  return fromAliases(agent);
}

/** Other artifacts of a release tell their pull request in a variable named after their alias. */
function fromAliases(agent: Agent): PullRequestIdReading {
  const names = agent.environmentNames().filter((name) => name.toUpperCase().endsWith('_PULLREQUEST_ID'));
  const ids = new Set(names.map((name) => idOf(agent.variable(name))).filter((id) => id !== null));
  const [only, ...others] = ids;
  if (only === undefined) return { pullRequest: null, notes: [] };
  if (others.length === 0) return { pullRequest: { id: only, source: 'release' }, notes: [] };
  const list = [...ids].sort((left, right) => left - right).join(', ');
  const note = `The artifacts of this release belong to several pull requests (${list}): set input "pullRequestId".`;
  return { pullRequest: null, notes: [note] };
}

function mergeRefNumber(branch: string): string {
  return /^refs\/pull\/(\d+)\/merge$/.exec(branch)?.[1] ?? '';
}

function idOf(text: string): number | null {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 ? value : null;
}
