const MACRO = '_{0,2}[A-Z][A-Z0-9]*_[A-Z0-9_]+';
const ARGUMENTS = '(?:\\((?:[^()\\n]|\\([^()\\n]*\\)){0,400}\\))?';

/** A macro alone on its line: `ABSL_NAMESPACE_BEGIN`, `Q_OBJECT`; not a bare enumerator and not the head of a body. */
const ALONE = new RegExp(`^[ \\t]*${MACRO}${ARGUMENTS};?[ \\t]*(?://.*)?$`);
/** `class FMT_API Name {`. */
const IN_TYPE = new RegExp(
  `(\\b(?:class|struct|union|enum)[ \\t]+)(${MACRO}${ARGUMENTS})(?=[ \\t]+(?:\\[\\[[^\\]]*\\]\\][ \\t]*)?\\w+[ \\t]*(?:final[ \\t]*)?(?:[:{<]|$))`,
  'g',
);
/** `FMT_API void print(...)`: a type and a name still follow. */
const LEADING = new RegExp(`^([ \\t]*)(${MACRO}${ARGUMENTS})(?=[ \\t]+[\\w:<>,]+[ \\t&*]+[\\w~:(])`);
/** `void run() const EXCLUSIVE_LOCKS_REQUIRED(lock_) {`. */
const BEHIND_PARAMETERS = new RegExp(
  `(\\)[ \\t]*(?:(?:const|noexcept|override|final)[ \\t]+)*)(${MACRO}${ARGUMENTS})(?=[ \\t]*(?:[;{=]|$))`,
);
/** `int size_ GUARDED_BY(lock_);`. */
const BEHIND_NAME = new RegExp(`(\\w_?[ \\t]+)(${MACRO}\\([^()\\n]{0,200}\\))(?=[ \\t]*[;={])`);
const MAY_HOLD_MACRO = /[A-Z]_[A-Z]/;

/** Macros of C and C++ look like nothing the grammar knows, and one of them can cost the declarations behind it. */
export function withoutMacros(text: string): string {
  if (!MAY_HOLD_MACRO.test(text)) return text;
  const rows = text.split('\n');
  return rows.map((row, index) => (isCandidate(row, rows[index - 1]) ? maskedRow(row, index, rows) : row)).join('\n');
}

function isCandidate(row: string, previous: string | undefined): boolean {
  return (
    row.length < 1000 &&
    MAY_HOLD_MACRO.test(row) &&
    !/^\s*(?:#|\/\/|\*)/.test(row) &&
    !previous?.trimEnd().endsWith('\\')
  );
}

function maskedRow(row: string, index: number, rows: readonly string[]): string {
  if (ALONE.test(row)) return isEnumerator(index, rows) || opensBody(index, rows) ? row : blank(row);
  return row
    .replace(IN_TYPE, (_, before: string, macro: string) => before + blank(macro))
    .replace(LEADING, (_, before: string, macro: string) => before + blank(macro))
    .replace(BEHIND_PARAMETERS, (_, before: string, macro: string) => before + blank(macro))
    .replace(
      /^\s*(?:return|throw|else)\b/.test(row) ? /(?!)/ : BEHIND_NAME,
      (_, before: string, macro: string) => before + blank(macro),
    );
}

function isEnumerator(index: number, rows: readonly string[]): boolean {
  const before = neighbour(index, rows, -1);
  return /[,{]$/.test(before) && /^\}/.test(neighbour(index, rows, 1)) && !/[;)]$/.test((rows[index] ?? '').trim());
}

function opensBody(index: number, rows: readonly string[]): boolean {
  return neighbour(index, rows, 1).startsWith('{') && (rows[index] ?? '').includes('(');
}

/** The nearest row with ink, without its comment. */
function neighbour(index: number, rows: readonly string[], step: 1 | -1): string {
  for (let at = index + step; at >= 0 && at < rows.length && Math.abs(at - index) < 10; at += step) {
    const row = (rows[at] ?? '').replace(/\/\/.*$/, '').trim();
    if (row !== '') return row;
  }
  return '';
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}
