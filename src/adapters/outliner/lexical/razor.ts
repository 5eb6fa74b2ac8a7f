import type { OutlineEntry } from '../../../ports/outliner';
import { type Draft, draft, entryOf } from './draft';

const DIRECTIVE =
  /^\s*@(page|model|inject|inherits|implements|layout|namespace|typeparam|attribute|rendermode|section|addTagHelper)\b[ \t]*([^\n]*)/;
const USING = /^\s*@using\s+(?!\()/;
const NOT_TEXT_OF_OTHERS = new Set([
  'model',
  'inject',
  'inherits',
  'implements',
  'layout',
  'namespace',
  'typeparam',
  'rendermode',
  'section',
  'page',
]);

/** Directives of a Razor page; its code blocks are read by the grammar of C#. */
export function razorOutline(text: string): OutlineEntry[] {
  const drafts: Draft[] = [];
  text.split('\n').forEach((line, row) => {
    if (line.length > 2000) return;
    if (USING.test(line)) drafts.push(draft('import', 'import', 'import', row, 0));
    const [, directive, rest = ''] = DIRECTIVE.exec(line) ?? [];
    if (!directive) return;
    const shown = NOT_TEXT_OF_OTHERS.has(directive) ? rest.replace(/\s{0,200}\{\s{0,200}$/, '').trim() : '';
    const name =
      directive === 'section' || directive === 'inject'
        ? (/(?<!\w)(\w+)\s{0,200}$/.exec(shown)?.[1] ?? directive)
        : `@${directive}`;
    drafts.push(draft('directive', name, `@${directive} ${shown}`, row, 0));
  });
  return drafts.map(entryOf);
}
