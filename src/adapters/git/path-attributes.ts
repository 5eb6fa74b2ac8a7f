import { join } from 'node:path';
import type { Attributes } from '../../ports/repository';
import { type Git, gitOutput } from './run-git';

const ATTRIBUTES_FILE = '.gitattributes';

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
 * Asks git for the attributes of paths, from an index that holds nothing but the given `.gitattributes` files.
 * @param indexFolder where the index may be written
 */
export async function checkAttributes(
  git: Git,
  indexFolder: string,
  question: { files: ReadonlyMap<string, string>; paths: readonly string[]; names: readonly string[] },
): Promise<Map<string, Attributes>> {
  const environment = { GIT_INDEX_FILE: join(indexFolder, `index-${indexNumber++}`) };
  const entries = [...question.files].map(([path, id]) => `100644 ${id}\t${path}\0`);
  await gitOutput(git, { arguments: ['update-index', '-z', '--index-info'], input: entries.join(''), environment });
  const output = await gitOutput(git, {
    arguments: ['check-attr', '--cached', '-z', '--stdin', ...question.names],
    input: question.paths.map((path) => `${path}\0`).join(''),
    environment,
  });
  return readAnswer(output.toString('utf8').split('\0'));
}

function readAnswer(fields: readonly string[]): Map<string, Attributes> {
  const answer = new Map<string, Record<string, string>>();
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [path = '', name = '', value = ''] = fields.slice(index, index + 3);
    const attributes = answer.get(path) ?? {};
    attributes[name] = value;
    answer.set(path, attributes);
  }
  return answer;
}

let indexNumber = 0;
