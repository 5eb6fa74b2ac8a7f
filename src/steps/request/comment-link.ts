import type { CommentPlace } from '../../ports/comment-source';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^[1-9]\d{0,9}$/;
/** Names of projects and repositories, less what could lead to another place. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()+-]{0,254}$/u;

/**
 * Where a comment stands, from the link that an event or a page gives: of this collection, and made of numbers, ids and names
 * alone. Null for everything else; nothing of it is ever asked for, shown or logged.
 */
export function readCommentLink(link: string, collectionUrl: string): CommentPlace | null {
  const path = belowCollection(link, collectionUrl);
  if (path === null) return null;
  return fromInterface(path) ?? fromPage(path);
}

interface Below {
  names: readonly string[];
  query: URLSearchParams;
}

/** `[project/]_apis/git/repositories/{id}/pullRequests/{n}/threads/{n}/comments/{n}` */
function fromInterface({ names, query }: Below): CommentPlace | null {
  const at = names.findIndex((name) => name.toLowerCase() === '_apis');
  if (at < 0 || at > 1 || [...query].length > 0) return null;
  const [, git, repositories, repository = '', pullRequests, id = '', threads, thread = '', comments, comment = ''] =
    names.slice(at);
  const words = [git, repositories, pullRequests, threads, comments].map((word) => word?.toLowerCase()).join('/');
  if (words !== 'git/repositories/pullrequests/threads/comments' || names.length !== at + 10) return null;
  return checked({ project: at === 1 ? (names[0] ?? '') : '', repository, id, thread, comment });
}

/** `project/_git/repository/pullrequest/{n}?discussionId={n}[&commentId={n}]` */
function fromPage({ names, query }: Below): CommentPlace | null {
  const [project = '', git, repository = '', pullRequest, id = '', ...more] = names;
  if (git?.toLowerCase() !== '_git' || pullRequest?.toLowerCase() !== 'pullrequest' || more.length > 0) return null;
  const known = new Set(['discussionid', 'commentid', '_a']);
  if ([...query.keys()].some((name) => !known.has(name.toLowerCase()))) return null;
  const comment = query.get('commentId') ?? '1';
  return checked({ project, repository, id, thread: query.get('discussionId') ?? '', comment });
}

function checked(given: { project: string; repository: string; id: string; thread: string; comment: string }) {
  const { project, repository, id, thread, comment } = given;
  const isPlace = (name: string) => GUID.test(name) || (NAME.test(name) && !name.includes('..'));
  if (!isPlace(repository) || (project !== '' && !isPlace(project))) return null;
  if (project === '' && !GUID.test(repository)) return null;
  if (![id, thread, comment].every((number) => NUMBER.test(number))) return null;
  return { project, repository, pullRequestId: Number(id), threadId: Number(thread), commentId: Number(comment) };
}

/** The decoded names below the collection's address; null when it stands elsewhere or spells anything in an odd way. */
function belowCollection(link: string, collectionUrl: string): Below | null {
  if (link.length > 1_000 || !URL.canParse(link) || !URL.canParse(collectionUrl)) return null;
  // What a url normalises away would make two readers see two places.
  if (/[\s\\@#]|\/\.{1,2}(\/|$)|%2e|%2f|%5c|%25|\/\/.*\/\//i.test(link)) return null;
  const [asked, own] = [new URL(link), new URL(collectionUrl)];
  const base = baseOf(asked, own);
  if (base === null) return null;
  const rest = asked.pathname.slice(base.length);
  const names = rest.split('/').map(decoded);
  if (names.some((name) => name === null || name === '')) return null;
  return { names: names as string[], query: asked.searchParams };
}

/** The organisation answers under two names; whatever else differs is another place. */
function baseOf(asked: URL, own: URL): string | null {
  const path = `${own.pathname.replace(/\/*$/, '')}/`;
  if (asked.origin === own.origin) return asked.pathname.toLowerCase().startsWith(path.toLowerCase()) ? path : null;
  const [organisation, other] = [organisationOf(own), organisationOf(asked)];
  if (organisation === '' || organisation !== other || asked.protocol !== 'https:' || asked.port !== '') return null;
  return asked.hostname === 'dev.azure.com' ? `/${organisation}/` : '/';
}

function organisationOf({ hostname, pathname }: URL): string {
  const old = /^([\w-]+)\.visualstudio\.com$/.exec(hostname)?.[1];
  return (old ?? (hostname === 'dev.azure.com' ? (pathname.split('/')[1] ?? '') : '')).toLowerCase();
}

function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
