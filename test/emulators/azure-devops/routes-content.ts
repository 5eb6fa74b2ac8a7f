import { type Answer, json, list } from './answers';
import { mayOn } from './branch-rights';
import { sameText } from './collection';
import { commitNumbered, commitsBetween } from './commits';
import { readEnum } from './enums';
import { git, gitText, mergeBases, rawChanges, resolve } from './git';
import { itemAt, itemOnWire, itemsBelow } from './items';
import type { Repository } from './model';
import { notePush } from './pull-requests';
import { type Call, queryNumber, queryValue, type Route, repositoryOf } from './router';
import { ServiceError } from './service-error';
import { treeOnWire } from './trees';
import { commitReference, identityOnWire, repositoryOnWire, repositoryUrl } from './wire-collection';

const base = 'git/repositories/:repository';

export const contentRoutes: Route[] = [
  { method: 'GET', template: `${base}/items`, handler: getItems },
  { method: 'POST', template: `${base}/itemsbatch`, handler: itemsBatch },
  { method: 'GET', template: `${base}/blobs/:blob`, handler: getBlob },
  { method: 'GET', template: `${base}/trees/:tree`, handler: getTree },
  { method: 'GET', template: `${base}/commits/:commit`, handler: getCommit },
  { method: 'GET', template: `${base}/commits/:commit/mergebases`, handler: getMergeBases },
  { method: 'GET', template: `${base}/diffs/commits`, handler: diffCommits },
  { method: 'GET', template: `${base}/refs`, handler: listRefs },
  { method: 'POST', template: `${base}/refs`, handler: updateRefs },
  { method: 'GET', template: `${base}/pushes`, handler: listPushes, undescribed: true },
];

/** One item by `path`, or those below `scopePath`. A file comes as itself unless JSON is asked for. */
async function getItems(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const commit = await versionIn(call, repository);
  const path = queryValue(call, 'path');
  const metadata = sameText(queryValue(call, 'includeContentMetadata'), 'true');
  const content = sameText(queryValue(call, 'includeContent'), 'true');
  const shape = { metadata, content };
  const recursion = readEnum('recursion', queryValue(call, 'recursionLevel')) ?? 'none';
  if (path === undefined || recursion !== 'none') {
    const items = await itemsBelow(repository, commit, path ?? queryValue(call, 'scopePath') ?? '/', recursion);
    return list(items.map((item) => itemOnWire(call.collection, repository, commit, item, shape)));
  }
  const item = await itemAt(repository, commit, path);
  if (!item) throw itemNotFound(path, repository, commit);
  if (item.type !== 'blob' || wantsJson(call))
    return json(itemOnWire(call.collection, repository, commit, item, shape));
  return fileAnswer(call, item.content ?? Buffer.alloc(0));
}

async function itemsBatch(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const body = (call.body ?? {}) as { itemDescriptors?: Record<string, string>[]; includeContentMetadata?: boolean };
  const value = [];
  for (const wanted of body.itemDescriptors ?? []) {
    const commit = await resolveVersion(repository, wanted.version, wanted.versionType);
    const item = await itemAt(repository, commit, wanted.path ?? '/');
    if (!item) throw itemNotFound(wanted.path ?? '/', repository, commit);
    const shape = { metadata: body.includeContentMetadata === true, content: false };
    value.push([itemOnWire(call.collection, repository, commit, item, shape)]);
  }
  return list(value);
}

async function getBlob(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const id = call.params.blob ?? '';
  await demandObject(repository, id, 'blob');
  const content = await git(repository.directory, ['cat-file', 'blob', id]);
  if (!wantsJson(call)) return fileAnswer(call, content);
  const url = `${repositoryUrl(call.collection, repository)}/blobs/${id}`;
  return json({ objectId: id, size: content.length, url, _links: { self: { href: url } } });
}

async function getTree(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const id = call.params.tree ?? '';
  await demandObject(repository, id, 'tree');
  const isDeep = sameText(queryValue(call, 'recursive'), 'true');
  return json(await treeOnWire(call.collection, repository, id, isDeep));
}

async function demandObject(repository: Repository, id: string, wanted: 'blob' | 'tree'): Promise<void> {
  const type = await gitText(repository.directory, ['cat-file', '-t', id]).catch(() => '');
  if (type === wanted) return;
  throw new ServiceError(404, 'GitObjectNotFoundException', `TF401035: The object '${id}' does not exist.`);
}

async function getCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const id = await resolveVersion(repository, call.params.commit, 'commit');
  return json(await commitNumbered(call.collection, repository, id));
}

async function getMergeBases(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const one = await resolveVersion(repository, call.params.commit, 'commit');
  const other = await resolveVersion(repository, queryValue(call, 'otherCommitId'), 'commit');
  const bases = await mergeBases(repository.directory, one, other);
  return list(bases.map((id) => commitReference(call.collection, repository, id)));
}

/** Differences between two versions; by default from their common commit. */
async function diffCommits(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const base = await resolveVersion(repository, queryValue(call, 'baseVersion'), queryValue(call, 'baseVersionType'));
  const target = await resolveVersion(
    repository,
    queryValue(call, 'targetVersion'),
    queryValue(call, 'targetVersionType'),
  );
  const [common] = await mergeBases(repository.directory, base, target);
  const from = sameText(queryValue(call, 'diffCommonCommit'), 'false') ? base : (common ?? base);
  const raw = await rawChanges(repository.directory, from, target);
  const skip = queryNumber(call, '$skip', 0);
  const page = raw.slice(skip, skip + queryNumber(call, '$top', 100));
  const count = async (old: string, recent: string) =>
    (await commitsBetween(call.collection, repository, old, recent)).length;
  return json({
    allChangesIncluded: skip + page.length >= raw.length,
    changeCounts: { Edit: raw.length },
    changes: page.map((change) => ({
      item: { objectId: change.newId, gitObjectType: 'blob', commitId: target, path: `/${change.newPath}` },
      changeType: { A: 'add', D: 'delete', R: 'rename' }[change.letter] ?? 'edit',
      ...(change.letter === 'R' ? { sourceServerItem: `/${change.oldPath}` } : {}),
    })),
    commonCommit: common,
    baseCommit: base,
    targetCommit: target,
    aheadCount: await count(base, target),
    behindCount: await count(target, base),
  });
}

async function listRefs(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const text = await gitText(repository.directory, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const wanted = `refs/${queryValue(call, 'filter') ?? ''}`;
  const refs = text
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ objectId: line.slice(0, 40), name: line.slice(41) }));
  const shown = refs.filter((ref) => ref.name.startsWith(wanted) && !ref.name.startsWith('refs/internal/'));
  const url = (name: string) =>
    `${repositoryUrl(call.collection, repository)}/refs?filter=${encodeURIComponent(name.slice(5))}`;
  return list(
    shown
      .slice(0, queryNumber(call, '$top', 1000, 1000))
      .map((ref) => ({ ...ref, ...creatorOf(call, repository, ref.name), url: url(ref.name) })),
  );
}

function listPushes(call: Call): Answer {
  const repository = repositoryOf(call);
  const wanted = queryValue(call, 'searchCriteria.refName');
  const found = call.collection.pushes.filter(
    (one) => one.repository === repository && (!wanted || one.refs.some(({ ref }) => ref === wanted)),
  );
  const skipped = queryNumber(call, '$skip', 0, 100_000);
  const page = found.reverse().slice(skipped, skipped + queryNumber(call, '$top', 100, 1000));
  return list(
    page.map(({ by, refs, date }, index) => ({
      pushId: found.length - skipped - index,
      date,
      pushedBy: identityOnWire(call.collection, by),
      repository: repositoryOnWire(call.collection, repository),
      refUpdates: refs.map(({ ref, from, to }) => ({
        repositoryId: repository.id,
        name: ref,
        oldObjectId: from,
        newObjectId: to,
      })),
      url: `${repositoryUrl(call.collection, repository)}/pushes/${found.length - index}`,
    })),
  );
}

function creatorOf(call: Call, repository: Repository, name: string) {
  const creator = call.collection.creators.get(`${repository.id} ${name}`);
  return creator ? { creator: identityOnWire(call.collection, creator) } : {};
}

/** Conflicts and missing rights are told inside a 200. Who made a branch may remove it. */
async function updateRefs(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const results = [];
  for (const update of (call.body ?? []) as { name: string; oldObjectId: string; newObjectId: string }[]) {
    const args = ['update-ref', update.name, update.newObjectId, update.oldObjectId];
    const isOwn = call.collection.creators.get(`${repository.id} ${update.name}`) === call.identity;
    const may = isOwn || mayOn(call.collection, call.identity, 'GenericContribute', repository, update.name);
    const success =
      may &&
      (await gitText(repository.directory, args).then(
        () => true,
        () => false,
      ));
    const updateStatus = success ? 'succeeded' : may ? 'staleOldObjectId' : 'writePermissionRequired';
    const { name, oldObjectId, newObjectId } = update;
    results.push({ repositoryId: repository.id, name, oldObjectId, newObjectId, updateStatus, success });
  }
  await notePush(call.collection, repository, call.identity);
  return list(results);
}

async function versionIn(call: Call, repository: Repository): Promise<string> {
  const part = (name: string) =>
    queryValue(call, `versionDescriptor.${name}`) ??
    queryValue(call, `versionDescriptor[${name}]`) ??
    queryValue(call, name === 'version' ? 'version' : 'versionType');
  return await resolveVersion(repository, part('version'), part('versionType'));
}

async function resolveVersion(repository: Repository, version: string | undefined, type: unknown): Promise<string> {
  const kind = readEnum('versionType', type) ?? 'branch';
  const name = version ?? repository.defaultBranch.replace(/^refs\/heads\//, '');
  const revision = { branch: `refs/heads/${name}`, tag: `refs/tags/${name}`, commit: name }[kind];
  const found = await resolve(repository.directory, `${revision}^{commit}`);
  if (found) return found;
  throw new ServiceError(
    404,
    'GitUnresolvableToCommitException',
    `TF401175: The version descriptor <${kind}: ${name}> could not be resolved to a version in the repository ${repository.name}.`,
  );
}

function itemNotFound(path: string, repository: Repository, commit: string): ServiceError {
  return new ServiceError(
    404,
    'GitItemNotFoundException',
    `TF401174: The item '${path}' could not be found in the repository '${repository.name}' at the version specified by ` +
      `'<Commit: ${commit} >' (resolved to commit '${commit}').`,
  );
}

function wantsJson(call: Call): boolean {
  const format = queryValue(call, '$format');
  if (format) return sameText(format, 'json');
  return /^application\/json\b/i.test(call.headers.accept ?? '');
}

function fileAnswer(call: Call, bytes: Buffer): Answer {
  const asText = sameText(queryValue(call, '$format'), 'text') || /^text\/plain/i.test(call.headers.accept ?? '');
  return { status: 200, bytes, contentType: asText ? 'text/plain' : 'application/octet-stream' };
}
