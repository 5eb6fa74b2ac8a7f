import assert from 'node:assert/strict';
import { linkLines } from '../../../src/steps/comments/line-links';

const links = {
  webUrl: 'https://dev.azure.com/f/p/_git/r/pullrequest/1',
  ...{ base: 'b'.repeat(40), source: 's'.repeat(40) },
  paths: new Set([
    'app/post.rb',
    'web/setup.ts',
    'web/a/index.ts',
    'web/b/index.ts',
    'src/own.ts',
    'Dockerfile',
    'a.prisma',
  ]),
};

/** Every link as `words -> path side lines`. */
function linksIn(text: string, place: Partial<Parameters<typeof linkLines>[1]> = {}): string[] {
  const markdown = linkLines(text, { path: 'src/own.ts', side: 'new', ...place }, links);
  return [...markdown.matchAll(/\[([^\]]*)\]\(([^)]*)\)/g)].map(([, words, url = '']) => {
    const query = new URL(url).searchParams;
    const lines = `${query.get('line')}-${Number(query.get('lineEnd')) - 1}`;
    return `${words} -> ${query.get('path')} ${query.get('version')?.startsWith('GCb') ? 'old' : 'new'} ${lines}`;
  });
}

describe('lines in a text', () => {
  const cases: [string, string[]][] = [
    ['Line 12 reads it.', ['Line 12 -> /src/own.ts new 12-12']],
    ['see lines 3-5', ['lines 3-5 -> /src/own.ts new 3-5']],
    ['see lines 3 to 5', ['lines 3 to 5 -> /src/own.ts new 3-5']],
    ['lines 3 and 40', ['lines 3 -> /src/own.ts new 3-3', '40 -> /src/own.ts new 40-40']],
    [
      'lines 3, 7-9, and 12',
      ['lines 3 -> /src/own.ts new 3-3', '7-9 -> /src/own.ts new 7-9', '12 -> /src/own.ts new 12-12'],
    ],
    ['post.rb line 133 does', ['line 133 -> /app/post.rb new 133-133']],
    ['`post.rb` line 133 does', ['line 133 -> /app/post.rb new 133-133']],
    ['In `web/setup.ts`, lines 61-64 do', ['lines 61-64 -> /web/setup.ts new 61-64']],
    ['setup.ts (lines 61-64) does', ['lines 61-64 -> /web/setup.ts new 61-64']],
    ['lines 61-64 of setup.ts', ['lines 61-64 -> /web/setup.ts new 61-64']],
    [
      'lines 61 through 64 and 70..72',
      ['lines 61 through 64 -> /src/own.ts new 61-64', '70..72 -> /src/own.ts new 70-72'],
    ],
    ['line 133 (post.rb) does', ['line 133 -> /app/post.rb new 133-133']],
    ['line 133 (`app/post.rb`)', ['line 133 -> /app/post.rb new 133-133']],
    ['line 133, post.rb', []],
    ['Dockerfile line 3', ['line 3 -> /Dockerfile new 3-3']],
    ['line 3 of `Dockerfile`', ['line 3 -> /Dockerfile new 3-3']],
    ['Jenkinsfile line 3', []],
    ['.env line 2', []],
    ['UserProfile is null on line 12', ['line 12 -> /src/own.ts new 12-12']],
    ['a.prisma line 4', ['line 4 -> /a.prisma new 4-4']],
    ['other.zig line 4', []],
    ['`order.total` on line 12', ['line 12 -> /src/own.ts new 12-12']],
    ['post.rb sets it; line 12 reads it', []],
    ['post.rb sets it, e.g. line 12', []],
    ['other.ts line 12', []],
    ['line 12 of other.ts', []],
    ['index.ts line 12', []],
    ['web/a/index.ts line 12', ['line 12 -> /web/a/index.ts new 12-12']],
    ['post.rb calls it, which line 12 forbids', []],
    ['post.rb calls it. Line 12 forbids it', ['Line 12 -> /src/own.ts new 12-12']],
    ['own.ts calls it, which line 12 forbids', ['line 12 -> /src/own.ts new 12-12']],
    ['order.total is read on line 12', ['line 12 -> /src/own.ts new 12-12']],
    ['line 12 and again line 12', ['line 12 -> /src/own.ts new 12-12']],
    ['line 8 before the change', ['line 8 -> /src/own.ts old 8-8']],
    ['the removed line 8', ['line 8 -> /src/own.ts old 8-8']],
    ['lines 9-3', []],
    ['`line 12` in code', []],
    ['deadline 12, line 0', []],
  ];
  for (const [text, expected] of cases) {
    it(`"${text}" leads to ${expected.length === 0 ? 'nothing' : expected.join('; ')}`, () => {
      assert.deepEqual(linksIn(text), expected);
    });
  }

  it('of an old place are old within it, and else nobody can be sure', () => {
    const place = { side: 'old', range: { side: 'old', startLine: 5, endLine: 6 } } as const;
    assert.deepEqual(linksIn('line 5 and line 50', place), ['line 5 -> /src/own.ts old 5-5']);
  });

  it('stay text without a page to lead to', () => {
    assert.equal(linkLines('line 5', { path: 'a.ts', side: 'new' }, { ...links, webUrl: '' }), 'line 5');
  });
});
