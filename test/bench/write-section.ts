import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '..', '..', 'docs', 'performance.md');

/** The section of docs/performance.md under its title is replaced, or added at the end. */
export function writeSection(title: string, section: string): void {
  const text = readFileSync(PAGE, 'utf8');
  const at = text.indexOf(`${title}\n`);
  const end = at < 0 ? -1 : text.indexOf('\n## ', at + title.length);
  const [before, after] = at < 0 ? [`${text.trimEnd()}\n\n`, ''] : [text.slice(0, at), end < 0 ? '' : text.slice(end)];
  writeFileSync(PAGE, `${before}${title}\n\n${section}${after}`);
}
