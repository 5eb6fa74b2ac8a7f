import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSarif } from '../../../src/steps/alerts/read-sarif';
import { type BenchAgent, benchAgent } from './bench-agent';
import { needSemgrep } from './real-semgrep';

const rulesPath = join(__dirname, '../../../rules');
const examples = readdirSync(join(rulesPath, 'examples'));

describe('our own rules', function () {
  this.timeout(120_000);
  let agent: BenchAgent;

  before(async () => {
    agent = await benchAgent();
  });
  after(() => agent?.leave());

  it('each have an example for and one against', () => {
    const marks = examples.flatMap(marksOf);
    const missing = ruleIds().flatMap((rule) =>
      ['ruleid', 'ok']
        .filter((kind) => !marks.some((mark) => mark.rule === rule && mark.kind === kind))
        .map((kind) => `${rule} ${kind}`),
    );
    assert.deepEqual(missing, []);
    assert.ok(ruleIds().length >= 30);
    assert.deepEqual(
      marks.filter(({ rule }) => !ruleIds().includes(rule)),
      [],
    );
  });

  it('are ours: ids begin with our name', () => {
    assert.ok(ruleIds().every((rule) => /^second-pass\.(csharp|go|java|python|typescript)\.[a-z-]+$/.test(rule)));
  });

  it('find what they must and nothing else in the examples', async function () {
    needSemgrep(this);
    const files = examples.map((name) => ({ path: name, after: readFileSync(join(rulesPath, 'examples', name)) }));
    const report = await agent.scan({ environment: { PATH: process.env.PATH }, rulesPath, mode: 'required' }, files);
    assert.equal(report?.partial, false, report?.notes.join());
    const { results } = readSarif(Buffer.from(report.after ?? ''), { name: 'examples' });
    const found = results.map(
      ({ path, region, ruleId }) => `${path}:${region?.kind === 'lines' ? region.startLine : 0} ${ruleId}`,
    );
    const wanted = examples.flatMap((name) =>
      marksOf(name)
        .filter(({ kind }) => kind === 'ruleid')
        .map(({ line, rule }) => `${name}:${line + 1} ${rule}`),
    );
    assert.deepEqual(found.sort(), wanted.sort());
  });
});

function ruleIds(): string[] {
  const files = readdirSync(rulesPath).filter((name) => name.endsWith('.yml'));
  const texts = files.map((name) => readFileSync(join(rulesPath, name), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/^ {2}- id: (\S+)$/gm)].map((found) => found[1] ?? ''));
}

function marksOf(name: string) {
  const lines = readFileSync(join(rulesPath, 'examples', name), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const found = /(?:#|\/\/) (ruleid|ok): (\S+)$/.exec(text);
    return found ? [{ line: index + 1, kind: found[1] ?? '', rule: found[2] ?? '' }] : [];
  });
}
