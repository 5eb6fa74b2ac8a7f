import { cutText } from '../../../cut-text';
import type { OutlineEntry } from '../../../ports/outliner';
import { type Draft, draft, entryOf } from './draft';

const ITEM =
  /^(\s*)-\s+(stage|job|deployment|task|template|checkout|download|publish|script|bash|pwsh|powershell)\s*:\s*(.*)$/;
const SECTION = /^([A-Za-z_][\w-]*)\s*:/;
const WITHOUT_VALUE = new Set(['script', 'bash', 'pwsh', 'powershell']);
const KINDS: Readonly<Record<string, string>> = { stage: 'stage', job: 'job', deployment: 'job', template: 'template' };

/** Stages, jobs and steps by indentation, for pipelines whose templates no YAML parser can read. */
export function pipelineOutline(text: string): OutlineEntry[] {
  const drafts: Draft[] = [];
  const around: { indent: number; draft: Draft }[] = [];
  let last = 0;
  text.split('\n').forEach((line, row) => {
    if (line.trim() === '' || /^\s*#/.test(line)) return;
    const indent = line.search(/\S/);
    while (around.length > 0 && indent <= (around[around.length - 1]?.indent ?? 0)) {
      (around.pop() as { draft: Draft }).draft.endRow = last;
    }
    last = row;
    const made = line.length < 1000 ? declaration(line, row, around.length) : null;
    if (!made) return;
    drafts.push(made);
    around.push({ indent, draft: made });
  });
  for (const { draft: unclosed } of around) unclosed.endRow = last;
  return drafts.map(entryOf);
}

function declaration(line: string, row: number, depth: number): Draft | null {
  const [, , key, value = ''] = ITEM.exec(line) ?? [];
  if (key) {
    const shown = WITHOUT_VALUE.has(key) ? '' : cutText(value, 80).replace(/^(['"])(.*)\1$/, '$2');
    return draft(KINDS[key] ?? 'step', shown || key, shown === '' ? key : `${key}: ${shown}`, row, depth);
  }
  const section = depth === 0 ? SECTION.exec(line)?.[1] : undefined;
  return section ? draft('section', section, section, row, 0) : null;
}
