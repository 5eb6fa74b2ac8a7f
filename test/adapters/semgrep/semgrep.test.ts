import assert from 'node:assert/strict';
import { join } from 'node:path';
import { alertsOfRun } from '../../../src/steps/alerts/alerts-of-run';
import { readSarif } from '../../../src/steps/alerts/read-sarif';
import { change } from '../../steps/alerts/change';
import { type BenchAgent, benchAgent } from './bench-agent';
import { needSemgrep } from './real-semgrep';

const rulesPath = join(__dirname, '../../../rules');

describe('real Semgrep with our own rules', function () {
  this.timeout(120_000);
  let agent: BenchAgent;

  before(async function () {
    needSemgrep(this);
    agent = await benchAgent();
  });
  after(() => agent?.leave());

  const environment = () => ({ PATH: process.env.PATH });

  it('finds what the pull request brings, not what was there, and shows what the pull request hides', async () => {
    const python = change(
      'src/orders.py',
      'import os\n\ndef old(name):\n    os.system("ls " + name)\n',
      'import os\n\n# moved down\ndef old(name):\n    os.system("ls " + name)\n\ndef new(name):\n    os.system("rm " + name)\n    eval(name)  # nosemgrep\n',
      'src/old orders.py',
    );
    const typescript = change('test/ü %41.ts', null, 'export const same = (x: number) => x === NaN;\n');
    const deleted = change('gone.py', 'eval(x)\n', null);
    const changes = [python, typescript];
    const contents = changes.map(({ content }) => content);
    const scan = await agent.scan({ environment: environment(), rulesPath, mode: 'required' }, contents);
    const files = [...changes, deleted].map(({ file }) => file);
    const { alerts, partial, suppressions } = alertsOfRun({
      scan,
      sarif: [],
      files,
      contents,
      enforcedRules: [],
      aside: [],
      changed: new Set<string>(),
    });
    assert.deepEqual(
      alerts.map(({ id, ruleId, path, range, level, suppressed }) => [
        id,
        ruleId,
        path,
        range?.startLine,
        level,
        suppressed,
      ]),
      [
        ['s1', 'second-pass.python.shell-command', 'src/orders.py', 8, 'error', undefined],
        ['s2', 'second-pass.python.evaluated-text', 'src/orders.py', 9, 'error', 'byThisPullRequest'],
        ['s3', 'second-pass.typescript.compared-with-nan', 'test/ü %41.ts', 1, 'error', undefined],
      ],
    );
    assert.deepEqual(alerts[0]?.tags.slice(0, 1), ['CWE-78: OS Command Injection']);
    assert.equal(partial, false, scan?.notes.join());
    assert.deepEqual(suppressions, [{ path: 'src/orders.py', line: 9, marker: 'nosemgrep' }]);
  });

  it('has no network and no home folder to send or keep anything in', async () => {
    const report = await agent.scan({ environment: environment(), rulesPath, mode: 'required' });
    assert.ok(report);
    assert.ok(report.after?.includes('second-pass.python.evaluated-text'));
    if (report.sandbox === 'none') assert.match(report.notes.join(), /sandbox: none, because/);
  });

  it('reads scripts without an ending, odd names and bytes that are no UTF-8 as the repository itself would be read', async () => {
    const evil = 'def f(x):\n    return eval(x)\n';
    const latin1 = Buffer.concat([Buffer.from('name = "'), Buffer.from([0xe9, 0xff]), Buffer.from(`"\n${evil}`)]);
    const rule = (id: string, language: string, more: string) =>
      `  - { id: ${id}, languages: [${language}], severity: ERROR, message: m, ${more} }\n`;
    const rules = `rules:\n${rule('python', 'python', 'pattern: eval(...)')}${rule('words', 'regex', 'pattern-regex: "eval\\\\("')}${rule(
      'placed',
      'python',
      'paths: { include: ["/src/controllers/*.py"] }, pattern: eval(...)',
    )}`;
    const files = [
      { path: 'bin/tool', after: Buffer.from(`#!/usr/bin/env python3\n${evil}`) },
      { path: 'src/controllers/Über.py', after: Buffer.from(evil) },
      { path: 'latin.py', after: latin1 },
    ];
    const report = await agent.scan(
      { environment: environment(), rules: new Map([['rules.yml', Buffer.from(rules)]]), mode: 'required' },
      files,
    );
    const { results } = readSarif(Buffer.from(report?.after ?? ''), { name: 'scan' });
    const found = (path: string) => results.filter((one) => one.path === path).map(({ ruleId }) => ruleId);
    assert.deepEqual(found('bin/tool').sort(), ['python', 'words']);
    assert.deepEqual(found('src/controllers/Über.py').sort(), ['placed', 'python', 'words']);
    assert.deepEqual(found('latin.py').sort(), ['python', 'words']);
  });

  it('says that rules are broken, and trusts no silence then', async () => {
    const rules = new Map([['broken.yml', Buffer.from('rules: [')]]);
    const report = await agent.scan({ environment: environment(), rules });
    assert.equal(report?.partial, true);
    assert.match(report.notes.join(), /exit code 7: the rules are not valid/);
  });

  it('runs rules that came as content', async () => {
    const rule = 'rules:\n  - { id: mine, languages: [python], severity: INFO, message: m, pattern: eval(...) }\n';
    const report = await agent.scan({ environment: environment(), rules: new Map([['x.yaml', Buffer.from(rule)]]) });
    assert.equal(JSON.parse(report?.after ?? '{}').runs?.[0]?.results?.[0]?.ruleId, 'mine', report?.notes.join());
  });
});
