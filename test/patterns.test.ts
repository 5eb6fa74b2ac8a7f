import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { fillersOf, literalsOf, madePatterns, type PatternLiteral } from './patterns-of';

const SOURCE = join(__dirname, '..', 'src');
/** Characters of pumped texts: first few, so that whatever is worse than quadratic is seen before it takes minutes. */
const LENGTHS = [30, 500, 4_000];
/** Milliseconds of this process after which a pattern is suspected. */
const SUSPICIOUS = 5;
/** A suspect is given so many characters, for which a quadratic pattern takes half a second and a linear one does not. */
const LONG = 24_000;
const MAX_TIME = 125;

/** Of a text four times as long a linear pattern takes four times as long, and a quadratic one sixteen times. */
const [TIMES_AS_LONG, MOST_TIMES] = [4, 8];

/** They start when they are loaded. */
const DOORS = /^(?:task|cli|fix-task)\.ts$|(?:^|\/)worker\.ts$/;

/** Every pattern of the program, exported or not, since each meets text of a pull request, a server or a model sooner or later. */
describe('no pattern takes more than linear time', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();

  for (const file of files) {
    const literals = patternsIn(file);
    if (literals.length === 0) continue;
    it(file, () => {
      for (const literal of literals) for (const filler of fillersOf(literal)) check(literal, filler);
    });
  }

  it('nor one that is put together when the program starts, or when it is asked for the first time', () => {
    const made = madePatterns(
      files.filter((file) => !DOORS.test(file)).map((file) => join(SOURCE, file)),
      () => require(join(SOURCE, 'steps/threads/objecting-words.ts')).whyObjecting('fine'),
    );
    assert.ok(made.some(({ source }) => source.includes('schauen')));
    assert.ok(made.length > 50, `${made.length} patterns`);
    for (const pattern of made) for (const filler of fillersOf(pattern)) check(pattern, filler);
  });

  it('and this test would see one that does', () => {
    for (const source of ['\\s+$', 'a+b', '^\\s*-?\\s*(?:task|run)\\s*:']) {
      const literal = { source, flags: 'm' };
      const all = () => {
        for (const filler of fillersOf(literal)) check(literal, filler);
      };
      assert.throws(all, /took/, source);
    }
  });
});

function patternsIn(file: string): PatternLiteral[] {
  const { code } = transformSync(readFileSync(join(SOURCE, file), 'utf8'), { loader: 'ts', target: 'es2022' });
  return literalsOf(code);
}

/** A text that is all filler, then one that almost matches. */
function check(
  { source, flags }: PatternLiteral,
  { before, pumped, after }: { before: string; pumped: string; after: string },
): void {
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ''));
  for (const length of LENGTHS) {
    const text = (size: number) => before + pumped.repeat(Math.ceil(size / pumped.length)) + after;
    if (timeOf(pattern, text(length)) < SUSPICIOUS) continue;
    // What is slow for few characters is bad enough; what else the process did meanwhile it does not do again.
    const [size, most] = length < 4_000 ? [length, SUSPICIOUS] : [LONG, MAX_TIME];
    const time = shortestTime(pattern, text(size), most);
    const shown = `${size} characters of ${JSON.stringify(pumped)} after ${JSON.stringify(before)}`;
    if (time >= most && length >= 4_000 && isLinear(pattern, text, time)) continue;
    assert.ok(time < most, `/${source}/${flags} took ${Math.round(time)} ms for ${shown}`);
  }
}

/** On a slow machine a linear pattern of many steps takes longer than any limit. */
function isLinear(pattern: RegExp, text: (size: number) => string, time: number): boolean {
  return time < MOST_TIMES * shortestTime(pattern, text(LONG / TIMES_AS_LONG), 0);
}

/** Other programs on the machine can make one try slow, not each of three, and none ten times as slow. */
function shortestTime(pattern: RegExp, text: string, enough: number): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && shortest >= enough; tries += 1) {
    shortest = Math.min(shortest, timeOf(pattern, text));
    if (shortest > 10 * enough) break;
  }
  return shortest;
}

function timeOf(pattern: RegExp, text: string): number {
  const begun = process.cpuUsage();
  pattern.test(text);
  return process.cpuUsage(begun).user / 1000;
}
