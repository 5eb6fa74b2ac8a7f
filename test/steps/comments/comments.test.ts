import assert from 'node:assert/strict';
import { codeBlock, codeSpan, escapeLine, escapeMarkdown, mentionsSomebody } from '../../../src/steps/comments/escape';
import { findingComment } from '../../../src/steps/comments/finding-comment';
import { linesUrl } from '../../../src/steps/comments/links';
import type { PlacedFinding } from '../../../src/steps/triage/placed-finding';
import { renderMarkdown } from '../../emulators/azure-devops/page/markdown';
import { placedFinding } from '../triage/placed';
import { hostileTexts } from './hostile-texts';

const links = {
  webUrl: 'https://dev.azure.com/fabrikam/My%20Project/_git/shop/pullrequest/7',
  base: 'b'.repeat(40),
  source: '5'.repeat(40),
};
const own = 'https://dev.azure.com/fabrikam/My%20Project/_git/shop?path=';

const render = (markdown: string) => renderMarkdown(markdown, { nameOf: () => 'Somebody' });

describe('escaped text', () => {
  for (const { name, text, shown = text } of hostileTexts) {
    it(`shows ${name} and does nothing`, () => {
      const html = render(escapeMarkdown(text));
      assert.deepEqual(tagsOf(html), [], html);
      assert.equal(wordsOf(html), words(shown));
    });

    it(`shows ${name} on one line`, () => {
      const html = render(`* before ${escapeLine(text)} after`);
      assert.deepEqual(tagsOf(html), ['ul', 'li'], html);
    });
  }

  it('is told as it stands in the raw text as well: no mention is stored', () => {
    for (const { text } of hostileTexts) {
      for (const stored of [escapeMarkdown(text), codeSpan(text), codeBlock(text)]) {
        assert.doesNotMatch(stored, /@<[0-9a-f]{8}-/i);
      }
    }
  });

  it('keeps code in one span, whatever it holds', () => {
    for (const code of ['a`b', '``', '`', ' x ', 'a\nb', 'a``b`c']) {
      assert.deepEqual(tagsOf(render(`x ${codeSpan(code)} y`)), [], code);
    }
    assert.equal(codeSpan(' \n '), '');
  });

  const besides: [text: string, spans: readonly string[]][] = [
    ['see `a`https://b.example/c now', ['a', 'https://b.example/c']],
    ['https://b.example/c`a` now', ['https://b.example/c', 'a']],
    ['`a` and `b` now', ['a', 'b']],
    ['``a`` now', []],
  ];
  for (const [text, spans] of besides) {
    it(`swallows nothing behind a span: ${text}`, () => {
      const html = render(escapeMarkdown(text));
      assert.ok(html.replace(/<code>.*?<\/code>/g, '').includes('now'), html);
      const shown = [...html.matchAll(/<code>(.*?)<\/code>/g)].map(([, code]) => code);
      assert.deepEqual(shown, spans, html);
    });
  }

  it('keeps code in one block, whatever it holds', () => {
    const html = render(codeBlock('```\n~~~\n</pre>\n````', 'suggestion'));
    assert.equal(html.match(/<pre>/g)?.length, 1);
    assert.match(html, /&lt;\/pre&gt;/);
  });

  it('knows code that would notify somebody', () => {
    assert.ok(mentionsSomebody('const a = "@<6f9619ff-8b86-d011-b42d-00c04fc964ff>";'));
    assert.ok(!mentionsSomebody('@Component() list<Guid>'));
  });
});

describe('a comment', () => {
  it('says severity, category and title first, and folds the evidence', () => {
    const comment = findingComment(
      placedFinding({ title: 'Total may be missing', evidence: 'Line 4 reads it.' }),
      links,
    );
    const [first, , body] = comment.split('\n');
    assert.equal(first, '**Warning** · bug — **Total may be missing**');
    assert.equal(body, 'It crashes.');
    assert.match(comment, /<details><summary>Evidence<\/summary>/);
  });

  it('links lines on the pages of its own collection alone', () => {
    const comment = findingComment(placedFinding({ evidence: 'See line 4, lines 6-8 and `line 9`.' }), links);
    const addresses = [...comment.matchAll(/\]\(([^)]*)\)/g)].map(([, url]) => url ?? '');
    assert.equal(addresses.length, 3);
    for (const url of addresses) assert.ok(url.startsWith(own), url);
    assert.match(addresses[0] ?? '', /version=GC5{40}&line=4&lineEnd=5&/);
    assert.match(addresses[1] ?? '', /&line=6&lineEnd=9&/);
    const html = render(comment);
    assert.deepEqual([...html.matchAll(/<a href="([^"]*)"/g)].length, 3);
  });

  it('links nothing where there is no page', () => {
    const comment = findingComment(placedFinding({ evidence: 'See line 4.' }), { ...links, webUrl: '' });
    assert.doesNotMatch(comment, /\]\(/);
  });

  it('encodes paths in links', () => {
    const url = linesUrl(links, "src/a (b)/ü&'#.ts", { side: 'old', startLine: 1, endLine: 2 });
    assert.doesNotMatch(url.slice(own.length), /[()'#\s]/);
    assert.match(url, /version=GCb{40}/);
  });

  for (const { name, text } of hostileTexts) {
    it(`stays whole with ${name} in every part`, () => {
      const finding = placedFinding({ title: text, body: text, evidence: text, reason: text, rule: text });
      const html = render(findingComment(finding, links));
      const tags = tagsOf(html).filter((tag) => !['details', 'summary', 'strong', 'a'].includes(tag));
      assert.deepEqual(tags, [], html);
      for (const [, url] of html.matchAll(/<a href="([^"]*)"/g)) assert.ok(url?.startsWith(own), url);
      assert.match(html, /<\/details>\s*$/);
    });
  }

  it('offers a suggestion as a block of its own', () => {
    const comment = findingComment(placedFinding({ suggestion: '  const a = `x`;' }), links);
    assert.match(comment, /\n\n```suggestion\n {2}const a = `x`;\n```\n\n/);
  });

  it('offers none that would notify somebody or that is too long', () => {
    for (const suggestion of ['"@<6f9619ff-8b86-d011-b42d-00c04fc964ff>"', 'x'.repeat(9000)]) {
      assert.doesNotMatch(findingComment(placedFinding({ suggestion }), links), /suggestion\n/);
    }
  });

  it('stays below what the service takes, whatever it holds', () => {
    const long = '@'.repeat(60_000);
    const lines = 'line 1 '.repeat(10_000);
    const finding: PlacedFinding = {
      ...placedFinding({ title: long, body: long, evidence: lines, reason: long, rule: long, quote: long }),
      anchor: { kind: 'file', path: 'src/a.ts', reason: long.slice(0, 500) },
    };
    assert.ok(findingComment(finding, links).length < 150_000);
  });
});

/** Names of elements, of what came alive, but for paragraphs, breaks and code. */
function tagsOf(html: string): string[] {
  const harmless = /^(p|br|code)$/;
  const live = [...html.matchAll(/class="(live [^"]*|image)"/g)].map(([, kind]) => kind ?? '');
  const tags = [...html.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase() ?? '');
  return [...tags.filter((tag) => !harmless.test(tag) && tag !== 'span'), ...live];
}

function wordsOf(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
  return words(text);
}

function words(text: string): string {
  return text.replace(/`/g, '').replace(/\s+/g, ' ').trim();
}
