import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { goldShape } from '../../src/steps/evaluation/gold';
import type { EvaluationResults } from '../../src/steps/evaluation/results';
import { evaluateCommand } from '../../src/wiring/evaluation';
import { keptLog } from '../fakes/world';

const CASES = join(__dirname, '..', '..', 'evaluation', 'cases');

describe('evaluate', function () {
  this.timeout(60_000);
  const work = mkdtempSync(join(tmpdir(), 'second-pass-evaluate-test-'));
  const [answers, out] = [join(work, 'answers'), join(work, 'out')];
  after(() => rmSync(work, { recursive: true, force: true }));

  const run = async (...more: string[]) => {
    const printed: string[] = [];
    const cancellation = { signal: new AbortController().signal, remaining: () => 60_000, end() {} };
    const door = {
      ...{ log: keptLog(), print: (text: string) => void printed.push(text), cancellation },
      model: () => assert.fail('no model is asked'),
    };
    const words = [CASES, '--out', out, '--only', 'python-report', '--semgrep', 'off', ...more];
    const code = await evaluateCommand(words, door);
    return { code, printed: printed.join('\n'), results: JSON.parse(read('results.json')) as EvaluationResults };
  };
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const requests = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.request.md'));
  const answer = (name: string, parts: object) => {
    const folder = join(answers, 'python-report');
    const request = requests(folder).find((one) => one.startsWith(name));
    assert.ok(request, `no request ${name} in ${requests(folder)}`);
    const whole = { pass: name.split('-')[0], summary: 'Pages.', candidates: [], verdicts: [], sast: [], ...parts };
    writeFileSync(join(folder, request.replace('.request.md', '.answer.json')), JSON.stringify(whole));
    return readFileSync(join(folder, request), 'utf8');
  };
  const candidate = (id: string, line: number, quote: string, title: string) => ({
    ...{ id, path: 'report.py', side: 'new', startLine: line, endLine: line, quote, title },
    ...{ evidence: 'The line.', category: 'bug', severity: 'warning', body: 'It goes wrong.', replacement: '' },
  });

  it('writes a request for a reader, and waits', async () => {
    const { code, results } = await run('--answers', answers);
    assert.equal(code, 2);
    assert.match(results.unmeasured[0]?.reason ?? '', /^waits for sweep-1\.[0-9a-f]{8}\.answer\.json$/);
    const request = answer('sweep-1', {
      candidates: [
        candidate('c1', 11, 'def lines(invoices, page, size=50, seen=set()):', 'The set is shared'),
        candidate('c2', 24, '    if not invoices:', 'An empty report has a page'),
      ],
    });
    assert.match(
      request,
      /You are the reviewer[\s\S]*\n11\+def lines[\s\S]*Task: the sweep[\s\S]*"additionalProperties"/,
    );
  });

  it('asks on with the critique, and leaves the judgement to a person', async () => {
    assert.match((await run('--answers', answers)).results.unmeasured[0]?.reason ?? '', /critique-1/);
    const verdict = (id: string, decision: string, reason: string) => ({ id, reason, decision, severity: 'warning' });
    answer('critique-1', {
      verdicts: [verdict('c1', 'confirm', 'The second call.'), verdict('c2', 'rescind', 'no harm: line 24 intends it')],
    });
    const { code, results } = await run('--answers', answers);
    assert.equal(code, 0);
    assert.equal(results.figures.recall, 0.5);
    assert.equal(results.figures.comments, 1);
    assert.equal(results.figures.linePrecision, 1);
    assert.equal(results.figures.worthSaying, null);
    assert.deepEqual(results.rescindedBy, { 'no harm': 1 });
    assert.ok((results.figures.inputTokens ?? 0) > 5000);
  });

  it('keeps what a person has filled in', async () => {
    const rows = JSON.parse(read('python-report/judgements.json')) as { isTrue: unknown; isWorthSaying: unknown }[];
    const filled = rows.map((row, index) => ({ ...row, isTrue: true, isWorthSaying: index === 0, by: 'a person' }));
    writeFileSync(join(out, 'python-report/judgements.json'), JSON.stringify(filled));
    const { results, printed } = await run('--answers', answers);
    assert.equal(results.figures.worthSaying, 1);
    assert.equal(results.figures.rescindedRightly, 1);
    assert.match(printed, /\| known problems posted \| 50\.0% \|/);
    assert.match(read('results.html'), /<td>known problems posted<\/td><td>50\.0%<\/td>/);
  });

  it('compares with an earlier evaluation', async () => {
    const earlier = join(work, 'earlier.json');
    writeFileSync(earlier, read('results.json'));
    const { results } = await run('--answers', answers, '--compare', earlier);
    const recall = results.comparison?.figures.find(({ name }) => name === 'recall');
    assert.deepEqual(
      [recall?.before, recall?.after, recall?.difference, recall?.from, recall?.to],
      [0.5, 0.5, 0, 0, 0],
    );
  });

  it('lets two judges decide, together', async () => {
    rmSync(join(out, 'python-report/judgements.json'));
    const judges = ['--answers', answers, '--judges', 'judge-one,judge-two'];
    assert.match((await run(...judges)).results.unmeasured[0]?.reason ?? '', /judge-judge-one.*judge-judge-two/);
    const rows = JSON.parse(read('python-report/judgements.json')) as { id: string }[];
    const said = (matches: string, isTrue: boolean) =>
      rows.map(({ id }, index) => ({ id, reason: '', matches: index ? '' : matches, isTrue, isWorthSaying: !index }));
    answer('judge-judge-one', { judgements: said('shared-default', true) });
    answer('judge-judge-two', { judgements: said('last-page', true) });
    const { results } = await run(...judges);
    assert.equal(results.figures.worthSaying, 1);
    assert.equal(results.figures.precision, 0, 'they name different problems');
    assert.equal(results.agreement, 0.5);
  });

  it('refuses words and cases that it does not understand', async () => {
    await assert.rejects(run('--answers', answers, '--only', 'nothing'), /--only.*nothing/s);
    await assert.rejects(run('--answers', answers, '--judges', 'one'), /--judges/);
    await assert.rejects(run('--answers', answers, '--compare', join(work, 'none.json')), /--compare/);
    await assert.rejects(run('--answers', answers, '--wrong', 'x'), /wrong/);
  });
});

describe('evaluation/cases', () => {
  for (const name of readdirSync(CASES)) {
    it(`${name} is a case`, () => {
      const gold = goldShape.parse(JSON.parse(readFileSync(join(CASES, name, 'gold.json'), 'utf8')));
      const head = (path: string) => join(CASES, name, existsSync(join(CASES, name, 'head')) ? 'head' : 'base', path);
      for (const { path, side, startLine = 1 } of gold.problems) {
        const file = side === 'old' ? join(CASES, name, 'base', path) : head(path);
        if (existsSync(file))
          assert.ok(readFileSync(file, 'utf8').split('\n').length >= startLine - 10, `${path} ${startLine}`);
      }
    });
  }

  it('are written as the published schema says', () => {
    const published = JSON.parse(readFileSync(join(__dirname, '..', '..', 'docs', 'gold.schema.json'), 'utf8'));
    assert.deepEqual(published, JSON.parse(JSON.stringify(z.toJSONSchema(goldShape))));
  });
});
