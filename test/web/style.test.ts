import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', 'web', 'style');

/** Selectors that stand alone before a block; those in a media query included. */
function selectorsOf(css: string): string[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@(?:media|supports)[^{]*\{/g, '');
  return [...plain.matchAll(/([^{}]+)\{/g)].flatMap(([, list = '']) => list.split(',').map((one) => one.trim()));
}

describe('the stylesheets of the pages', () => {
  it('do not style the same class twice, each for another page', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.css'));
    const bare = files.map((name) => {
      const all = selectorsOf(readFileSync(join(FOLDER, name), 'utf8'));
      return [name, new Set(all.filter((selector) => /^\.[\w-]+$/.test(selector)))] as const;
    });
    const twice = bare.flatMap(([name, own], at) =>
      bare
        .slice(at + 1)
        .flatMap(([other, theirs]) =>
          [...own].filter((one) => theirs.has(one)).map((one) => `${one}: ${name}, ${other}`),
        ),
    );
    assert.ok(bare.some(([, own]) => own.size > 50));
    assert.deepEqual(twice, []);
  });
});
