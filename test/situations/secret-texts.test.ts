import assert from 'node:assert/strict';
import { certainSecrets, privateKey } from '../steps/secrets/sample-secrets';
import { type Reviewed, reviewed, sarifOf } from './reviewed';

const { value, line } = certainSecrets['GitHub token'] ?? assert.fail();
const BEFORE = { 'a.ts': '1;\n' };
const AFTER = { 'a.ts': '2;\n' };
const PLACEHOLDER = '[secret: github-secret]';

function assertNowhere({ sent, host, record, log, status, tracking }: Reviewed): void {
  const places = { sent, threads: host.threads, status, tracking, record, log };
  const leaks = Object.entries(places).filter(([, place]) =>
    JSON.stringify(place ?? '')
      .replaceAll('\\', '')
      .includes(value),
  );
  assert.deepEqual(
    leaks.map(([place]) => place),
    [],
  );
}

describe('a secret in what a tool says goes nowhere', () => {
  const result = {
    ruleId: 'r',
    level: 'error',
    message: { text: 'm' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region: { startLine: 1 } } }],
  };
  const run = (rule: object, more: object = {}) => ({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'Lint', rules: [{ id: 'r', ...rule }] } }, results: [{ ...result, ...more }] }],
  });
  const reports: Readonly<Record<string, object>> = {
    'the name of the tool': sarifOf([['a.ts', 1]], { tool: value }),
    'a part of its name': sarifOf([['a.ts', 1]], { tool: `Lint ${value}` }),
    'the id of the rule': sarifOf([['a.ts', 1]], { ruleId: `r.${value}` }),
    'the name of the rule': run({ name: `Rule ${value}` }),
    'the address of its help': run({ helpUri: `https://lint.example/${value}` }),
    'the same, encoded': run({ helpUri: `https://lint.example/?q=${value.replace('_', '%5F')}` }),
    'its tags': run({ properties: { tags: [value] } }),
    'the message': run({}, { message: { text: `see ${value}` } }),
    'an argument of the message': run({}, { message: { text: 'see {0}', arguments: [value] } }),
    'the path': sarifOf([[`${value}/a.ts`, 1]]),
    'a path that nobody understands': sarifOf([[`file:///x/${value}.ts`, 1]]),
  };
  for (const [where, report] of Object.entries(reports)) {
    it(where, async () => {
      const sarif = { 'x.sarif': report };
      assertNowhere(await reviewed({ base: BEFORE, source: AFTER, sarif }));
      assertNowhere(await reviewed({ base: BEFORE, source: AFTER, sarif, inputs: { enforcedRules: '*', sarif: '*' } }));
    });
  }

  it('and what it says besides is kept', async () => {
    const sarif = { 'x.sarif': sarifOf([['a.ts', 1]], { tool: `Lint ${value}` }) };
    const { sent, threads } = await reviewed({ base: BEFORE, source: AFTER, sarif });
    assert.ok(sent.includes(`Lint ${PLACEHOLDER}`));
    assert.match(threads[0]?.comments[0]?.content ?? '', /Lint \\?\[secret: github-secret/);
  });
});

describe('a secret in the path of a file that is named like one', () => {
  for (const path of [`${value}/.env`, `src/${value}/id_rsa`, `${value}.pem`]) {
    it(path.replace(value, 'TOKEN'), async () => {
      const result = await reviewed({ base: BEFORE, source: { ...AFTER, [path]: 'A=1\n' } });
      assertNowhere(result);
      assert.equal(result.status?.state, 'failed');
      assert.equal(result.record.counts.blockers, 1);
    });
    it(`${path.replace(value, 'TOKEN')}, of which a tool speaks`, async () => {
      const sarif = { 'x.sarif': sarifOf([[path, 1]]) };
      const inputs = { enforcedRules: '*', sarif: '*' };
      assertNowhere(await reviewed({ base: BEFORE, source: { ...AFTER, [path]: 'A=1\n' }, sarif, inputs }));
    });
  }
});

describe('a secret of the change that the model quotes', () => {
  const said = { title: 'A problem', body: 'It is one.', evidence: 'Line 1.', quote: '2;', replacement: '' };
  const candidate = {
    id: 'c1',
    path: 'a.ts',
    side: 'new',
    startLine: 1,
    endLine: 1,
    category: 'bug',
    severity: 'warning',
    ...said,
  };
  const verdict = { id: 'c1', decision: 'confirm', severity: 'warning', reason: 'It is so.' };
  for (const field of Object.keys(said)) {
    it(`in its ${field}`, async () => {
      const sweep = { candidates: [{ ...candidate, [field]: `${said[field as keyof typeof said]} ${value}` }] };
      const result = await reviewed({
        ...{ base: BEFORE, source: { 'a.ts': `2;\n${line}\n` } },
        ...{ sweep, critique: { verdicts: [verdict] } },
      });
      assertNowhere(result);
      assert.ok(
        result.threads.length + result.record.setAside.length >= 2,
        'the finding is there, besides that of the secret',
      );
      // Code that holds a placeholder would be broken code.
      assert.doesNotMatch(JSON.stringify(result.threads), /```suggestion/);
    });
  }

  it('in its summary and in its reasons', async () => {
    const result = await reviewed({
      ...{ base: BEFORE, source: { 'a.ts': `2;\n${line}\n` } },
      sweep: { summary: `It adds ${value}.`, candidates: [candidate] },
      critique: {
        summary: `It adds ${value}.`,
        verdicts: [{ ...verdict, decision: 'rescind', reason: `wrong: ${value}` }],
      },
    });
    assertNowhere(result);
    assert.ok(result.record.summary.includes(PLACEHOLDER), result.record.summary);
  });

  it('that no line of the change holds', async () => {
    const sweep = { candidates: [{ ...candidate, body: `Use ${value} instead.` }] };
    assertNowhere(await reviewed({ base: BEFORE, source: AFTER, sweep, critique: { verdicts: [verdict] } }));
  });
});

describe('what a generator threw is not sent', () => {
  const thrown = 'Zk3vQ8mLw2xRt7YbNc5H';

  it('with a guideline of the target branch', async () => {
    const files = { 'REVIEW.md': `Use the account svc / ${thrown} to test.\n` };
    const inputs = { guidelines: 'REVIEW.md' };
    const { sent } = await reviewed({ base: { ...BEFORE, ...files }, source: { ...AFTER, ...files }, inputs });
    assert.match(sent, /Use the account svc \/ \[secret: random-value\] to test/);
    assert.ok(!sent.includes(thrown));
  });

  it('but the bytes of a description are, whose escapes make a word look so', async () => {
    const line = 'var raw = "Ext\\x01bB5Z3google.golang.org/protobuf\\x12B7Q2w"';
    const { sent, record } = await reviewed({ base: BEFORE, source: { 'a.go': `package a\n\n${line}\n` } });
    assert.ok(sent.includes(line), sent.slice(-900));
    assert.equal(record.situation, 'reviewed', record.problems.join());
  });

  it('also behind an escape', async () => {
    const { sent } = await reviewed({ base: BEFORE, source: { 'a.go': `package a\n\nvar raw = "\\x01${thrown}"\n` } });
    assert.ok(!sent.includes(thrown));
  });
});

describe('what looks thrown, and says what is loaded, fetched or run', () => {
  const word = 'x9Kq2vLm7Tz4aB8nW3';
  const lines: readonly [path: string, line: string][] = [
    ['.npmrc', `registry=https://${word}.example/`],
    ['pip.conf', `index-url = https://${word}.example/simple`],
    ['.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = https://${word}.example/x`],
    ['src/a.html', `<script src="https://${word}.example/x.js"></script>`],
    ['src/a.js', `script.src = "https://cdn.${word}.example/x.js";`],
    ['c/package.json', `{"dependencies":{"x":"github:${word}/x"}}`],
    ['main.tf', `module "x" {\n  source = "github.com/${word}/x"\n}`],
    ['package.json', `{"scripts":{"postinstall":"${word}"}}`],
    ['.vscode/tasks.json', `{"tasks":[{"command":"${word}"}]}`],
    ['.mcp.json', `{"mcpServers":{"x":{"command": "${word}"}}}`],
    ['azure-pipelines.yml', `resources:\n  repositories:\n  - repository: x\n    name: ${word}\n    type: git`],
    ['a/azure-pipelines.yml', `pool: ${word}\nsteps:\n- script: echo`],
    ['nginx.conf', `location / { proxy_pass https://${word}.example; }`],
  ];
  for (const [path, line] of lines) {
    it(`is read, or the review is not whole: ${path}`, async () => {
      const { sent, status } = await reviewed({ base: BEFORE, source: { ...AFTER, [path]: `${line}\n` } });
      assert.ok(
        sent.includes(word) || status?.state !== 'succeeded',
        sent.split('\n').find((one) => /secret:/.test(one)),
      );
    });
  }

  it('is masked before a host, where it lets somebody in', async () => {
    const line = `const dsn = "https://${word}@errors.example/1", other = "https://${word}:x@errors.example/1";`;
    const { sent } = await reviewed({ base: BEFORE, source: { ...AFTER, 'src/a.js': `${line}\n` } });
    assert.ok(!sent.includes(word));
  });
});

describe('what calls an assembly by its public key', () => {
  const token = 'b03f5f7f11d50a3a';
  const sources: Readonly<Record<string, string>> = {
    'app.config': `<configuration>\n<assemblyIdentity name="System.Net.Http" publicKeyToken="${token}" culture="neutral" />\n</configuration>\n`,
    'Shop.csproj': `<Project>\n<Reference Include="System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=${token}" />\n</Project>\n`,
    'Texts.resx': `<root>\n<assembly alias="S" name="System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=${token}" />\n</root>\n`,
  };

  it('is no secret, in projects and settings together', async () => {
    const { status, sent } = await reviewed({ base: BEFORE, source: { ...BEFORE, ...sources } });
    assert.equal(status?.state, 'succeeded');
    assert.equal(sent.split(token).length - 1, 3);
  });
});

describe('two letters at the end of a name are a language only where there is one', () => {
  const settings = [
    'cm.yaml',
    'db.yml',
    'qa.json',
    'application-qa.properties',
    'values-it.yaml',
    'appsettings.no.json',
  ];
  const pages = ['de.json', 'pt-BR.json', 'app.zh_CN.json', 'devise.en.yml', 'texts_fr.properties'];
  const of = (path: string) => (path.endsWith('.json') ? '{ "password": "tigerlily" }\n' : 'password: tigerlily\n');
  for (const [paths, isSent] of [[settings, false] as const, [pages, true] as const]) {
    it(isSent ? pages.join(', ') : settings.join(', '), async () => {
      const source = Object.fromEntries(paths.map((path) => [path, of(path)]));
      const { sent, status } = await reviewed({ base: BEFORE, source: { ...BEFORE, ...source } });
      assert.equal(sent.split('tigerlily').length - 1, isSent ? paths.length : 0);
      assert.equal(status?.state, 'succeeded');
    });
  }
});

describe('a secret that the base held', () => {
  const text = `export const a = 1;\n${line}\nexport const b = 2;\n`;
  const moving = (source: string) =>
    reviewed({ base: { ...BEFORE, 'docs/token.ts': text }, source: { ...AFTER, 'src/token.ts': source } });

  it('blocks nothing where it only moved with its file, is masked and is told', async () => {
    const result = await moving(text);
    assertNowhere(result);
    assert.ok(result.sent.includes('src/token.ts') && result.sent.includes(PLACEHOLDER));
    assert.deepEqual([result.status?.state, result.threads], ['succeeded', []]);
    assert.match(result.tracking, /moved with its file, and blocks nothing: src\/token\\\.ts:2/);
  });

  it('nor where another line of the file changed on its way', async () => {
    const result = await moving(text.replace('b = 2', 'b = 3'));
    assertNowhere(result);
    assert.equal(result.status?.state, 'succeeded');
  });

  it('blocks where its line changed on its way, or a new one came along', async () => {
    const key = privateKey.split('\n');
    const other = [...key.slice(0, 8), `Zm9yZ2Vk${(key[8] ?? '').slice(8)}`, ...key.slice(9)].join('\n');
    const rest = 'export const c = 3;\n'.repeat(60);
    const tries: [base: string, source: string][] = [
      [text, text.replace(line, `${line} // other`)],
      [`${text}${rest}`, `${text}${line.replace(value, value.replace(/.{8}$/, 'Zk3vQ8mL'))}\n${rest}`],
      [`${key.join('\n')}\n${rest}`, `${other}\n${rest}`],
      ['export const a = 1;\n', text],
    ];
    for (const [before, after] of tries) {
      const base = { ...BEFORE, 'docs/token.ts': before };
      const result = await reviewed({ base, source: { ...AFTER, 'src/token.ts': after } });
      assert.equal(result.status?.state, 'failed', after.slice(0, 200));
    }
  });

  it('blocks in a copy, and in a new file', async () => {
    for (const base of [{ ...BEFORE, 'docs/token.ts': text }, BEFORE]) {
      const result = await reviewed({ base, source: { ...base, ...AFTER, 'src/token.ts': text } });
      assert.equal(result.status?.state, 'failed');
    }
  });
});
