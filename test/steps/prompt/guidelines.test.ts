import assert from 'node:assert/strict';
import { guidelineFile } from '../../../src/steps/prompt/guideline-file';
import { MAX_GUIDELINES_LENGTH, selectGuidelines } from '../../../src/steps/prompt/guidelines';

const REVIEW = `# How we review

Ask for tests.

## Migrations \`db/**\` and \`*.sql\`

Never drop a column in the release that stops writing it.

### Names

Snake case.

## Calls of \`retry()\`

At most three.

\`\`\`md
## Not a heading \`web/**\`
\`\`\`
`;

describe('guidelines', () => {
  const text = (path: string, changed: string[]) => selectGuidelines([{ path, text: REVIEW }], changed).text;

  it('keep sections for paths that changed, with what stands below them', () => {
    const kept = text('REVIEW.md', ['db/2026/01.ts']);
    assert.match(kept, /^==== guidelines: REVIEW\.md\n# How we review/);
    assert.match(kept, /drop a column/);
    assert.match(kept, /Snake case/);
  });

  it('leave out sections for other paths, down to the next heading of their level', () => {
    const kept = text('REVIEW.md', ['web/a.ts']);
    assert.match(kept, /Ask for tests/);
    assert.doesNotMatch(kept, /drop a column|Snake case/);
    assert.match(kept, /At most three[\s\S]*Not a heading/);
  });

  it('find a file name anywhere', () => assert.match(text('docs/rules.md', ['x/y/schema.sql']), /drop a column/));

  it('of a folder speak for that folder alone', () => {
    assert.equal(text('web/AGENTS.md', ['api/a.cs']), '');
    assert.match(text('web/AGENTS.md', ['web/a.ts']), /Ask for tests/);
    assert.match(text('docs/review.txt', ['api/a.cs']), /Ask for tests/);
  });

  it('come in the order that was asked for, and name their files', () => {
    const found = selectGuidelines(
      [
        { path: 'b.md', text: 'B' },
        { path: 'empty.md', text: ' \n' },
        { path: 'a.md', text: 'A' },
      ],
      ['x.ts'],
    );
    assert.deepEqual(
      [found.text, found.files, found.notes],
      ['==== guidelines: b.md\nB\n==== guidelines: a.md\nA\n', ['b.md', 'a.md'], []],
    );
  });

  it('are cut at whole lines, and that is told', () => {
    const long = { path: 'long.md', text: 'a line of guidance\n'.repeat(2000) };
    const found = selectGuidelines([long, { path: 'late.md', text: 'late' }], ['x.ts']);
    assert.ok(found.text.length <= MAX_GUIDELINES_LENGTH + 1);
    assert.ok(found.text.endsWith('guidance\n'));
    assert.match(found.notes.join(), /cut at 20000 characters in long\.md/);
  });

  it('show what would hide', () => {
    assert.match(
      selectGuidelines([{ path: 'a.md', text: 'be\u200b kind\u202e' }], ['x.ts']).text,
      /be\\u\{200b\} kind\\u\{202e\}/,
    );
  });

  it('take any number of lines', () => {
    const long = { path: 'long.md', text: 'a\n'.repeat(200_000) };
    assert.match(selectGuidelines([long], ['x.ts']).notes.join(), /cut at 20000 characters/);
  });
});

describe('a file of guidelines', () => {
  const read = (text: string | undefined, encoding: BufferEncoding = 'utf8') =>
    guidelineFile('a.md', text === undefined ? undefined : Buffer.from(text, encoding));

  it('may be UTF-16', () => {
    assert.deepEqual(read('\ufeffBe kind.\n', 'utf16le'), { path: 'a.md', text: 'Be kind.\n' });
  });

  it('that is no text, or is not there, is told', () => {
    assert.match(
      read('Be kind.\n', 'utf16le').trouble ?? '',
      /a\.md was not read: it is UTF-16 without a byte-order mark/,
    );
    assert.match(read(undefined).trouble ?? '', /does not exist/);
  });

  it('is read up to a limit, and that is told', () => {
    const { text, trouble } = read('x'.repeat(500_000));
    assert.equal(text?.length, 400_000);
    assert.match(trouble ?? '', /400,000th character alone, of 500,000/);
  });
});
