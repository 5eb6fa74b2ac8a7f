import assert from 'node:assert/strict';
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
});
