import { firstNamed } from '../../first-named';
import type { Gap } from './gap';

const MAX_NAMED = 5;

const MERGE_LOCALLY =
  'Merge the target branch into the source branch and push that: what stands in a commit of the source is reviewed.';

/** Files in which the merge holds lines of its own; null where nobody can tell which. */
export function mergeGap(paths: readonly string[] | null): Gap[] {
  if (paths === null)
    return gap(
      'What the merge with the target branch holds could not be compared with what was read.',
      'Run the review again.',
    );
  if (paths.length === 0) return [];
  return gap(
    `The merge with the target branch holds what stands in neither branch and was not read, as where a conflict was resolved in the service: ${firstNamed(paths, MAX_NAMED)}.`,
    MERGE_LOCALLY,
  );
}

export function unmergedGap(why: 'conflicts' | 'unknown'): Gap[] {
  return why === 'conflicts'
    ? gap('The branches conflict, and how that will be resolved was not read.', MERGE_LOCALLY)
    : gap('The service has not merged the branches yet, so what it will merge was not read.', 'Run the review again.');
}

function gap(message: string, advice: string): Gap[] {
  return [{ code: 'merge-unread', message, advice }];
}
