import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LineRange } from '../../../src/ports/code-host';
import type { Anchor } from '../../../src/steps/anchors/anchor';
import { applySuggestion, sourceLines } from '../../../src/steps/anchors/apply-suggestion';
import { suggestionFor } from '../../../src/steps/anchors/suggestion';

const source = ['function f(a) {', '  if (a) {', '    return a.b;', '  }', '  return null;', '}', ''].join('\n');
const tabbed = source.replace(/^( {2})+/gm, (space) => '\t'.repeat(space.length / 2));

function anchorAt(
  text: string,
  startLine: number,
  endLine: number,
  more: Partial<Anchor & { kind: 'lines' }> = {},
): Anchor {
  const lines = sourceLines({ text }, { startLine, endLine })?.lines ?? [];
  const range: LineRange = { side: 'new', startLine, endLine };
  const endLineLength = lines.at(-1)?.length ?? 0;
  return { kind: 'lines', path: 'src/a.js', range, endLineLength, text: lines.join('\n'), how: 'stated', ...more };
}

type Given = {
  text?: string;
  lines?: [number, number];
  quote: string;
  replacement: string;
  path?: string;
  mode?: string;
};

/** The whole file after "Apply change", or `no: reason`. */
function applied({ text = source, lines = [3, 3], quote, replacement, path = 'src/a.js', mode }: Given): string {
  const suggestion = suggestionFor({ quote, replacement }, anchorAt(text, ...lines, { path }), { text }, mode);
  if ('reason' in suggestion) return `no: ${suggestion.reason}`;
  return applySuggestion(text, { startLine: lines[0], endLine: lines[1] }, suggestion.text);
}

const third = (line: string, text = source) => text.split('\n').with(2, line).join('\n');

describe('suggestions', () => {
  it('replace whole lines and nothing else', () => {
    assert.equal(applied({ quote: '    return a.b;', replacement: '    return a?.b;' }), third('    return a?.b;'));
    const two = applied({
      lines: [2, 4],
      quote: '  if (a) {\n    return a.b;\n  }',
      replacement: '  if (a) return a.b;',
    });
    assert.equal(two, 'function f(a) {\n  if (a) return a.b;\n  return null;\n}\n');
    const more = applied({ quote: '    return a.b;', replacement: '    check(a);\n\n    return a.b;\n' });
    assert.equal(more, third('    check(a);\n\n    return a.b;'));
  });

  describe('keep the indentation of the file', () => {
    const good: [name: string, given: Given, expected: string][] = [
      ['lost in both', { quote: 'return a.b;', replacement: 'return a?.b;' }, third('    return a?.b;')],
      ['lost in the replacement', { quote: '    return a.b;', replacement: 'return a?.b;' }, third('    return a?.b;')],
      [
        'kept in the replacement alone',
        { quote: 'return a.b;', replacement: '    return a?.b;' },
        third('    return a?.b;'),
      ],
      [
        'one level too deep',
        { quote: '      return a.b;', replacement: '      return a?.b;' },
        third('    return a?.b;'),
      ],
      [
        'lost in a block',
        { quote: 'return a.b;', replacement: 'if (a.b) {\n  return a.b;\n}' },
        third('    if (a.b) {\n      return a.b;\n    }'),
      ],
      [
        'trimmed at the first line',
        { lines: [2, 3], quote: 'if (a) {\n    return a.b;', replacement: 'if (a) {\n    return a?.b;' },
        third('    return a?.b;'),
      ],
      [
        'lost in every line',
        { lines: [2, 4], quote: 'if (a) {\n  return a.b;\n}', replacement: 'if (a) {\n  return a?.b;\n}' },
        third('    return a?.b;'),
      ],
      [
        'spaces for tabs',
        { text: tabbed, quote: '    return a.b;', replacement: '    if (a.b) {\n      return a.b;\n    }' },
        third('\t\tif (a.b) {\n\t\t\treturn a.b;\n\t\t}', tabbed),
      ],
      [
        'tabs for spaces',
        { quote: '\t\treturn a.b;', replacement: '\t\tif (a.b) {\n\t\t\treturn a.b;\n\t\t}' },
        third('    if (a.b) {\n      return a.b;\n    }'),
      ],
      [
        'the prompt\u2019s prefix',
        { quote: '3+    return a.b;', replacement: '    return a?.b;' },
        third('    return a?.b;'),
      ],
      [
        'a code fence',
        { quote: '```js\nreturn a.b;\n```', replacement: '```js\nreturn a?.b;\n```' },
        third('    return a?.b;'),
      ],
    ];
    for (const [name, given, expected] of good) it(name, () => assert.equal(applied(given), expected));

    const unclear: [name: string, given: Given][] = [
      ['lost or trimmed', { quote: 'return a.b;', replacement: 'log(a,\n      a.b);' }],
      ['less than was quoted', { quote: '        return a.b;', replacement: '        if (a)\n  return a.b;' }],
      ['tabs among spaces', { quote: '    return a.b;', replacement: '    if (a)\n\t\treturn a.b;' }],
      ['spaces among tabs', { text: tabbed, quote: '\t\treturn a.b;', replacement: '\t\tif (a)\n    return a.b;' }],
      ['no whole tab', { text: tabbed, quote: '    return a.b;', replacement: '    if (a)\n       return a.b;' }],
    ];
    for (const [name, given] of unclear) {
      it(`or are none: ${name}`, () => assert.equal(applied(given), 'no: its indentation cannot be told'));
    }
  });

  describe('keep the line endings of the file', () => {
    const windows = source.replaceAll('\n', '\r\n');
    it('CRLF', () => {
      const given = { text: windows, quote: '    return a.b;', replacement: '    check(a);\n    return a.b;' };
      const suggestion = suggestionFor(given, anchorAt(windows, 3, 3), { text: windows });
      assert.deepEqual(suggestion, { text: '    check(a);\r\n    return a.b;' });
      assert.equal(applied(given), third('    check(a);\n    return a.b;').replaceAll('\n', '\r\n'));
    });
    it('CRLF in the answer, LF in the file', () => {
      const given = { quote: '    return a.b;\r\n', replacement: '    check(a);\r\n    return a.b;\r\n' };
      assert.equal(applied(given), third('    check(a);\n    return a.b;'));
    });
    it('none at the end of the file', () => {
      const given = {
        text: 'a();\r\nb();',
        lines: [2, 2] as [number, number],
        quote: 'b();',
        replacement: 'b();\nc();',
      };
      assert.equal(applied(given), 'a();\r\nb();\r\nc();');
      assert.equal(applied({ text: 'b();', lines: [1, 1], quote: 'b();', replacement: 'c();' }), 'c();');
    });
  });

  const refused: [name: string, given: Given, reason: RegExp][] = [
    ['there is none', { quote: '    return a.b;', replacement: ' \n' }, /has no replacement/],
    ['it changes nothing', { quote: 'return a.b;', replacement: '    return a.b;\n' }, /changes nothing/],
    ['the quote is part of a line', { quote: 'a.b', replacement: 'a?.b' }, /does not quote whole lines/],
    ['the quote is cut', { quote: '    return a...', replacement: '    return a?.b;' }, /does not quote whole lines/],
    [
      'the quote is shorter than the place',
      { lines: [3, 4], quote: '    return a.b;', replacement: 'x' },
      /whole lines/,
    ],
    ['it leaves code out', { quote: '    return a.b;', replacement: '    check(a);\n    // ...' }, /leaves code out/],
    [
      'it would end its own block',
      { quote: '    return a.b;', replacement: '    return a.b; // ```' },
      /end its own block/,
    ],
    [
      'it hides characters',
      { quote: '    return a.b;', replacement: '    return a.b; // \u202e' },
      /hidden characters/,
    ],
    ['it joins characters', { quote: '    return a.b;', replacement: '    return a\u200b.c;' }, /hidden characters/],
    ['it has half a character', { quote: '    return a.b;', replacement: '    return "\ud83d";' }, /hidden characters/],
    ['it carries signs', { quote: '    return a.b;', replacement: '+    return a?.b;' }, /diff marks/],
    ['it is very long', { quote: '    return a.b;', replacement: '    a();\n'.repeat(61) }, /longer than 60 lines/],
    ['the file is executable', { quote: '    return a.b;', replacement: '    b();', mode: '100755' }, /executable/],
    [
      'the file has an interpreter',
      { text: '#!/bin/x\na\n', lines: [2, 2], quote: 'a', replacement: 'b' },
      /executable/,
    ],
  ];
  for (const [name, given, reason] of refused) it(`are none where ${name}`, () => assert.match(applied(given), reason));

  const closed = [
    ...[
      'azure-pipelines.yml',
      'ci/azure-pipelines-release.yaml',
      '.azuredevops/x.yml',
      '.github/workflows/ci.yml',
      '.gitlab-ci.yml',
    ],
    ...[
      'package-lock.json',
      'web/yarn.lock',
      'go.sum',
      'build.sh',
      'tools/run.ps1',
      'a.cmd',
      'Makefile',
      'src/Dockerfile',
    ],
    ...[
      'package.json',
      '.npmrc',
      'NuGet.config',
      '.husky/pre-commit',
      'Jenkinsfile',
      'setup.py',
      '.gitattributes',
      'CODEOWNERS',
    ],
  ];
  for (const path of closed) {
    it(`are none in ${path}`, () => {
      assert.match(
        applied({ path, quote: '    return a.b;', replacement: '    return a?.b;' }),
        /no suggestions are made/,
      );
    });
  }
  for (const path of [
    'src/hooks/useA.ts',
    'src/pipelinesView.ts',
    'docs/a.md',
    'config/app.yml',
    'packages/a/index.js',
  ]) {
    it(`are made in ${path}`, () => {
      assert.equal(
        applied({ path, quote: '    return a.b;', replacement: '    return a?.b;' }),
        third('    return a?.b;'),
      );
    });
  }

  it('are none in pipelines by any name', () => {
    const text = 'parameters: []\nsteps:\n- script: make\n';
    assert.match(
      applied({ text, lines: [3, 3], path: 'eng/build.yml', quote: '- script: make', replacement: '- x' }),
      /pipelines/,
    );
  });

  it('are none for other places than lines of the new side that are still there', () => {
    const finding = { quote: '    return a.b;', replacement: '    return a?.b;' };
    const places: [Anchor, RegExp][] = [
      [{ kind: 'file', path: 'a', reason: 'x' }, /not stand on lines/],
      [{ kind: 'summary', reason: 'x' }, /not stand on lines/],
      [anchorAt(source, 3, 3, { range: { side: 'old', startLine: 3, endLine: 3 } }), /not stand on lines/],
      [anchorAt(source, 3, 3, { text: '    return a.c;' }), /not those of the source commit/],
      [anchorAt(source, 3, 3, { range: { side: 'new', startLine: 7, endLine: 7 } }), /not those of the source commit/],
    ];
    for (const [anchor, reason] of places) {
      const suggestion = suggestionFor(finding, anchor, { text: source });
      assert.match('reason' in suggestion ? suggestion.reason : '', reason);
    }
  });

  it('are none on lines that hide characters', () => {
    const text = 'a();\nif (admin\u202e) {\n';
    assert.match(
      applied({ text, lines: [2, 2], quote: 'if (admin) {', replacement: 'if (a) {' }),
      /the lines hold hidden/,
    );
  });

  it('leave every other line as it was, whatever they are', () => {
    const word = fc.constantFrom('a();', '  b();', '\tc();', '', '  }', '+x', '...', '```');
    const lines = fc.array(word, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        lines,
        lines,
        fc.nat(5),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (file, proposed, at, eol, ended) => {
          const text = file.join(eol) + (ended ? eol : '');
          const line = (at % file.length) + 1;
          const anchor = anchorAt(text, line, line);
          const quote = anchor.kind === 'lines' ? anchor.text : '';
          const suggestion = suggestionFor({ quote, replacement: proposed.join('\n') }, anchor, { text });
          if ('reason' in suggestion) return;
          const after = applySuggestion(text, { startLine: line, endLine: line }, suggestion.text).split(eol);
          const count = suggestion.text.split(eol).length;
          const before = text.split(eol);
          assert.deepEqual(
            [...after.slice(0, line - 1), ...after.slice(line - 1 + count)],
            before.toSpliced(line - 1, 1),
          );
        },
      ),
    );
  });
});
