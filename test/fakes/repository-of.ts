import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Contents by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export type Modes = Readonly<Record<string, '100755' | '120000' | '160000'>>;

export interface RepositoryOnDisk {
  /** Of the bare repository. */
  folder: string;
  sourceRef: string;
  targetRef: string;
  /** Id of a branch's commit; `base` is the one both branches come from. */
  commit(name: string): string;
  remove(): void;
}

export interface RepositoryWords {
  /** Branch names without `refs/heads/`. */
  source?: string;
  target?: string;
  /** Author of all commits, and what they say. */
  author?: string;
  message?: string;
  /** Modes of files that are no ordinary ones, by branch; of a submodule (`160000`) the content is the id of a commit. */
  modes?: { base?: Modes; source?: Modes };
  /** Files of the target branch after it moved on; absent: it did not. */
  targetFiles?: Files;
}

/** A bare repository with a target and a source branch that hold exactly these files; the same files give the same ids. */
export function repositoryOf(base: Files, source: Files, words: RepositoryWords = {}): RepositoryOnDisk {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-repository-'));
  const folder = join(parent, 'repository.git');
  const targetRef = `refs/heads/${words.target ?? 'main'}`;
  const sourceRef = `refs/heads/${words.source ?? 'topic'}`;
  layRepository(folder, targetRef);
  const { targetFiles } = words;
  importInto(folder, [
    commit(targetRef, base, words, undefined, words.modes?.base),
    commit(sourceRef, source, words, targetRef, words.modes?.source),
    Buffer.from(`reset refs/base\nfrom ${targetRef}\n\n`),
    ...(targetFiles ? [commit(targetRef, targetFiles, words)] : []),
  ]);
  return {
    folder,
    sourceRef,
    targetRef,
    commit: (name) =>
      execFileSync('git', ['rev-parse', name === 'base' ? 'refs/base' : name], {
        cwd: folder,
        encoding: 'utf8',
      }).trim(),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** What `git init --bare` lays out, without its start, of which the tests would need a thousand. */
function layRepository(folder: string, head: string): void {
  for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'HEAD'), `ref: ${head}\n`);
  writeFileSync(join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n');
}

/** One more commit on a branch, which is made from another one if it does not exist. */
export function pushFiles({ folder }: { folder: string }, ref: string, files: Files, from = ref): void {
  importInto(folder, [commit(ref, files, {}, `${from}^0`)]);
}

/** A branch at the tip of another one. */
export function branchOff({ folder }: { folder: string }, ref: string, from: string): string {
  execFileSync('git', ['update-ref', ref, from], { cwd: folder });
  return ref;
}

function importInto(folder: string, parts: readonly Buffer[]): void {
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: folder, input: Buffer.concat(parts) });
}

function commit(ref: string, files: Files, words: RepositoryWords, parent?: string, modes: Modes = {}): Buffer {
  const author = words.author ?? 'Dana Developer <dana@shop.example>';
  const head = `commit ${ref}\ncommitter ${author} 1793610000 +0000\n`;
  const parts = Object.entries(files).map(([path, content]) =>
    modes[path] === '160000'
      ? Buffer.from(`M 160000 ${content} ${quoted(path)}\n`)
      : Buffer.concat([Buffer.from(`M ${modes[path] ?? '100644'} inline ${quoted(path)}\n`), data(content)]),
  );
  const from = parent === undefined ? '' : `from ${parent}\n`;
  return Buffer.concat([
    Buffer.from(head),
    data(words.message ?? 'A change'),
    Buffer.from(`${from}deleteall\n`),
    ...parts,
  ]);
}

function data(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** As git reads paths: in quotes, every byte that is not plain as three octal digits. */
function quoted(path: string): string {
  const bytes = [...Buffer.from(path)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}
