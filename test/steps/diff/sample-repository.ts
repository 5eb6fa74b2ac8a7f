import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of a sample tree: text in UTF-8, or bytes; a submodule's content is its commit id. */
export type SampleFile =
  | string
  | Buffer
  | { mode: '100644' | '100755' | '120000' | '160000'; content: string | Buffer };
/** Files by path; a path holds one character per byte where it is given as latin1. */
export type SampleTree = Readonly<Record<string, SampleFile>>;

export interface SampleRepository {
  folder: string;
  /** Commits each tree in a history of its own and answers with the ids. */
  commit(trees: readonly SampleTree[], options?: { latin1Paths?: boolean }): string[];
  remove(): void;
}

/** An empty bare repository in a temporary folder, filled by plumbing: no work tree, no configuration but its own. */
export function createSampleRepository(): SampleRepository {
  const folder = mkdtempSync(join(tmpdir(), 'diff-sample-'));
  sampleGit(folder, ['init', '-q', '--bare', '--template=', '.']);
  let commits = 0;
  return {
    folder,
    commit(trees, options = {}) {
      const first = commits;
      commits += trees.length;
      const encoding = options.latin1Paths ? 'latin1' : 'utf8';
      const parts = trees.flatMap((tree, index) => commitStream(`refs/heads/sample-${first + index}`, tree, encoding));
      sampleGit(folder, ['fast-import', '--quiet', '--done'], Buffer.concat([...parts, Buffer.from('done\n')]));
      const refs = trees.map((_, index) => `refs/heads/sample-${first + index}`);
      return sampleGit(folder, ['rev-parse', ...refs])
        .toString()
        .trim()
        .split('\n');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs git on a repository, away from the configuration of whoever runs the tests. */
export function sampleGit(folder: string, args: readonly string[], input: string | Buffer = ''): Buffer {
  return execFileSync('git', [...args], {
    cwd: folder,
    input,
    env: cleanEnvironment,
    maxBuffer: 2 ** 31 - 1,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

const cleanEnvironment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
};

function commitStream(ref: string, tree: SampleTree, encoding: BufferEncoding): Buffer[] {
  const head = `commit ${ref}\ncommitter A <a@example.com> 1700000000 +0000\ndata 0\ndeleteall\n`;
  return [Buffer.from(head), ...Object.entries(tree).flatMap(([path, file]) => fileStream(path, file, encoding))];
}

function fileStream(path: string, file: SampleFile, encoding: BufferEncoding): Buffer[] {
  const { mode, content } =
    typeof file === 'string' || Buffer.isBuffer(file) ? { mode: '100644', content: file } : file;
  const quoted = `"${Buffer.from(path, encoding)
    .toString('latin1')
    .replace(/[^!#-[\]-~]/g, octal)}"`;
  if (mode === '160000') return [Buffer.from(`M ${mode} ${content} ${quoted}\n`)];
  const bytes = Buffer.from(content);
  return [Buffer.from(`M ${mode} inline ${quoted}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n')];
}

function octal(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
