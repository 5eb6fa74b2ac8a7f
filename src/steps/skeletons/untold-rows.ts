import type { EntryNode } from './entry-tree';

const LOCALE =
  /(^|\/)(locales?|i18n|l10n|lang(uages?)?|translations?)\/|(^|[/._-])[a-z]{2}([-_][A-Za-z]{2,4})?\.(json|ya?ml|properties|po|resx|strings|arb)$/;

/** Rows that tell nobody anything: other tests of the file, other keys of a translation. */
export function withoutUntold(nodes: readonly EntryNode[], path: string): EntryNode[] {
  const isLocale = LOCALE.test(path);
  return nodes.flatMap((node) => {
    if (!node.touched && (isLocale || node.entry.kind === 'test')) return [];
    return [{ ...node, children: withoutUntold(node.children, path) }];
  });
}
