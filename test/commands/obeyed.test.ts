import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMATS } from '../../src/commands/formats';
import { guardedTerminal } from '../../src/commands/terminal';
import { repositoryOf } from '../fakes/repository-of';
import { runCommand } from './run-command';

const EVIL = '\u001b]52;c;ZWNobw==\u0007\u001b[2J\u009b31m\u007f\u202e\u200b\r';
const OBEYED = /(?![\n\t])\p{Cc}|[\u200b\u202e]/u;

describe('what a terminal would obey', function () {
  this.timeout(60_000);
  let folder: string;
  let record: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'second-pass-obeyed-'));
    const names = { 'a.ts': `let a = 2; // ${EVIL}\n`, [`b${EVIL.slice(0, -1)}.ts`]: 'x\n' };
    const small = repositoryOf({ 'a.ts': 'let a = 1;\n' }, names);
    const words = ['review', '--base', small.targetRef, '--head', small.sourceRef, '--no-model', '--semgrep', 'off'];
    const { out } = await runCommand([...words, '--format', 'json'], { folder: small.folder });
    small.remove();
    record = join(folder, 'evil.record.json');
    writeFileSync(record, JSON.stringify(withEvil(JSON.parse(out))));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const format of FORMATS) {
    it(`is in nothing that is shown as ${format}, nor in its file`, async () => {
      const { code, out, said } = await runCommand(['report', record, '--format', format], { folder });
      assert.equal(code, 0, said);
      assert.ok(out.includes('Read this'), out.slice(0, 500));
      assert.doesNotMatch(out, OBEYED);
      if (format === 'markdown') assert.doesNotMatch(out, /\]\(javascript:|(?<!\\)<img/);
      const file = join(folder, 'shown');
      await runCommand(['report', record, '--format', format, '--output', file], { folder });
      assert.doesNotMatch(readFileSync(file, 'utf8'), OBEYED);
    });
  }

  it('is told of a record whose version is none', async () => {
    const odd = join(folder, 'odd.record.json');
    writeFileSync(odd, '{"recordVersion":{"toString":1,"valueOf":1}}');
    const { code, said } = await runCommand(['report', odd], { folder });
    assert.equal(code, 2);
    assert.match(said, /allowed: a record as a run leaves it/);
  });

  it('leaves JSON what it was', async () => {
    const { out } = await runCommand(['report', record, '--format', 'json'], { folder });
    assert.deepEqual(JSON.parse(out), JSON.parse(readFileSync(record, 'utf8')));
  });

  it('goes through no door, whatever a command prints', () => {
    let printed = '';
    const nowhere = { folder, environment: {}, coloursResult: true, coloursLog: true, isInteractive: false };
    const { print } = guardedTerminal({
      ...nowhere,
      warnings: [],
      print: (text) => {
        printed += text;
      },
      say() {},
    });
    print(`\u001b[1mbold\u001b[22m ${EVIL} \r\n`);
    assert.ok(printed.startsWith('\u001b[1mbold\u001b[22m '));
    assert.ok(printed.endsWith(' \r\n'));
    assert.doesNotMatch(printed.slice('\u001b[1mbold\u001b[22m '.length, -2), OBEYED);
  });
});

/** The record with texts that nobody of ours wrote: they are in sentences, paths and titles. */
interface Told {
  notes: string[];
  findings: { path: string; title: string; body: string }[];
  product: object;
  pullRequest: object;
}

function withEvil(record: Told) {
  const findings = record.findings.map((finding) => ({
    ...finding,
    path: `${finding.path}${EVIL}`,
    title: `Read this ${EVIL}`,
    body: `${EVIL} \`${EVIL}\`\n\n\`\`\`\n${EVIL}\n\`\`\`\n`,
  }));
  assert.ok(findings.length > 0);
  const product = { ...record.product, version: `<img src=x>${EVIL}` };
  const pullRequest = { ...record.pullRequest, webUrl: `javascript:alert(1)//${EVIL}/pullrequest/1` };
  return { ...record, product, pullRequest, findings, notes: [...record.notes, `Read this too ${EVIL}`] };
}
