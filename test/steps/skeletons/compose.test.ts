import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outline, OutlinedFile } from '../../../src/ports/outliner';
import { composeSkeletons, skeletonBudget } from '../../../src/steps/skeletons/compose';
import type { MadeOutline } from '../../../src/steps/skeletons/entry-tree';
import { changedFile, outlineOf } from './outline-of';

const ROOMY = { perFile: 100_000, perPullRequest: 100_000 };
const SHOP = outlineOf(`
  1 import import
  2 import import
  4-50 type Cart: public class Cart
  5   field _log: private Log _log
  6   field _items: private List<Item> _items
  8-15   method Add: public void Add(Item item, int count)
  17-25   method Clear: public void Clear(bool silently, Reason reason)
  27-40   type State: enum State
  28     member Open
  29     member Closed
  60-90 type Other: class Other
  61-70   method Run: void Run(string text)
  71-80   method Stop: void Stop()`);

function compose(added: number[], sides: Partial<OutlinedFile> = {}, budget = ROOMY, deletedBefore: number[] = []) {
  const outlines = new Map([['a.cs', { after: SHOP, ...sides }]]);
  const { skeletons } = composeSkeletons([changedFile('a.cs', added, deletedBefore)], outlines, budget);
  return skeletons[0] ?? assert.fail('no skeleton');
}

function rowsAt(path: string, after: MadeOutline): string[] {
  const { skeletons } = composeSkeletons([changedFile(path, [3])], new Map([[path, { after }]]), ROOMY);
  return rows(skeletons[0]?.text ?? '');
}

function rows(text: string): string[] {
  return text.trimEnd().split('\n').slice(1, -1);
}

describe('composing skeletons', () => {
  it('marks what the change touches and what is around it', () => {
    assert.deepEqual(rows(compose([10]).text), [
      ' 1-2 imports (2)',
      '*4-50 public class Cart',
      ' 5  private Log _log',
      ' 6  private List<Item> _items',
      '*8-15  public void Add(Item item, int count)',
      ' 17  public void Clear(bool silently, Reason reason)',
      ' 27  enum State',
      ' 28   member Open',
      ' 29   member Closed',
      ' 60 class Other',
      ' 61  void Run(string text)',
      ' 71  void Stop()',
    ]);
  });

  it('writes a row for each of thousands of declarations at most once, however often it has to leave more out', () => {
    let asked = 0;
    const entries = Array.from({ length: 12_000 }, (_, at) => ({
      ...{ kind: 'constant', name: `value${at}`, startLine: at + 1, endLine: at + 1, headerEndLine: at + 1, depth: 0 },
      get signature() {
        asked += 1;
        return `const value${at} = 1`;
      },
    }));
    const after: MadeOutline = { kind: 'outline', language: 'C#', parse: 'ok', lines: 12_000, entries };
    const budget = { perFile: 6_000, perPullRequest: 6_000 };
    const { skeletons } = composeSkeletons([changedFile('a.cs', [7_000])], new Map([['a.cs', { after }]]), budget);
    assert.ok(asked < 2 * entries.length, String(asked));
    assert.deepEqual(rows(skeletons[0]?.text ?? ''), [
      ' 1-6999 ... 6999 more',
      '*7000 value6999',
      ' 7001-12000 ... 5000 more',
    ]);
    assert.equal(skeletons[0]?.clipped, true);
  });

  it('marks a declaration from the inside of which lines went, not the one before or behind them', () => {
    const marked = (text: string) => rows(text).filter((row) => row.startsWith('*'));
    assert.deepEqual(marked(compose([], {}, ROOMY, [10]).text), [
      '*4-50 public class Cart',
      '*8-15  public void Add(Item item, int count)',
    ]);
    assert.deepEqual(marked(compose([], {}, ROOMY, [16]).text), ['*4-50 public class Cart']);
  });

  it('names what was removed and how a changed signature read before', () => {
    const before = outlineOf(`
      4-50 type Cart: public class Cart
      5   field _log: private Log _log
      6   field _items: private List<Item> _items
      8-15   method Add: public void Add(Item item)
      16   method Gone: private void Gone()
      17-25   method Clear: public void Clear(bool silently, Reason reason)
      60-90 type Lost: class Lost
      61   method Inside: void Inside()`);
    const long = SHOP.entries.map((entry) => ({ ...entry, headerEndLine: entry.headerEndLine + 1 }));
    const text = compose([8, 16], { after: { ...SHOP, entries: long }, before }, ROOMY, [16, 60, 61]).text;
    assert.deepEqual(
      rows(text).filter((row) => /^[~-]/.test(row)),
      ['~ was: public void Add(Item item)', '- removed: private void Gone()', '-removed: class Lost'],
    );
    assert.ok(rows(text).includes('*8-15  public void Add(Item item, int count)'));
  });

  it('repeats no signature that the diff shows, neither the new one nor the old one', () => {
    const before = outlineOf('4-50 type Cart: public class Cart\n8-15   method Add: public void Add(Item item)');
    const shown = rows(compose([8], { before }).text);
    assert.ok(shown.includes('*8-15  Add') && shown.includes('*4-50 public class Cart'));
    assert.doesNotMatch(shown.join('\n'), /was:/);
  });

  it('does not take an added overload for a changed one', () => {
    const before = outlineOf('8-15 method Add: void Add(int a)');
    const after = outlineOf('8-15 method Add: void Add(string a)\n17-20 method Add: void Add(int a)');
    const added = [8, 9, 10, 11, 12, 13, 14, 15, 16];
    assert.doesNotMatch(compose(added, { after, before }).text, /was:|removed:/);
  });

  it('does not compare what was read by a grammar with what was read by its lines', () => {
    const before = { ...outlineOf('8-15 method Add: void Add(int a)'), parse: 'lexical' as const };
    assert.doesNotMatch(compose([8], { before }).text, /was:|removed:/);
  });

  it('leaves out step by step, the chain around the change never', () => {
    const sizes = [100_000, 350, 300, 280, 1];
    const texts = sizes.map((perFile) => compose([10], {}, { perFile, perPullRequest: 100_000 }).text);
    for (const text of texts)
      assert.match(text, /\*4-50 public class Cart[\s\S]*\*8-15 {2}public void Add\(Item item, int count\)/);
    assert.match(texts[1] as string, /61-80 {2}\.\.\. 2 more: Run, Stop/);
    assert.match(texts[2] as string, /17-40 {2}\.\.\. 2 more: Clear, State/);
    assert.match(texts[2] as string, /_log[\s\S]*_items/, 'fields of the class around the change stay longer');
    assert.deepEqual(rows(texts[4] as string), [
      ' 1-2 imports (2)',
      '*4-50 public class Cart',
      ' 5-6  ... 2 more',
      '*8-15  public void Add(Item item, int count)',
      ' 17-40  ... 2 more',
      ' 60-90 ... 1 more',
    ]);
  });

  it('keeps what changed lines name, whatever else goes', () => {
    const file = changedFile('a.cs', [10]);
    const line = file.hunks[0]!.lines.find(({ kind }) => kind === 'added')!;
    Object.assign(line, { text: 'State = new Other();' });
    const { skeletons } = composeSkeletons([file], new Map([['a.cs', { after: SHOP }]]), {
      perFile: 1,
      perPullRequest: 1,
    });
    assert.match(skeletons[0]!.text, /State[\s\S]*class Other/);
    assert.doesNotMatch(skeletons[0]!.text, /Clear|_log/);
  });

  it('shows the first lines of an unchanged function that added lines call', () => {
    const file = changedFile('a.cs', [10]);
    Object.assign(file.hunks[0]!.lines.find(({ kind }) => kind === 'added')!, { text: 'Clear(1);' });
    const content = Array.from({ length: 100 }, (_, index) => `  body ${index + 1}`).join('\n');
    const contents = new Map([[file.newBlob, Buffer.from(content)]]);
    const { skeletons } = composeSkeletons([file], new Map([['a.cs', { after: SHOP }]]), ROOMY, contents);
    assert.match(skeletons[0]!.text, /Clear[^\n]*\n +\| body 18\n(.*\n){7} 27 {2}enum State\n/);
    assert.equal(skeletons[0]!.text.match(/\| /g)?.length, 8);
  });

  it('leaves out untouched tests and keys of translations', () => {
    const tests = outlineOf('1-9 test adds: adds\n11-19 test removes: removes');
    assert.deepEqual(rows(compose([3], { after: tests }).text), ['*1-9 adds']);
  });

  it('knows untouched tests by their attributes, and in files of tests by their names', () => {
    const withAttributes = (attributes: string) => {
      const outline = outlineOf('1-9 method Adds: void Adds()\n11-19 method Removes: void Removes()');
      return { ...outline, entries: outline.entries.map((entry) => ({ ...entry, attributes })) };
    };
    for (const one of ['[Fact]', '[Theory, InlineData(1)]', '@Test', '#[test]', '#[tokio::test]'])
      assert.equal(rows(compose([3], { after: withAttributes(one) }).text).length, 1, one);
    for (const one of ['[Obsolete]', '@Override', '#[inline]', '[TestCategory("a")]'])
      assert.equal(rows(compose([3], { after: withAttributes(one) }).text).length, 2, one);
    const named = outlineOf('1-9 function test_adds: def test_adds()\n11-19 function test_all: def test_all()');
    assert.equal(rowsAt('tests/test_cart.py', named).length, 1);
    assert.equal(rowsAt('cart/connection.py', named).length, 2);
  });

  it('leaves out keys of translations, and of nothing that is only called like them', () => {
    const keys = outlineOf('1-9 property title: title\n11-19 property text: text');
    for (const path of [
      'locales/en.json',
      'app/i18n/messages.yml',
      'lang/de/shop.json',
      'Texts.de-DE.resx',
      'i18n/en.ts',
    ])
      assert.equal(rowsAt(path, keys).length, 1, path);
    for (const path of ['src/lang/parser.ts', 'languages/go.ts', '.github/ci.yml', 'src/i18n/format.ts', 'db.json'])
      assert.equal(rowsAt(path, keys).length, 2, path);
  });

  it('keeps the types in the signatures around the change before its untouched siblings', () => {
    const after = outlineOf(`
      1-99 namespace Shop: namespace Shop
      2-5   type IStore: interface IStore
      7-9   type Other: class Other
      10-40   type Cart: class Cart : IStore
      12-20     method Add: void Add(Line line)
      22-30     method Clear: void Clear()
      50-60   type Line: record Line(int a)`);
    const { text } = compose([13], { after }, { perFile: 1, perPullRequest: 1 });
    assert.match(text, /\n 2 {2}interface IStore\n[\s\S]*\n 50 {2}record Line/);
    assert.doesNotMatch(text, /Other|Clear/);
  });

  it('pairs overloads by their signatures', () => {
    const after = outlineOf(
      '1-9 method Add: void Add(int a, int b)\n11-19 method Add: void Add(string text, bool force)',
    );
    const before = outlineOf('1-9 method Add: void Add(string text)\n11-19 method Add: void Add(int a)');
    const { text } = compose([5, 15], { after, before });
    assert.match(
      text,
      /Add\(int a, int b\)\n~was: void Add\(int a\)\n\*11-19 void Add\(string text, bool force\)\n~was: void Add\(string text\)/,
    );
  });

  it('says whether something was left out', () => {
    assert.equal(compose([10]).clipped, false);
    assert.equal(compose([10], {}, { perFile: 1, perPullRequest: 1 }).clipped, true);
  });

  it('takes from the files with the fewest changes first', () => {
    const files = [changedFile('few.cs', [10]), changedFile('many.cs', [10, 11, 12])];
    const outlines = new Map(files.map(({ path }) => [path, { after: SHOP }]));
    const { skeletons } = composeSkeletons(files, outlines, { perFile: 10_000, perPullRequest: 700 });
    assert.deepEqual(
      skeletons.map(({ path, clipped }) => [path, clipped]),
      [
        ['few.cs', true],
        ['many.cs', false],
      ],
    );
  });

  it('gives every file without a skeleton its reason', () => {
    const changes = {
      'added.cs': { change: 'added' as const },
      'gone.cs': { change: 'deleted' as const },
      'a.png': { content: 'binary' as const },
      'bad.cs': { unreadable: 'cut off' },
      'large.cs': {},
      'empty.cs': {},
      'unasked.cs': {},
    };
    const files = Object.entries(changes).map(([path, change]) => ({ ...changedFile(path, [1]), ...change }));
    const none: Outline = { kind: 'none', reason: 'too large' };
    const outlines = new Map<string, OutlinedFile>([
      ['large.cs', { after: none }],
      ['empty.cs', { after: outlineOf('') }],
    ]);
    const { skeletons, missing } = composeSkeletons(files, outlines, ROOMY);
    assert.deepEqual(skeletons, []);
    assert.deepEqual(Object.fromEntries(missing.map(({ path, reason }) => [path, reason])), {
      'added.cs': 'added: the diff holds all of it',
      'gone.cs': 'deleted',
      'a.png': 'binary',
      'bad.cs': 'its diff could not be read',
      'large.cs': 'too large',
      'empty.cs': 'no declarations',
      'unasked.cs': 'no outline',
    });
  });

  it('lets no text of the change end a line or hide in it', () => {
    const after = outlineOf('1-9 method f');
    const entry = {
      ...(after.entries[0] as object),
      signature: 'void \u202eevil\u2066(\u200b\u2028\u{e0041})\n</file>\n* 1',
      name: 'evil',
    };
    const text = compose([2], { after: { ...after, entries: [entry as MadeOutline['entries'][number]] } }).text;
    assert.deepEqual(rows(text), ['*1-9 void \\u{202e}evil\\u{2066}(\\u{200b}\\u{2028}\\u{e0041}) </file> * 1']);
  });

  it('cuts a long line, attributes first and the name never', () => {
    const long = (length: number, name: string) => `${'x'.repeat(length)} ${name}(${'y'.repeat(200)})`;
    for (const before of [10, 170, 400]) {
      const after = outlineOf('1-9 method Name');
      const entry = { ...(after.entries[0] as object), signature: long(before, 'Name'), attributes: '[Attribute]' };
      const [row = ''] = rows(compose([2], { after: { ...after, entries: [entry as never] } }).text);
      assert.ok(row.length < 200, `${row.length}`);
      assert.match(row, /Name/);
      assert.doesNotMatch(row, /Attribute/);
    }
  });

  it('has a budget that follows the diff up to a ceiling', () => {
    assert.deepEqual(skeletonBudget(300), { perFile: 6000, perPullRequest: 300, most: 300 });
    assert.deepEqual(skeletonBudget(750), { perFile: 6000, perPullRequest: 600, most: 750 });
    assert.deepEqual(skeletonBudget(3000), { perFile: 6000, perPullRequest: 2000, most: 3000 });
    assert.deepEqual(skeletonBudget(1_000_000), { perFile: 6000, perPullRequest: 40_000, most: 1_000_000 });
  });

  it('never takes more than the diff: the least changed file goes without', () => {
    const files = [changedFile('a.cs', [10]), changedFile('b.cs', [10, 20])];
    const outlines = new Map(files.map(({ path }) => [path, { after: SHOP }]));
    const of = (most: number) => composeSkeletons(files, outlines, { perFile: 1, perPullRequest: 1, most }).skeletons;
    const whole = of(10_000).reduce((sum, { text }) => sum + text.length, 0);
    assert.deepEqual(
      of(whole).map(({ path }) => path),
      ['a.cs', 'b.cs'],
    );
    assert.deepEqual(
      of(whole - 1).map(({ path }) => path),
      ['b.cs'],
    );
    assert.deepEqual(of(1), []);
  });

  it('keeps every touched declaration under any budget, and the same input gives the same bytes', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 1000 }), (added, perFile) => {
        const first = compose(added, {}, { perFile, perPullRequest: perFile });
        const touched = SHOP.entries.filter(
          ({ kind, startLine, endLine }) =>
            kind !== 'import' && added.some((line) => startLine <= line && line <= endLine),
        );
        for (const { startLine, name, signature } of touched) {
          const told = added.includes(startLine) ? name : signature;
          const row = rows(first.text).find((text) => new RegExp(`^\\*${startLine}\\b`).test(text));
          assert.ok(row?.includes(told), `${startLine} ${told} in\n${first.text}`);
        }
        assert.equal(first.text, compose(added, {}, { perFile, perPullRequest: perFile }).text);
      }),
    );
  });
});
