import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageFinder, readLanguages } from '../../src/adapters/outliner/tree-sitter/languages';

/** Files that are measured: by language, then repository, then commit. */
export interface FileList {
  [language: string]: { repository: string; commit: string; files: string[] }[];
}

export interface CorpusFile {
  /** `owner/name:path`. */
  path: string;
  content: Buffer;
}

const ROOT = join(__dirname, '..', '..');
export const GRAMMARS = join(ROOT, 'grammars');
const LIST = join(__dirname, 'skeletons-files.json');
/** Form of a patch that the product's reader takes. */
export const PATCH = [
  ...['-r', '-z', '--raw', '--numstat', '-p', '--full-index', '--no-abbrev', '--no-color', '--no-ext-diff', '-U3'],
  ...['--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '-M50%', '-l2000', '--submodule=short'],
];
const FILES_PER_LANGUAGE = 200;
const NOT_SOURCE =
  /(^|\/)(vendor|third[_-]?party|node_modules|dist|generated|fixtures?|testdata|test-data|__snapshots__|snapshots|examples?|samples?-output|docs|website|expected|baselines?)\/|\.(min|g|designer|generated)\.|\.d\.ts$/i;

export function readFileList(path = LIST): FileList {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Git directory of a repository below a folder, as clones and mirrors lay them. */
export function gitFolder(folder: string, repository: string): string {
  const [owner = '', name = ''] = repository.split('/');
  const places = [
    `${owner}+${name}/repo`,
    `${owner}/${name}/.git`,
    `${owner}/${name}`,
    `${name}/.git`,
    `${name}.git`,
    name,
  ];
  const found = places.map((place) => join(folder, place)).find((place) => existsSync(join(place, 'HEAD')));
  if (!found) throw new Error(`${repository} is not below ${folder}: clone https://github.com/${repository} into it`);
  return found;
}

/** Contents of the listed files of a language. */
export function readCorpus(list: FileList, language: string, folder: string): CorpusFile[] {
  return (list[language] ?? []).flatMap(({ repository, commit, files }) => {
    const names = files.map((file) => `${commit}:${file}`);
    const contents = blobs(gitFolder(folder, repository), names);
    return files.map((file, index) => ({ path: `${repository}:${file}`, content: contents[index] as Buffer }));
  });
}

/** Writes a list: of each language the first files in the order of a hash, from the repositories named for it. */
export function selectFiles(repositories: Record<string, string[]>, folder: string, to = LIST): void {
  const find = languageFinder(readLanguages(GRAMMARS).values());
  const list: FileList = {};
  for (const [language, names] of Object.entries(repositories)) {
    const chosen = names
      .flatMap((repository) => sourceFiles(gitFolder(folder, repository), repository))
      .filter(({ path }) => find(path)?.folder === language)
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .slice(0, FILES_PER_LANGUAGE);
    list[language] = names.map((repository) => ({
      repository,
      commit: git(gitFolder(folder, repository), ['rev-parse', 'HEAD']).toString().trim(),
      files: chosen
        .filter((file) => file.repository === repository)
        .map(({ path }) => path)
        .sort(),
    }));
  }
  writeFileSync(to, `${JSON.stringify(list, null, 1)}\n`);
}

function sourceFiles(folder: string, repository: string): { repository: string; path: string; order: string }[] {
  return git(folder, ['ls-tree', '-r', '-z', '--long', 'HEAD'])
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, size, path] = /^(\d+) blob \w+ +(\d+)\t([\s\S]+)$/.exec(line) ?? [];
      if (!path || !mode?.startsWith('100') || Number(size) < 200 || Number(size) > 400_000) return [];
      if (NOT_SOURCE.test(path)) return [];
      return [
        {
          repository,
          path,
          order: createHash('sha1')
            .update(repository + path)
            .digest('hex'),
        },
      ];
    });
}

/** Contents of objects, as views into what git answers. */
export function blobs(folder: string, names: readonly string[]): Buffer[] {
  if (names.length === 0) return [];
  const output = git(folder, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  const found: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf(10, at);
    const [, kind, size] = output.toString('utf8', at, lineEnd).split(' ');
    if (kind !== 'blob') throw new Error(`${names[found.length]} is not in ${folder}`);
    found.push(output.subarray(lineEnd + 1, lineEnd + 1 + Number(size)));
    at = lineEnd + 2 + Number(size);
  }
  return found;
}

export function git(folder: string, command: readonly string[], input?: string): Buffer {
  return execFileSync('git', ['--git-dir', folder, ...command], { input, maxBuffer: 1 << 30, stdio: 'pipe' });
}
