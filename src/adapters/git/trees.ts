import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { TreeDifference, TreeEntry, Trees } from '../../ports/trees';
import { missingObjects, readBlobs } from './batch-objects';
import { findTree } from './find-tree';
import { indexInfo, layTree } from './lay-tree';
import { patchArguments, WALK_TIME } from './patch-arguments';
import { type Git, gitOutput } from './run-git';
import type { Scratch } from './scratch-repository';

const AS_THEY_ARE = ['--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '--full-index'];

/** Trees over a scratch repository; what it does not hold yet is fetched from its origin. */
export function treesOver(open: () => Promise<Scratch>): Trees {
  return {
    async paths(commit) {
      const scratch = await open();
      const output = await listed(scratch, await heldName(scratch, commit), []);
      return entriesOf(output).map(({ path }) => path);
    },
    async list(commit) {
      const scratch = await open();
      const name = await heldName(scratch, commit);
      const ids = blobIds(await listed(scratch, name, []));
      const missing = await missingObjects(scratch.reader, ids);
      await scratch.origin.blobs(missing);
      const stillMissing = await missingObjects(scratch.reader, missing);
      if (stillMissing.length > 0) throw notDelivered(stillMissing.length, ids.length);
      return entriesOf(await listed(scratch, name, ['--long']));
    },
    async lay(entries, folder) {
      const scratch = await open();
      return layTree(scratch, await mkdtemp(join(scratch.folder, 'lay-')), entries, folder);
    },
    async find(folder, known, wanted) {
      return findTree(await open(), folder, known, wanted);
    },
    async read(ids, most = Number.POSITIVE_INFINITY) {
      const { reader, objects } = await open();
      const sizes = Number.isFinite(most) ? await sizesOf(reader, ids) : new Map<string, number>();
      return readBlobs(
        objects,
        ids.filter((id) => (sizes.get(id) ?? 0) <= most),
      );
    },
    async write(base, changes) {
      const { reader, folder } = await open();
      const environment = { GIT_INDEX_FILE: join(await mkdtemp(join(folder, 'write-')), 'index') };
      await gitOutput(reader, { arguments: ['read-tree', base], environment });
      const gone = changes.filter(({ id }) => id === null);
      const kept = changes.filter(({ id }) => id !== null);
      const update = ['update-index', '-z', '--index-info'];
      await gitOutput(reader, { arguments: update, environment, input: indexInfo(gone) });
      await gitOutput(reader, { arguments: update, environment, input: indexInfo(kept) });
      return (await gitOutput(reader, { arguments: ['write-tree'], environment })).toString('latin1').trim();
    },
    async compare(base, tree) {
      const { reader } = await open();
      const compared = ['diff-tree', '-r', '-z', '--raw', '--numstat', ...AS_THEY_ARE, base, tree];
      const differences = readDifferences(await gitOutput(reader, { arguments: compared }));
      const ids = differences.map(({ id }) => id);
      return withSizes(differences, await sizesOf(reader, ids));
    },
    async difference(base, tree) {
      return gitOutput((await open()).reader, { arguments: patchArguments(base, tree) });
    },
    async patch(base, tree) {
      const { reader } = await open();
      const compared = ['diff-tree', '-r', '-p', '--binary', ...AS_THEY_ARE, '--src-prefix=a/', '--dst-prefix=b/'];
      return gitOutput(reader, { arguments: [...compared, base, tree] });
    },
  };
}

/** A tree of our own is there already; a commit of the server is fetched. */
async function heldName({ reader, origin }: Scratch, commit: string): Promise<string> {
  const held = await gitOutput(reader, { arguments: ['cat-file', '--batch-check'], input: `${commit}\n` });
  if (/ tree /.test(held.toString('latin1'))) return commit;
  return (await origin.trees({ base: commit, source: commit })).source;
}

function listed({ reader }: Scratch, name: string, how: readonly string[]): Promise<Buffer> {
  return gitOutput(reader, {
    arguments: ['ls-tree', '-r', '-z', '--full-tree', ...how, name],
    timeoutMilliseconds: WALK_TIME,
  });
}

/** `100644 blob <id>    12\t<path>` each, ended by a zero byte; the size is there where it was asked for. */
function entriesOf(output: Buffer): TreeEntry[] {
  return records(output).map((record) => {
    const tab = record.indexOf(0x09);
    const [mode = '', , id = '', size = '0'] = record.subarray(0, tab).toString('latin1').split(/ +/);
    const bytes = record.subarray(tab + 1);
    const path = bytes.toString('utf8');
    const isPlain = Buffer.from(path, 'utf8').equals(bytes);
    return { path, mode, id, size: Number(size) || 0, ...(isPlain ? {} : { bytes }) };
  });
}

function blobIds(output: Buffer): string[] {
  return entriesOf(output).flatMap(({ mode, id }) => (mode === '160000' ? [] : [id]));
}

function records(output: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, end = output.indexOf(0); end >= 0; at = end + 1, end = output.indexOf(0, at)) {
    found.push(output.subarray(at, end));
  }
  return found;
}

/** Raw entries first, then the counts of lines, in the same order. */
function readDifferences(output: Buffer): Omit<TreeDifference, 'size'>[] {
  const texts = records(output).map((record) => record.toString('utf8'));
  const raw: Omit<TreeDifference, 'size' | 'added' | 'removed' | 'isBinary'>[] = [];
  let at = 0;
  for (; texts[at]?.startsWith(':'); at += 2) raw.push(rawDifference(texts[at] ?? '', texts[at + 1] ?? ''));
  return raw.map((one, index) => {
    const [added = '', removed = ''] = (texts[at + index] ?? '').split('\t');
    return { ...one, added: Number(added) || 0, removed: Number(removed) || 0, isBinary: added === '-' };
  });
}

function rawDifference(text: string, path: string) {
  const [oldMode = '', mode = '', oldId = '', id = '', letter = ''] = text.slice(1).split(' ');
  const status = letter === 'A' ? ('added' as const) : letter === 'D' ? ('deleted' as const) : ('modified' as const);
  return { path, status, oldMode, mode, oldId, id };
}

async function sizesOf(reader: Git, named: readonly string[]): Promise<Map<string, number>> {
  const ids = [...new Set(named)];
  if (ids.length === 0) return new Map();
  const output = await gitOutput(reader, {
    arguments: ['cat-file', '--batch-check=%(objectname) %(objectsize)'],
    input: `${ids.join('\n')}\n`,
  });
  const lines = output.toString('latin1').trim().split('\n');
  return new Map(lines.map((line) => line.split(' ')).map(([id = '', size = '']) => [id, Number(size) || 0]));
}

function withSizes(differences: readonly Omit<TreeDifference, 'size'>[], sizes: ReadonlyMap<string, number>) {
  return differences.map((one) => ({ ...one, size: sizes.get(one.id) ?? 0 }));
}

function notDelivered(missing: number, all: number): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-objects-missing',
    message: `The server did not deliver ${missing} of ${all} file contents of the tree.`,
  });
}
