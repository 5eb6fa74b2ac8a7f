import type { OutlineEntry } from '../../../ports/outliner';
import { blanked, type Lexis } from './blanked';
import { type Draft, draft, entryOf } from './draft';

const LEXIS: Lexis = {
  lineComments: ['#'],
  blockComments: [],
  literals: [
    { open: '"""', close: '"""', escapedBy: '\\', manyLines: true },
    { open: "'''", close: "'''", escapedBy: '\\', manyLines: true },
    { open: '"', close: '"', escapedBy: '\\', manyLines: false },
    { open: "'", close: "'", escapedBy: '\\', manyLines: false },
  ],
};
const DECLARATION = /^([ \t]*)(?:async\s+)?(class|module|def)\s+((?:self\.)?[A-Za-z_](?:[\w.]|::)*[?!=]?)/;

/** Classes and functions by indentation: Python, and Ruby as it is usually laid out. */
export function indentedOutline(text: string): OutlineEntry[] {
  const rows = blanked(text, LEXIS).split('\n');
  const drafts: Draft[] = [];
  const around: { indent: number; draft: Draft }[] = [];
  let last = 0;
  rows.forEach((line, row) => {
    if (line.trim() === '' || line.length > 2000) return;
    const indent = line.search(/\S/);
    const closes = /^\s*end\b/.test(line);
    while (around.length > 0 && indent <= (around[around.length - 1]?.indent ?? 0)) {
      (around.pop() as { draft: Draft }).draft.endRow = closes ? row : last;
    }
    last = row;
    const [, , keyword, name] = DECLARATION.exec(line) ?? [];
    if (!name || around.some(({ draft: outer }) => outer.kind === 'function')) return;
    const made = draft(keyword === 'def' ? 'function' : 'type', name, line, row, around.length);
    drafts.push(made);
    around.push({ indent, draft: made });
  });
  for (const { draft: unclosed } of around) unclosed.endRow = last;
  return drafts.map(entryOf);
}
