import type { OutlineEntry } from '../../ports/outliner';
import { isTest } from '../diff/test-path';
import { languageName } from '../settings/language-name';
import { BODIES } from './called-bodies';
import type { EntryNode } from './entry-tree';

const DATA = 'jsonc?|json5|ya?ml|properties|pot?|resx|strings(?:dict)?|arb|xlf|xliff|ftl';
/** Data below a folder of translations, and code there that is called as a language is. */
const IN_FOLDER = new RegExp(
  String.raw`(?:^|/)(?:(?:locales?|i18n|l10n|lang(?:uages?)?|translations?)/(?:.*/)?[^/]*\.(?:${DATA})|(?:locales?|i18n|l10n|translations?)/(?:.*/)?[a-z]{2}(?:[-_][A-Za-z]{2,4})?\.\w+)$`,
);
const CODED = new RegExp(String.raw`(?:^|[/._-])([a-z]{2})(?:[-_][A-Za-z]{2,4})?\.(?:${DATA})$`);

const TEST_ATTRIBUTE =
  /\b(?:Fact|Theory|Test(?:Method|Case|CaseSource|Theory|Factory)?|DataTestMethod|ParameterizedTest|RepeatedTest|rstest|test)\b/;
const TEST_NAME = /^test(?:_|[A-Z0-9])|^(?:Test|Benchmark|Fuzz|Example)[A-Z0-9_]/;

/** Rows that tell nobody anything: other tests of the file, other keys of a translation. */
export function withoutUntold(nodes: readonly EntryNode[], path: string): EntryNode[] {
  return told(nodes, { isLocale: isLocale(path), isTestFile: isTest(path) });
}

function told(nodes: readonly EntryNode[], file: { isLocale: boolean; isTestFile: boolean }): EntryNode[] {
  return nodes.flatMap((node) => {
    if (!node.touched && (file.isLocale || isTestEntry(node.entry, file.isTestFile))) return [];
    return [{ ...node, children: told(node.children, file) }];
  });
}

/** "ci.yml" is called as a language is, and is none. */
function isLocale(path: string): boolean {
  const code = CODED.exec(path)?.[1];
  return IN_FOLDER.test(path) || (code !== undefined && languageName(code) !== undefined);
}

/** By what the language calls a test; a name alone tells it in a file of tests only. */
function isTestEntry({ kind, name, attributes = '' }: OutlineEntry, isTestFile: boolean): boolean {
  if (kind === 'test') return true;
  if (!BODIES.has(kind)) return false;
  return TEST_ATTRIBUTE.test(attributes) || (isTestFile && TEST_NAME.test(name));
}
