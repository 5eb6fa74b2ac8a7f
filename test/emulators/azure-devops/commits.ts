import { createHash } from 'node:crypto';
import type { Collection } from './collection';
import { gitText } from './git';
import type { Repository } from './model';
import { commitReference } from './wire-collection';

const fields = ['%H', '%P', '%T', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00');

/** The commits reachable from `to` and not from `from`, newest first, as `GitCommitRef`. */
export async function commitsBetween(collection: Collection, repository: Repository, from: string, to: string) {
  return (await log(repository, [`${from}..${to}`])).map((commit) => commitOnWire(collection, repository, commit));
}

/** One commit with its tree and parents, as `GitCommit`. */
export async function commitNumbered(collection: Collection, repository: Repository, id: string) {
  const [commit] = await log(repository, ['-1', id]);
  if (!commit) return undefined;
  return { treeId: commit.tree, parents: commit.parents, ...commitOnWire(collection, repository, commit) };
}

interface Commit {
  id: string;
  parents: string[];
  tree: string;
  author: { name: string; email: string; date: string };
  committer: { name: string; email: string; date: string };
  message: string;
}

async function log(repository: Repository, range: string[]): Promise<Commit[]> {
  const text = await gitText(repository.directory, ['log', '--no-color', `--format=${fields}%x01`, ...range, '--']);
  return text
    .split('\x01')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [id, parents, tree, an, ae, ad, cn, ce, cd, message] = part.trimStart().split('\0') as string[];
      return {
        id,
        parents: (parents ?? '').split(' ').filter(Boolean),
        tree,
        author: { name: an, email: ae, date: ad },
        committer: { name: cn, email: ce, date: cd },
        message: message?.trimEnd(),
      } as Commit;
    });
}

function commitOnWire(collection: Collection, repository: Repository, commit: Commit) {
  const gravatar = createHash('sha256').update(commit.author.email).digest('hex').slice(0, 32);
  return {
    ...commitReference(collection, repository, commit.id),
    author: { ...commit.author, imageUrl: `${collection.url}_apis/GraphProfile/MemberAvatars/${gravatar}` },
    committer: commit.committer,
    comment: commit.message.slice(0, 1000),
    ...(commit.message.length > 1000 ? { commentTruncated: true } : {}),
  };
}
