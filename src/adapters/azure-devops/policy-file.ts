import * as z from 'zod';
import { SecondPassError } from '../../errors';
import { createRest, type RestOptions } from './rest';

/** A file on a branch of a repository in the same collection; names or ids, not encoded. */
interface FilePlace {
  project: string;
  repository: string;
  branch: string;
  path: string;
}

/** Where a run takes place, by names and ids. */
export interface RunPlace {
  project: readonly string[];
  repository: readonly string[];
}

/** What a run asks to know which policy holds for it; everything is told by the service, nothing by the pipeline. */
export interface PolicyReader {
  /** At the newest commit of the branch. */
  file(place: FilePlace): Promise<{ commit: string; text: string }>;
  placeOfPullRequest(id: number): Promise<RunPlace>;
  placeOfRepository(project: string, idOrName: string): Promise<RunPlace>;
}

const repository = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  project: z.looseObject({ id: z.string().min(1), name: z.string().min(1) }),
});

const refs = z.looseObject({ value: z.array(z.looseObject({ name: z.string(), objectId: z.string() })) });

export function createPolicyReader(options: RestOptions): PolicyReader {
  const rest = createRest(options);
  return {
    async file({ project, repository, branch, path }) {
      const base = `${encodeURIComponent(project)}/_apis/git/repositories/${encodeURIComponent(repository)}`;
      const { value } = await rest.json({
        method: 'GET',
        path: `${base}/refs`,
        route: 'repositories/{id}/refs',
        query: { filter: `heads/${branch}` },
        shape: refs,
      });
      const tip = value.find(({ name }) => name === `refs/heads/${branch}`);
      if (tip === undefined) throw missing(`there is no branch ${branch}`);
      const bytes = await rest.bytes({
        path: `${base}/items`,
        route: 'repositories/{id}/items',
        query: {
          path: `/${path}`,
          'versionDescriptor.version': tip.objectId,
          'versionDescriptor.versionType': 'commit',
          $format: 'octetStream',
        },
      });
      if (bytes === null) throw missing(`there is no file ${path} on ${branch}`);
      return { commit: tip.objectId.toLowerCase(), text: Buffer.from(bytes).toString('utf8') };
    },
    async placeOfPullRequest(id) {
      const found = await rest.json({
        method: 'GET',
        path: `_apis/git/pullrequests/${id}`,
        route: 'pullrequests/{id}',
        shape: z.looseObject({ repository }),
      });
      return placeOf(found.repository);
    },
    async placeOfRepository(project, idOrName) {
      const owner = project === '' ? '' : `${encodeURIComponent(project)}/`;
      const found = await rest.json({
        method: 'GET',
        path: `${owner}_apis/git/repositories/${encodeURIComponent(idOrName)}`,
        route: 'repositories/{id}',
        shape: repository,
      });
      return placeOf(found);
    },
  };
}

function placeOf({ id, name, project }: z.infer<typeof repository>): RunPlace {
  return { project: [project.name, project.id], repository: [name, id] };
}

function missing(message: string): SecondPassError {
  return new SecondPassError({ kind: 'platform', code: 'item-not-found', message });
}
