import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { isSecondPassError, SecondPassError } from '../../errors';
import type { Attributes } from '../../ports/repository';
import { type Git, type GitRun, gitOutput } from './run-git';

const ATTRIBUTES_FILE = '.gitattributes';

const PRIVATE_AREA = 0xf000;

/** Every `.gitattributes` that can speak of one of the paths: at the root and in the folders above them. */
export function attributePaths(paths: Iterable<string>): string[] {
  const files = new Set([ATTRIBUTES_FILE]);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const file = `${path.slice(0, at)}/${ATTRIBUTES_FILE}`;
      if (files.has(file)) break;
      files.add(file);
    }
  }
  return [...files];
}

/**
 * Asks git for the attributes of paths, from an index that holds nothing but the given `.gitattributes` files. A path that git
 * can neither hold nor take has none.
 * @param indexFolder where the index may be written
 */
export async function checkAttributes(
  git: Git,
  indexFolder: string,
  question: { files: ReadonlyMap<string, string>; paths: readonly string[]; names: readonly string[] },
): Promise<Map<string, Attributes>> {
  const paths = question.paths.filter(isTaken);
  const files = [...question.files].filter(([path]) => isTaken(path));
  // Without a file that says something, git has nothing to say either.
  if (files.length === 0) return new Map(paths.map((path) => [path, unspecified(question.names)]));
  const environment = { GIT_INDEX_FILE: join(indexFolder, `index-${randomUUID()}`) };
  const entries = files.map(([path, id]) => `100644 ${id}\t${pathForGit(path)}\0`);
  await gitOutput(git, { arguments: ['update-index', '-z', '--index-info'], input: entries.join(''), environment });
  const output = await answered(git, {
    arguments: ['check-attr', '--cached', '-z', '--stdin', ...question.names],
    input: paths.map((path) => `${pathForGit(path)}\0`).join(''),
    environment,
    timeoutMilliseconds: LONGEST_LOOK,
  });
  const fields = output.toString('utf8').split('\0');
  const size = 3 * question.names.length;
  return new Map(paths.map((path, index) => [path, attributesIn(fields.slice(index * size, (index + 1) * size))]));
}

/** Five thousand files of attributes take git two seconds, and one pattern of many stars as long as somebody likes. */
const LONGEST_LOOK = 30_000;

async function answered(git: Git, run: GitRun): Promise<Buffer> {
  try {
    return await gitOutput(git, run);
  } catch (error) {
    if (!isSecondPassError(error) || error.code !== 'git-timeout') throw error;
    throw new SecondPassError({
      kind: 'platform',
      code: 'git-timeout',
      message: error.message,
      advice: `A pattern in a ${ATTRIBUTES_FILE} of the target branch takes git too long, as \`**/*a*/**/*b*/**\` may: write it with fewer stars.`,
    });
  }
}

/**
 * On Windows git reads a drive into `C:x` and a folder into `a\b`. Both characters are replaced there by their doubles in the private
 * area, as Cygwin does, in the names of the `.gitattributes` files too; only a pattern that holds one of them is lost.
 */
export function pathForGit(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return path;
  return path.replace(/[\\:]/g, (sign) => String.fromCharCode(PRIVATE_AREA + sign.charCodeAt(0)));
}

/** git refuses all paths at once for one that is none, and its own folder by any spelling. */
function isTaken(path: string): boolean {
  return !path.split('/').some((name) => /^(?:|\.|\.\.|\.git)$/i.test(name));
}

function unspecified(names: readonly string[]): Attributes {
  return Object.fromEntries(names.map((name) => [name, 'unspecified']));
}

function attributesIn(fields: readonly string[]): Attributes {
  const attributes: Record<string, string> = {};
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [, name = '', value = ''] = fields.slice(index, index + 3);
    attributes[name] = value;
  }
  return attributes;
}
