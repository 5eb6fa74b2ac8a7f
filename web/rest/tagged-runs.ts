import { entriesOf, objectOf, textOf, timeOf } from './answers';
import type { Rest } from './rest';

/** A run that bears one of our tags. */
export interface TaggedRun {
  id: number;
  /** Milliseconds since 1970; 0 while it runs. */
  finishedAt: number;
  definition: { id: number; name: string };
  /** Empty where the service does not tell. */
  repositoryId: string;
  /** Full name of the branch that it ran, of a pull request too. */
  branch: string;
}

/** Newest first, as long as the service keeps them. */
export async function listTaggedRuns(rest: Rest, project: string, tag: string, most: number): Promise<TaggedRun[]> {
  const query = { tagFilters: tag, $top: String(most), queryOrder: 'queueTimeDescending' };
  const answer = await rest.json(`${encodeURIComponent(project)}/_apis/build/builds`, { query });
  return entriesOf(answer).flatMap((entry) => {
    const { id, finishTime, definition, repository, sourceBranch } = objectOf(entry);
    const { id: definitionId, name } = objectOf(definition);
    if (typeof id !== 'number') return [];
    return [
      {
        ...{ id, finishedAt: timeOf(finishTime), repositoryId: textOf(objectOf(repository).id).toLowerCase() },
        branch: textOf(sourceBranch),
        definition: { id: Number(definitionId) || 0, name: textOf(name) },
      },
    ];
  });
}
