/** Name under which an extension block is parsed: to the grammar it is a structure with a primary constructor. */
const EXTENSION_BLOCK = 'ExtensionBlock__';

const BLOCK = /^([ \t]*)extension(?=[ \t]{0,40}(?:<[^<>\n]{0,200}>)?[ \t]{0,40}\([^()\n]{0,300}\)[^;()\n]{0,200}$)/gm;
const BLOCK_NAME = new RegExp(`\\bstruct ${EXTENSION_BLOCK}`);
/** `a?.b = x`, `a?[i] += x`: only the question mark is new to the grammar. */
const ASSIGNED_IF_PRESENT = /\?(?=(?:\.[ \t]*\w|\[)[\w.[\]]{0,200}[ \t]*(?:[-+*/%&|^]|<<|>>>?|\?\?)?=(?![=>]))/g;

/** C# 14 beyond the grammar, written so that it can be read; the rows stay. */
export function readableCsharp(text: string): string {
  return text.replace(BLOCK, `$1struct ${EXTENSION_BLOCK}`).replace(ASSIGNED_IF_PRESENT, ' ');
}

/** What was parsed, as it is written: `extension(Order order)`. */
export function asExtension<Entry extends { name: string; signature: string }>(entry: Entry): Entry {
  if (entry.name !== EXTENSION_BLOCK) return entry;
  return { ...entry, name: 'extension', signature: entry.signature.replace(BLOCK_NAME, 'extension') };
}
