import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURE_CODES } from '../src/errors';

const ROOT = join(__dirname, '..');
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(ROOT, 'src', path), 'utf8'))
  .join('\n')
  .replace(/const FAILURE_CODES = \[.*?\] as const;/s, '');

/** An entry begins with its codes: `**``git-failed``: git ended with an error.** What to do.` */
function entries(page: string): { codes: string[]; title: string; text: string }[] {
  return page.split(/\n\s*\n/).flatMap((paragraph) => {
    const [, codes = '', title = '', text = ''] =
      /^\*\*((?:`[A-Za-z_-]+`,? ?)+): (.+?)\*\*\s*(.*)$/s.exec(paragraph) ?? [];
    return codes === ''
      ? []
      : [{ codes: [...codes.matchAll(/`([A-Za-z_-]+)`/g)].map(([, code]) => code ?? ''), title, text }];
  });
}

describe('docs/troubleshooting.md', () => {
  const found = entries(readFileSync(join(ROOT, 'docs', 'troubleshooting.md'), 'utf8'));

  it('has one entry for every code of a failure, and none for codes that are gone', () => {
    assert.deepEqual(found.flatMap(({ codes }) => codes).sort(), [...FAILURE_CODES].sort());
  });

  it('says in every entry what happened and what to do', () => {
    for (const { codes, title, text } of found) {
      assert.match(title, /\.$/, codes.join());
      assert.ok(text.length > 20, codes.join());
    }
  });

  // The compiler lets no other code through; what it cannot see is one that nothing uses any more.
  for (const code of FAILURE_CODES) {
    it(`${code} is in use`, () => {
      assert.ok(new RegExp(`'${code}'|^ {2}${code}: {`, 'm').test(sources), 'no source names it');
    });
  }
});
