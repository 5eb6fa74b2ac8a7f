import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allControls } from './attack';

const PAGE = join(__dirname, '..', '..', 'docs', 'security.md');
const PART = /(<!-- controls -->\n)[\s\S]*(<!-- end of controls -->)/;

/** The page with the table of all controls as they are attacked now. */
export function withControls(page: string): string {
  const rows = allControls().map(({ name, promise, attacks }) => {
    const ways = [...new Set(attacks.map(({ through }) => through))].sort().join(', ');
    return `| ${promise} | ${attacks.length} | ${ways} | \`${name.replaceAll(' ', '-')}\` |`;
  });
  const all = allControls().reduce((sum, { attacks }) => sum + attacks.length, 0);
  const table = ['| control | attacks | through | file |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return page.replace(PART, (_, begin: string, end: string) => `${begin}\n${all} attacks:\n\n${table}\n\n${end}`);
}

if (require.main === module) writeFileSync(PAGE, withControls(readFileSync(PAGE, 'utf8')));
