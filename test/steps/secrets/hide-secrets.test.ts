import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { doubtsIn } from '../../../src/steps/secrets/doubtful-finds';
import { isCode } from '../../../src/steps/secrets/file-reading';
import type { FoundSecret } from '../../../src/steps/secrets/found-secret';
import { hideSecrets } from '../../../src/steps/secrets/hide-secrets';
import type { LookedThrough } from '../../../src/steps/secrets/look-through';
import { withoutSecrets } from '../../../src/steps/secrets/placeholders';
import { fileOf, lineOf } from './changed-file';
import { certainSecrets, letters, privateKey } from './sample-secrets';

const WORD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE64 = `${WORD}+/`;

const github = certainSecrets['GitHub token'] ?? assert.fail();
const content = (text: string) => new Map([['b'.repeat(40), Buffer.from(text)]]);
const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

describe('the change without its secrets', () => {
  it('has a placeholder in diff and content, and every line where it was', () => {
    const text = `one\n${github.line}\nthree\n`;
    const file = fileOf([lineOf('context', 1, 'one'), lineOf('added', 2, github.line), lineOf('context', 3, 'three')]);
    const { files, contents, committed } = hideSecrets([file], content(text));
    const shown = 'const t = "[secret: github-secret]"';
    assert.deepEqual(
      files[0]?.hunks[0]?.lines.map((line) => line.text),
      ['one', shown, 'three'],
    );
    assert.equal(textOf(contents.get('b'.repeat(40))), `one\n${shown}\nthree\n`);
    assert.deepEqual(committed, [{ path: 'src/a.ts', line: 2, rule: 'github-secret', text: shown }]);
  });

  it('knows the middle of a key though the hunk shows nothing else', () => {
    const lines = privateKey.split('\n');
    const file = fileOf([lineOf('context', 9, lines[8] ?? ''), lineOf('added', 10, lines[9] ?? '')]);
    const { files, committed } = hideSecrets([file], content(privateKey));
    assert.deepEqual(
      files[0]?.hunks[0]?.lines.map(({ text }) => text),
      Array(2).fill('[secret: private-key]'),
    );
    assert.deepEqual(
      committed.map(({ line }) => line),
      [10],
    );
  });

  it('is hidden by its lines alone where the content could not be read', () => {
    const file = fileOf([lineOf('added', 41, github.line), lineOf('removed', 40, github.line)]);
    const { files } = hideSecrets([file], new Map());
    assert.ok(files[0]?.hunks[0]?.lines.every(({ text }) => !text.includes(github.value)));
  });

  it('says nothing of a secret that was there before or that goes away', () => {
    const file = fileOf([lineOf('context', 1, github.line), lineOf('removed', 2, github.line)]);
    const { committed, replaced } = hideSecrets([file], content(github.line));
    assert.deepEqual([committed, [...replaced]], [[], [['github-secret', 1]]]);
  });

  it('gives different values different names, the same in every run', () => {
    const other = github.line.replace('gh', 'gh').replace(/.{4}"$/, 'Zz09"');
    const file = fileOf([lineOf('added', 1, github.line), lineOf('added', 2, other), lineOf('added', 3, github.line)]);
    const run = () => hideSecrets([file], content([github.line, other, github.line].join('\n')));
    const shown = run().files[0]?.hunks[0]?.lines.map(({ text }) => text);
    assert.deepEqual(
      shown,
      ['', ' 2', ''].map((number) => `const t = "[secret: github-secret${number}]"`),
    );
    assert.deepEqual(run().files, run().files);
  });

  it('keeps files without a secret as they are, byte for byte', () => {
    const bytes = Buffer.from('a \xe4 b\n', 'latin1');
    const file = fileOf([lineOf('added', 1, 'a \ufffd b')]);
    const { files, contents } = hideSecrets([file], new Map([['b'.repeat(40), bytes]]));
    assert.equal(files[0], file);
    assert.equal(contents.get('b'.repeat(40)), bytes);
  });

  it('keeps what stands beside a secret, whatever its encoding', () => {
    const bytes = Buffer.from(`K\xe4ufer ${github.line}\n`, 'latin1');
    const file = fileOf([lineOf('added', 1, `K\ufffdufer ${github.line}`)]);
    const { files, contents } = hideSecrets([file], new Map([['b'.repeat(40), bytes]]));
    assert.equal(files[0]?.hunks[0]?.lines[0]?.text, 'K\ufffdufer const t = "[secret: github-secret]"');
    assert.ok(Buffer.from(contents.get('b'.repeat(40)) ?? []).includes(Buffer.from('K\xe4ufer', 'latin1')));
  });

  it('hides its values wherever else they are said', () => {
    const { line, value } = certainSecrets['connection string'] ?? assert.fail();
    const { hideIn } = hideSecrets([fileOf([lineOf('added', 1, line)])], content(line));
    assert.equal(hideIn(`found ${value} here`), 'found [secret: connection-string-password] here');
  });

  it('knows the secret half of a key whose id stands in another file', () => {
    const { line, value } = certainSecrets['AWS id with its key'] ?? assert.fail();
    const files = ['a.ts', 'b.ts'].map((path, at) => ({
      ...fileOf([lineOf('added', 1, at === 0 ? line.slice(0, line.indexOf('\\n')) : `k('${value}')`)], path),
      newBlob: String(at).repeat(40),
    }));
    assert.deepEqual(
      hideSecrets(files, new Map()).committed.map(({ path, rule }) => `${path} ${rule}`),
      ['b.ts aws-secret-key'],
    );
    assert.deepEqual(hideSecrets(files.slice(1), new Map()).committed, []);
  });

  it('keeps line ends of every kind within a key', () => {
    const text = privateKey.replaceAll('\n', '\r\n');
    assert.equal(withoutSecrets(text).split('\r\n').length, text.split('\r\n').length);
  });

  it('hides a value wherever else it stands', () => {
    const line = `log('Summer2024!'); const password = "Summer2024!";`;
    const { files } = hideSecrets([fileOf([lineOf('added', 1, line)])], content(line));
    assert.equal(
      files[0]?.hunks[0]?.lines[0]?.text,
      `log('[secret: assigned-secret]'); const password = "[secret: assigned-secret]";`,
    );
  });

  describe('hides in all files what is a secret in one', () => {
    const word = ['Summer2024', 'Winter'].join('');
    const password = ['Sommer', '2019.Koeln'].join('-');
    const shownBeside = (line: string, other: string, path = 'src/b.ts') => {
      const files = [fileOf([lineOf('added', 1, line)], 'conf/a.yml'), fileOf([lineOf('added', 1, other)], path)];
      const { files: clean } = hideSecrets(
        files.map((file, at) => ({ ...file, newBlob: String(at).repeat(40) })),
        new Map(),
      );
      return clean[1]?.hunks[0]?.lines[0]?.text;
    };

    it('as it is, and in a line that was moved', () => {
      const sign = '[secret: assigned-secret]';
      assert.equal(shownBeside(`password: ${password}`, `login("${password}")`), `login("${sign}")`);
      assert.equal(shownBeside(`password: ${password}`, `see ${password}.`, 'a.md'), `see ${sign}.`);
      assert.equal(shownBeside('password: Winter24', '// password: Winter24'), `// password: ${sign}`);
      assert.equal(shownBeside('password: Winter24', 'open(Winter24)'), 'open(Winter24)');
    });

    it('but no name, pattern, address, package, script or image of which nothing but a name said that it is one', () => {
      const rows: readonly (readonly [value: string, code: string, path: string])[] = [
        ['u.adm1n0?1:1', 'return u.adm1n0?1:1;', 'src/a.ts'],
        ['x0?.*y1?', 'const ALLOWED = /x0?.*y1?/;', 'src/a.ts'],
        ['w1pe_d4ta.all', 'w1pe_d4ta.all(1);', 'src/a.ts'],
        ['w1pe_d4ta', 'window["w1pe_d4ta"](1);', 'src/a.ts'],
        ['ev1l-p4ckage2', "import 'ev1l-p4ckage2';", 'src/a.ts'],
        ['ev1l-p4ckage2', '"ev1l-p4ckage2": "1.0.0"', 'package.json'],
        ['ev1l-p4ckage2', 'npm install ev1l-p4ckage2', 'bin/run.sh'],
        ['ev1l-p4ckage2', 'ev1l-p4ckage2==1.0', 'requirements.txt'],
        ['tools/x1y2z3.sh', 'sh tools/x1y2z3.sh', 'bin/run.sh'],
        ['ev1l/im4ge1:2', 'FROM ev1l/im4ge1:2', 'Dockerfile'],
        ['c0llect0r.ev1l.io', 'fetch(`//c0llect0r.ev1l.io`)', 'src/a.ts'],
      ];
      for (const [value, code, path] of rows) assert.equal(shownBeside(`password: ${value}`, code, path), code);
    });

    it('but nothing that runs, though somebody calls it a secret', () => {
      for (const code of [`${word}();`, `load("./${word}");`, `x.${word} = 1;`])
        assert.equal(shownBeside(`password: ${word}`, code), code);
      const call = `x(y1);//${word.slice(0, 6)}`;
      assert.equal(shownBeside(`password: "${call}"`, call), call);
    });
  });

  it('looks through copies of one content once', () => {
    const text = Array.from({ length: 200 }, (_, at) => `line ${at}`).join('\n');
    const files = Array.from({ length: 40 }, (_, at) => fileOf([lineOf('added', 1, 'line 0')], `f${at}/a.ts`));
    let count = 0;
    hideSecrets(files, content(text), {
      findIn(whole) {
        if (whole === text) count += 1;
        return [];
      },
    });
    assert.equal(count, 1);
  });

  it('tells many secrets of one line once, and names their kinds', () => {
    const line = `[${[github, certainSecrets['Postman key'], github].map((one) => `"${one?.value}"`).join(',')}]`;
    const { committed } = hideSecrets([fileOf([lineOf('added', 1, line)])], content(line));
    assert.deepEqual(
      committed.map(({ rule }) => rule),
      ['github-secret, postman-key'],
    );
  });
});

describe('a text that is made to take long', () => {
  const base64Of = (text: string) => Buffer.from(text).toString('base64');
  const mark = ['-----BEGIN PRIVATE', ' KEY-----'].join('');
  const words = Array.from({ length: 10_000 }, (_, at) => letters(14, WORD, String(at)));
  const texts: Readonly<Record<string, string>> = {
    'marks of keys, again and again': `${mark}\n`.repeat(30_000),
    'base64 of such marks, in lines': `${base64Of(mark.repeat(3).slice(0, 57))}\n`.repeat(2_000),
    'base64 of plain words, in lines': `${base64Of(`secret="${'x'.repeat(49)}`)}\n`.repeat(5_000),
    'calls in calls, in one line': 'jwt.sign(a,'.repeat(90_000),
    'calls without an end, in one line': "auth=('a',".repeat(90_000),
    'thousands of values in one line': words.join(' '),
    'thousands of tokens in one line': words
      .slice(0, 5_000)
      .map((word) => `"ghp_${word.repeat(3).slice(0, 36)}"`)
      .join(),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      const file = fileOf(text.split('\n').map((line, at) => lineOf('added', at + 1, line)));
      const begun = process.cpuUsage();
      hideSecrets([file], content(text));
      assert.ok(process.cpuUsage(begun).user < 4_000_000, `${process.cpuUsage(begun).user / 1000} ms`);
    });
  }

  it('names of keys in names of keys, in one line of settings', () => {
    const text = '"Jwt":{"password":{'.repeat(50_000);
    const begun = process.cpuUsage();
    hideSecrets([{ ...fileOf([lineOf('added', 1, text)]), path: 'a.json' }], content(text));
    assert.ok(process.cpuUsage(begun).user < 8_000_000, `${process.cpuUsage(begun).user / 1000} ms`);
  });

  it('reads both sides of a renamed file by the rules of both names', () => {
    const text = 'DB_PASSWORD=hunter2hunter2\n';
    const file = { ...fileOf([lineOf('added', 1, text.trim())]), path: 'src/settings.ts', oldPath: '.env.production' };
    const { files } = hideSecrets([file], content(text));
    assert.match(files[0]?.hunks[0]?.lines[0]?.text ?? '', /^DB_PASSWORD=\[secret: [a-z-]+\]$/);
  });

  it('reads what tools and people say as it reads settings', () => {
    const { hideIn } = hideSecrets([], new Map());
    assert.equal(
      hideIn('Found: DB_PASSWORD=Sommer-2019!Koeln in x'),
      'Found: DB_PASSWORD=[secret: assigned-secret] in x',
    );
  });
});

describe('a private key', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => letters(64, BASE64, `line ${at}`));
  const begin = ['-----BEGIN PGP PRIVATE', 'KEY BLOCK-----'].join(' ');
  const rows: [what: string, text: string][] = [
    [
      'of a whole ring, behind an empty line',
      [begin, '', ...lines(470), '=Ab1c', begin.replace('BEGIN', 'END')].join('\n'),
    ],
    [
      'without its last mark, behind headers',
      [begin, 'Version: GnuPG v2', 'Comment: x', '', ...lines(20)].join('\r\n'),
    ],
    ['in pieces of text', [begin, '', ...lines(20)].map((line) => `  "${line}\\n" +`).join('\n')],
  ];
  for (const [what, text] of rows) {
    it(`is one ${what}`, () => {
      const { files, committed } = hideSecrets(
        [fileOf(text.split('\n').map((line, at) => lineOf('added', at + 1, line)))],
        content(text),
      );
      const shown = files
        .flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines.map((line) => line.text)))
        .join('\n');
      assert.ok(
        lines(20).every((line) => !shown.includes(line)),
        shown.slice(0, 300),
      );
      assert.equal(committed[0]?.rule, 'private-key');
    });
  }
});

describe('what may be code', () => {
  it('is told by the answer to what was asked of it, where equal contents have other places', () => {
    const text = 'a = password: hunter22x; b = "kJ8sL2mN9pQ4";\n';
    const at = (value: string) => {
      const start = text.indexOf(value);
      return { start, end: start + value.length, rule: 'random-value', isCertain: false };
    };
    const lookedIn = (path: string, found: FoundSecret[]): LookedThrough => ({
      ...{ file: fileOf([], path), side: 'new', of: 'content', key: 'b x.ts', bytes: Buffer.from(text) },
      found,
    });
    const [bare, quoted] = [at('hunter22x'), at('kJ8sL2mN9pQ4')];
    const { asked, settled } = doubtsIn([lookedIn('a/x.test.ts', [quoted]), lookedIn('b/x.test.ts', [bare, quoted])]);
    const answers = asked.map(({ places }) => ({
      parts: places.map((place) => (place.start === quoted.start ? [place] : [])),
      isSure: true,
    }));
    assert.deepEqual(
      settled(answers).map(({ found }) => found),
      [[quoted], [quoted]],
    );
  });

  /** Shells and settings hold values without quotes. */
  const Bare = ['.sh', '.bash', '.ps1', '.psm1', '.tfvars', '.yml', '.yaml'];

  it('is whatever a language has an ending for', () => {
    const folder = join(process.cwd(), 'grammars');
    const tables = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
    const names = tables.flatMap(({ name }) => {
      const { extensions = [], fileNames = [] } = JSON.parse(readFileSync(join(folder, name, 'table.json'), 'utf8'));
      return [...extensions.map((ending: string) => `a${ending}`), ...fileNames];
    });
    assert.deepEqual(
      names.filter((name) => !isCode(name)).map((name) => name.slice(1)),
      Bare,
    );
  });
});
