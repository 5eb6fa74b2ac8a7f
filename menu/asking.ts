import { entriesOf, objectOf, parsed, pathOf, textOf } from '../web/rest/answers';
import { kindOfStatus, RestFailure } from '../web/rest/failure';
import { repositoryOf } from '../web/rest/repository-of';
import type { Rest } from '../web/rest/rest';

export interface Pipeline {
  id: number;
  name: string;
}

/** What the panel can do, with the rights of the person in front of it alone. */
export interface Asking {
  /** Pipelines of the project; those that are called like us come first. */
  pipelines(): Promise<readonly Pipeline[]>;
  /** Writes the comment that asks, on a thread of its own; answers with its link. */
  write(words: string): Promise<string>;
  /** Queues the pipeline for that comment; answers with the page of the run. */
  start(pipeline: number, comment: string): Promise<string>;
}

export interface AskingOptions {
  rest: Rest;
  collectionUrl: string;
  project: string;
  repositoryId: string;
  pullRequestId: number;
  token(): Promise<string>;
}

const VERSIONS = ['7.1', '7.0', '6.0-preview.1'] as const;

export function createAsking({ rest, collectionUrl, project, pullRequestId, token, ...given }: AskingOptions): Asking {
  const post = (path: string, body: object) => postTo(new URL(`${collectionUrl}${path}`), body, token);
  return {
    async pipelines() {
      const answer = await rest.json(pathOf(project, '_apis', 'pipelines'), { isLate: true });
      const all = entriesOf(answer).flatMap((entry) => {
        const { id, name } = objectOf(entry);
        return typeof id === 'number' ? [{ id, name: textOf(name) }] : [];
      });
      return all.sort(
        (left, right) => Number(isOurs(right)) - Number(isOurs(left)) || (left.name < right.name ? -1 : 1),
      );
    },
    async write(words) {
      const repository = given.repositoryId || (await repositoryOf(rest, project, pullRequestId));
      const path = pathOf(project, '_apis', 'git', 'repositories', repository, 'pullRequests', `${pullRequestId}`);
      const thread = { comments: [{ content: words, commentType: 'text', parentCommentId: 0 }], status: 'active' };
      const { comments } = objectOf(await post(`${path}/threads`, thread));
      const [first] = Array.isArray(comments) ? comments : [];
      const link = textOf(objectOf(objectOf(objectOf(first)._links).self).href);
      if (link === '') throw new RestFailure('notReadable');
      return link;
    },
    async start(pipeline, comment) {
      const path = pathOf(project, '_apis', 'pipelines', `${pipeline}`, 'runs');
      const { _links } = objectOf(await post(path, { templateParameters: { comment } }));
      const page = textOf(objectOf(objectOf(_links).web).href);
      return page.startsWith(collectionUrl) ? page : '';
    },
  };
}

function isOurs({ name }: Pipeline): boolean {
  return /second[- ]?pass|\bfix\b/i.test(name);
}

/** Sent once: what was not answered is told, and never written a second time. */
async function postTo(url: URL, body: object, token: () => Promise<string>): Promise<unknown> {
  for (const version of VERSIONS) {
    url.searchParams.set('api-version', version);
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token()}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      ...{ redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' },
    }).catch(() => {
      throw new RestFailure('refused');
    });
    const text = await answer.text();
    if (answer.ok && answer.status !== 203) return parsed(text);
    const isRefused = answer.status === 400 && /"Vss(VersionOutOfRange|InvalidPreviewVersion)/.test(text);
    if (!isRefused) throw new RestFailure(kindOfStatus(answer.status), answer.status);
  }
  throw new RestFailure('service');
}
