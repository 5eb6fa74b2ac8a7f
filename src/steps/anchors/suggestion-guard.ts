import { LINK, PROGRAM } from '../diff/file-mode';
import { LOCK_FILES } from '../scope/default-exclusions';
import { ownGlobs } from '../scope/glob';
import { globSet } from '../scope/glob-set';
import { mayRunUnread } from '../scope/runs-unread';
import { PLACEHOLDER_SIGN } from '../secrets/placeholders';

const MAX_LENGTH = 60;

const PIPELINE_KEY =
  /^(?:stages|jobs|steps|trigger|pr|pool|extends|resources|variables)[ \t]*:|^[ \t]*(?:-[ \t]*)?(?:task|script|bash|pwsh|powershell|checkout|run|uses)[ \t]*:/m;

const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u2800]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cs}/u;

const ELISION = /^\s*(?:(?:\/\/|#|\/\*|--|<!--)\s*)?(?:\.{3,}|…)/;

/** Why no suggestion is made in this file at all: a hostile diff may talk the model into one, and one click commits it. */
export function forbiddenPlace(path: string, sourceText: string, newMode: string): string | null {
  if (newMode === LINK) return 'it is a link';
  if (newMode === PROGRAM || sourceText.startsWith('#!')) return 'the file is executable';
  if (mayRunUnread(path) || isLock(path).length > 0)
    return 'no suggestions are made in pipelines, lock files, scripts and their settings';
  if (/\.ya?ml$/i.test(path) && PIPELINE_KEY.test(sourceText)) return 'no suggestions are made in pipelines';
  return null;
}

/** Why this text cannot be shown as it would be applied. */
export function forbiddenText(lines: readonly string[], current: readonly string[]): string | null {
  const text = lines.join('\n');
  if (lines.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} lines`;
  if (text.includes('```')) return 'it would end its own block';
  if (PLACEHOLDER_SIGN.test(text)) return 'it holds the place of a secret';
  if (text.includes('\ufffd') || current.some((line) => line.includes('\ufffd')))
    return 'letters of it could not be decoded';
  if (HIDDEN.test(text)) return 'it holds hidden characters';
  if (HIDDEN.test(current.join('\n'))) return 'the lines hold hidden characters';
  if (lines.some((line) => ELISION.test(line) && !current.includes(line))) return 'it leaves code out';
  return hasDiffSigns(lines) && !hasDiffSigns(current) ? 'it carries diff marks' : null;
}

const isLock = globSet(ownGlobs('guard', LOCK_FILES));

function hasDiffSigns(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.length > 0 && filled.every((line) => /^[+-]/.test(line));
}
