import type { PullRequest } from '../../ports/code-host';
import type { Settings } from '../settings/settings';
import type { Situation } from './results';

export interface Circumstance {
  situation: Situation;
  /** One sentence each; empty when all went well. */
  problems: readonly string[];
}

/** Why a pull request is not even looked at; undefined when it is. */
export function whyNotReviewed(
  { state, isDraft }: Pick<PullRequest, 'state' | 'isDraft'>,
  { reviewDrafts }: Pick<Settings, 'reviewDrafts'>,
): Circumstance | undefined {
  if (state !== 'active') return { situation: 'superseded', problems: [`the pull request is ${state}`] };
  if (isDraft && !reviewDrafts) return { situation: 'draftSkipped', problems: [] };
  return undefined;
}

/** Why the result of a review may no longer be written; undefined when it may. */
export function whySuperseded(before: PullRequest, now: PullRequest): Circumstance | undefined {
  if (now.state !== 'active') return { situation: 'superseded', problems: [`the pull request is ${now.state} by now`] };
  if (now.iteration.id === before.iteration.id) return undefined;
  const problem = `iteration ${now.iteration.id} appeared while iteration ${before.iteration.id} was reviewed`;
  return { situation: 'superseded', problems: [problem] };
}

/** How a review went, by what became of its chunks. */
export function situationOf(chunks: readonly { failure?: { kind: string; message: string } }[]): Circumstance {
  if (chunks.length === 0) return { situation: 'nothingInScope', problems: [] };
  const failures = chunks.flatMap(({ failure }) => failure ?? []);
  const problems = [...new Set(failures.map(({ message }) => message))];
  if (failures.length === 0) return { situation: 'reviewed', problems };
  const stopped = failures.some(({ kind }) => kind === 'deadline' || kind === 'cancelled');
  if (failures.length < chunks.length) return { situation: 'partlyReviewed', problems };
  return { situation: stopped ? 'stopped' : 'reviewerFailed', problems };
}
