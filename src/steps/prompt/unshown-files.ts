import { visibleLine } from '../diff/visible';
import type { SkippedFile } from '../scope/scope';

/** Kinds that a reviewer is told of, by the reason that the scope gives. What the customer left out, and secrets, are not named. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['empty file', 'empty'],
  ['binary', 'binary'],
  ['LFS pointer', 'binary'],
  ['encoding that cannot be read', 'binary'],
  ['generated', 'generated'],
  ['minified', 'generated'],
  ['claims to be generated', 'generated'],
  ['claims to be minified', 'generated'],
  ['.gitattributes', 'generated, vendored or binary'],
  ['too large', 'too large'],
  ['diff could not be read', 'too large'],
  ['beyond the most files of one review', 'one file too many'],
  ['submodule', 'submodule'],
  ['renamed without change', 'renamed without change'],
  ['copied without change', 'copied without change'],
  ['no content change', 'no changed lines'],
  ['default exclusion', 'lock file, generated, vendored or binary'],
]);

const MAX_NAMED = 60;

/** Files of the change whose lines are not shown, so that nobody reports an empty `__init__.py` as missing. */
export function unshownFiles(skipped: readonly SkippedFile[]): string {
  const told = skipped.flatMap(({ path, reason }) => {
    const kind = KINDS.get(reason);
    return kind === undefined ? [] : [`==== not shown: ${visibleLine(path)} (${kind})`];
  });
  if (told.length === 0) return '';
  const more = told.length > MAX_NAMED ? [`==== not shown: ${told.length - MAX_NAMED} more files`] : [];
  return `${[...told.slice(0, MAX_NAMED), ...more].join('\n')}\n\n`;
}
