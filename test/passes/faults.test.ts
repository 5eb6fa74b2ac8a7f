import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import { settleChunks } from '../../src/steps/findings/settle';
import { coverageOf } from '../../src/steps/verdict/coverage';
import { situationOf } from '../../src/steps/verdict/situation';
import { type ClaudeEmulator, type ClaudeRequest, startClaude, troubles } from '../emulators/claude/server';
import {
  type Asked,
  type Asking,
  alertOn,
  askedTwice,
  assertHonest,
  candidateOn,
  changedFile,
  confirming,
} from './asked';

const always = 999;
const shows = (path: string) => (request: ClaudeRequest) =>
  request.body.messages[0].content.some(
    ({ text }: { text: string }) => text.includes(`==== file: ${path}\n`) && !text.includes('withheld'),
  );

describe('two passes in trouble', () => {
  let claude: ClaudeEmulator;
  let asked: Asked;
  let files = [changedFile('src/a.ts')];

  beforeEach(async () => {
    files = [changedFile('src/a.ts')];
    claude = await startClaude({ clock: 'still' });
    claude.answer((question) => {
      const { pass, blocks } = question;
      const paths = [...blocks.join('\n').matchAll(/^==== file: (\S+)/gm)].map(([, path]) => path!);
      return pass === 'sweep'
        ? { candidates: paths.map((path) => candidateOn(path)) }
        : confirming(question, { summary: 'checked' });
    });
  });
  afterEach(async () => {
    await claude.close();
    assertHonest(claude, asked);
  });

  async function run(asking: Asking = {}): Promise<Asked> {
    asked = await askedTwice(claude, { files, ...asking });
    return asked;
  }
  const situation = () => situationOf(asked.outcomes).situation;
  const states = () =>
    Object.fromEntries(
      coverageOf({ files, skipped: [] }, asked.outcomes).files.map(({ path, state }) => [path, state]),
    );
  const findings = () =>
    settleChunks(asked.outcomes)
      .findings.map(({ path }) => path)
      .sort();
  const unverified = () => settleChunks(asked.outcomes).findings.flatMap((one) => (one.unverified ? one.path : []));
  const labels = () => asked.budget.calls.map(({ label, stop }) => `${label}: ${stop}`);
  const codes = () => asked.outcomes.flatMap(({ failure }) => failure?.code ?? []);

  describe('an answer that cannot be used', () => {
    for (const name of ['invalidJson', 'missingField', 'wrongTypes', 'wrongPass'] as const) {
      for (const pass of ['sweep', 'critique'] as const) {
        it(`${name} in the ${pass}: one turn of repair`, async () => {
          claude.fault({ on: { pass }, trouble: troubles[name]() });
          await run();
          assert.equal(situation(), 'reviewed');
          assert.deepEqual(findings(), ['src/a.ts']);
          assert.ok(labels().includes(`${pass} 1 repair: complete`));
          const repair = claude.messages().find(({ body }) => body.messages.length === 3);
          assert.match(repair?.body.messages[2].content, /cannot be used: .{5}/);
        });
      }
    }

    it('a second one ends the chunk, with the reason', async () => {
      claude.fault({ on: { pass: 'sweep' }, trouble: troubles.invalidJson(), times: always });
      await run();
      assert.deepEqual([situation(), codes()], ['reviewerFailed', ['unusable-answer']]);
      assert.equal(claude.messages().length, 2);
    });

    for (const name of ['textBeforeJson', 'wrongCase'] as const) {
      it(`${name} is read as it is`, async () => {
        claude.fault({ trouble: troubles[name](), times: always });
        await run();
        assert.deepEqual([situation(), claude.messages().length], ['reviewed', 2]);
      });
    }
  });

  describe('an answer that is cut off', () => {
    it('sweep of several files: retried as two smaller parts', async () => {
      files = [changedFile('src/a.ts'), changedFile('src/b.ts')];
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' } });
      await run();
      assert.equal(situation(), 'reviewed');
      assert.deepEqual(states(), { 'src/a.ts': 'reviewed', 'src/b.ts': 'reviewed' });
      assert.deepEqual(findings(), ['src/a.ts', 'src/b.ts']);
      assert.deepEqual(labels()[0], 'sweep 1: length');
    });

    it('sweep of one small file: asked again with twice the length', async () => {
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' } });
      await run();
      assert.deepEqual([situation(), findings()], ['reviewed', ['src/a.ts']]);
      assert.deepEqual(
        claude.messages().map(({ body }) => body.max_tokens),
        [16_000, 32_000, 16_000],
      );
    });

    it('sweep that stays cut off: whole items are kept and checked, the file counts as not reviewed', async () => {
      claude.answer(({ pass }) =>
        pass === 'sweep'
          ? { candidates: Array.from({ length: 8 }, (_, index) => candidateOn('src/a.ts', `problem ${index}`)) }
          : undefined,
      );
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' }, times: always });
      await run();
      assert.deepEqual([situation(), codes()], ['partlyReviewed', ['answer-cut-off']]);
      assert.ok(findings().length >= 3 && findings().length < 8, String(findings().length));
      assert.deepEqual(states(), { 'src/a.ts': 'notReviewed' });
    });

    it('sweep that breaks off before its first candidate, every time: nothing was reviewed', async () => {
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens', share: 0.05 }, times: always });
      await run();
      assert.deepEqual([situation(), codes(), findings()], ['reviewerFailed', ['answer-cut-off'], []]);
      assert.deepEqual(states(), { 'src/a.ts': 'notReviewed' });
    });

    for (const [what, trouble] of Object.entries({
      refused: { kind: 'refusal' } as const,
      'too large': troubles.tooLarge(),
    })) {
      it(`sweep whose part is then ${what}: what it had found there stands unverified`, async () => {
        files = [changedFile('src/a.ts'), changedFile('src/b.ts')];
        const candidates = Array.from({ length: 8 }, (_, index) => candidateOn('src/a.ts', `problem ${index}`));
        claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : undefined));
        claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' } });
        const isAlone = (request: ClaudeRequest) => shows('src/a.ts')(request) && !shows('src/b.ts')(request);
        claude.fault({ on: { pass: 'sweep', match: isAlone }, trouble, times: always });
        await run({ alerts: [alertOn('src/a.ts', 's1')] });
        assert.ok(unverified().includes('src/a.ts'), unverified().join());
        assert.equal(states()['src/a.ts'], 'notReviewed');
      });
    }

    it('one large file: asked again by its hunks', async () => {
      files = [changedFile('src/a.ts', 200)];
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' } });
      await run();
      assert.deepEqual([situation(), states()], ['reviewed', { 'src/a.ts': 'reviewed' }]);
      const shown = claude
        .messages()
        .slice(1)
        .filter(({ pass }) => pass === 'sweep')
        .map(({ body }) => /==== part: new lines (\S+)/.exec(body.messages[0].content[0].text)?.[1]);
      assert.equal(shown.length, 2);
      assert.match(shown.join(' '), /^1-(\d+) (\d+)-200$/);
    });

    it('sweep: one that ends with a call of a tool, though none was offered, is not whole', async () => {
      claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [candidateOn('src/a.ts', 'p')] } : undefined));
      claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'toolWanted' }, times: always });
      await run();
      assert.equal(situation(), 'partlyReviewed');
    });

    it('critique: decisions that are whole are kept, and it is asked on for the rest', async () => {
      const candidates = Array.from({ length: 6 }, (_, index) => candidateOn('src/a.ts', `problem ${index}`));
      claude.answer(({ pass }) => (pass === 'sweep' ? { candidates } : undefined));
      claude.fault({ on: { pass: 'critique' }, trouble: { kind: 'maxTokens', share: 0.7 }, times: 2 });
      await run();
      assert.equal(situation(), 'reviewed');
      assert.deepEqual(asked.outcomes[0]?.answers?.verdicts.map(({ id }) => id).sort(), [
        'c1',
        'c2',
        'c3',
        'c4',
        'c5',
        'c6',
      ]);
      assert.equal(claude.messages().filter(({ pass }) => pass === 'critique').length, 3);
    });

    it('critique that stays cut off: what was not checked stands unverified', async () => {
      claude.fault({ on: { pass: 'critique' }, trouble: { kind: 'maxTokens', share: 0.1 }, times: always });
      await run();
      assert.deepEqual([situation(), findings(), unverified()], ['partlyReviewed', ['src/a.ts'], ['src/a.ts']]);
    });
  });

  describe('candidates that the critique does not come to', () => {
    const severities = ['blocker', 'suggestion', 'warning', 'blocker'];
    const answering = (verdicts: (ids: readonly string[]) => readonly string[]) =>
      claude.answer((question) => {
        const candidates = severities.map((severity, index) => ({ ...candidateOn('src/a.ts', `p${index}`), severity }));
        if (question.pass === 'sweep') return { candidates };
        const all = confirming(question).verdicts;
        const kept = verdicts(all.map(({ id }) => id));
        return { verdicts: all.filter(({ id }) => kept.includes(id)) };
      });
    const weights = () =>
      settleChunks(asked.outcomes).findings.map((one) => `${one.severity}${one.unverified ? ' unverified' : ''}`);

    it('as its answer is garbage twice: stand unverified, warnings at least', async () => {
      answering((ids) => ids);
      claude.fault({ on: { pass: 'critique' }, trouble: troubles.invalidJson(), times: always });
      await run();
      assert.equal(situation(), 'partlyReviewed');
      assert.deepEqual(weights(), [
        'blocker unverified',
        'warning unverified',
        'warning unverified',
        'blocker unverified',
      ]);
      assert.deepEqual(states(), { 'src/a.ts': 'notReviewed' });
    });

    it('as it leaves them out once: it is asked again, and nothing is missing', async () => {
      answering((ids) => ids.slice(0, 2));
      await run();
      assert.equal(situation(), 'reviewed');
      assert.deepEqual(weights(), severities);
      assert.equal(claude.messages().length, 3);
    });

    it('as it leaves them out for ever: the others are decided, these stand unverified', async () => {
      files = [changedFile('src/a.ts'), changedFile('src/b.ts')];
      answering((ids) => ids.filter((id) => id !== 'c4'));
      await run();
      assert.equal(situation(), 'partlyReviewed');
      assert.deepEqual(weights(), ['blocker', 'suggestion', 'warning', 'blocker unverified']);
      assert.deepEqual(states(), { 'src/a.ts': 'notReviewed', 'src/b.ts': 'reviewed' });
    });
  });

  describe('a request that is too large', () => {
    for (const [name, trouble] of Object.entries({
      '413': troubles.tooLarge(),
      'prompt is too long': troubles.promptTooLong(),
      'context exceeded': { kind: 'contextExceeded' } as const,
    })) {
      it(`${name}: cut by files`, async () => {
        files = ['a', 'b', 'c'].map((letter) => changedFile(`src/${letter}.ts`));
        claude.fault({ on: { pass: 'sweep' }, trouble });
        await run();
        assert.deepEqual([situation(), Object.values(states())], ['reviewed', ['reviewed', 'reviewed', 'reviewed']]);
        assert.deepEqual(findings(), ['src/a.ts', 'src/b.ts', 'src/c.ts']);
      });
    }

    it('for ever: ends, and says so', async () => {
      files = Array.from({ length: 40 }, (_, index) => changedFile(`src/${index}.ts`));
      claude.fault({ trouble: troubles.tooLarge(), times: always });
      await run();
      assert.equal(situation(), 'reviewerFailed');
      assert.ok(claude.messages().length <= 40, `${claude.messages().length} requests`);
      assert.ok(Object.values(states()).every((state) => state === 'notReviewed'));
    });
  });

  describe('a refusal', () => {
    it('costs only the file that causes it', async () => {
      files = ['a', 'b', 'c', 'd', 'e'].map((letter) => changedFile(`src/${letter}.ts`));
      claude.fault({ on: { match: shows('src/c.ts') }, trouble: { kind: 'refusal' }, times: always });
      await run();
      assert.equal(situation(), 'partlyReviewed');
      assert.deepEqual(states(), {
        'src/a.ts': 'reviewed',
        'src/b.ts': 'reviewed',
        'src/c.ts': 'notReviewed',
        'src/d.ts': 'reviewed',
        'src/e.ts': 'reviewed',
      });
      assert.deepEqual(findings(), ['src/a.ts', 'src/b.ts', 'src/d.ts', 'src/e.ts']);
      assert.deepEqual(codes(), ['refused']);
    });

    it('of one file is asked again once without its lines, so that its alerts are judged', async () => {
      claude.fault({ on: { match: shows('src/a.ts') }, trouble: { kind: 'refusal', partial: true }, times: always });
      claude.answer(({ pass }) =>
        pass === 'critique' ? { sast: [{ id: 's1', reason: 'line 3', decision: 'dismiss' }] } : {},
      );
      await run({ alerts: [alertOn('src/a.ts', 's1')] });
      assert.deepEqual([situation(), states()], ['reviewerFailed', { 'src/a.ts': 'notReviewed' }]);
      assert.equal(settleChunks(asked.outcomes).setAside[0]?.fate, 'dismissed');
      const bare = claude.messages()[1]?.body.messages[0].content[0].text;
      assert.ok(bare.includes('withheld') && !bare.includes('compute('));
    });

    it('without anything else to show is not asked again', async () => {
      claude.fault({ trouble: { kind: 'refusal' }, times: always });
      await run();
      assert.deepEqual([situation(), claude.messages().length], ['reviewerFailed', 1]);
    });

    it('goes to the fallback model, and the critique follows it there', async () => {
      claude.fault({ on: { model: 'claude-sonnet-5-5' }, trouble: { kind: 'refusal' }, times: always });
      await run({ settings: { fallbackModel: 'claude-opus-5-5' } });
      assert.deepEqual([situation(), findings()], ['reviewed', ['src/a.ts']]);
      assert.deepEqual(
        claude.messages().map(({ body }) => body.model),
        ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-opus-5-5'],
      );
      assert.equal(claude.messages()[2]?.usage?.cache_creation_input_tokens, 0);
    });

    it('of the critique costs only the file that causes it', async () => {
      files = ['a', 'b', 'c'].map((letter) => changedFile(`src/${letter}.ts`));
      claude.fault({ on: { pass: 'critique', match: shows('src/b.ts') }, trouble: { kind: 'refusal' }, times: always });
      await run();
      assert.deepEqual([situation(), findings()], ['partlyReviewed', ['src/a.ts', 'src/b.ts', 'src/c.ts']]);
      assert.deepEqual(unverified(), ['src/b.ts']);
      assert.equal(states()['src/b.ts'], 'notReviewed');
    });

    it('of everything ends soon', async () => {
      files = Array.from({ length: 200 }, (_, index) => changedFile(`src/${index}.ts`));
      claude.fault({ trouble: { kind: 'refusal' }, times: always });
      await run({ limit: 20_000 });
      assert.equal(situation(), 'reviewerFailed');
      assert.ok(claude.messages().length < 60, `${claude.messages().length} requests`);
    });
  });

  describe('a provider that fails', () => {
    const chunks = { limit: 1500, settings: { maxComments: '10' } };
    beforeEach(() => {
      files = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => changedFile(`src/${letter}.ts`));
    });

    for (const [code, trouble] of Object.entries({
      'wrong-key': troubles.unauthorized(),
      'spend-limit': troubles.spendLimit(),
      'model-not-found': troubles.modelNotFound('x'),
      'not-the-api': troubles.proxySignIn(),
      redirect: { kind: 'redirect' } as const,
    })) {
      it(`${code}: the other chunks are not even asked`, async () => {
        claude.fault({ trouble, times: always });
        await run(chunks);
        assert.equal(situation(), 'reviewerFailed');
        assert.deepEqual(new Set(codes()), new Set([code]));
        assert.equal(claude.messages().length, 1);
      });
    }

    it('an outage is given up after two chunks', async () => {
      claude.fault({ trouble: troubles.status(503), times: always });
      await run(chunks);
      assert.equal(situation(), 'reviewerFailed');
      assert.ok(claude.messages().length <= 4 + 4 * 4);
    });

    it('one lost chunk leaves the others', async () => {
      claude.fault({ on: { match: shows('src/c.ts') }, trouble: troubles.status(500), times: always });
      await run(chunks);
      assert.equal(situation(), 'partlyReviewed');
      assert.deepEqual(findings().filter((path) => path !== 'src/c.ts').length, findings().length);
      assert.equal(states()['src/c.ts'], 'notReviewed');
    });

    it('an overload that stays moves the run to the fallback model', async () => {
      claude.fault({ on: { model: 'claude-sonnet-5-5' }, trouble: troubles.overloaded(), times: always });
      await run({ ...chunks, settings: { fallbackModel: 'claude-opus-5-5' } });
      assert.equal(situation(), 'reviewed');
      assert.equal(claude.messages().filter(({ status }) => status === 529).length, 4);
    });

    it('alerts stand without a reviewer', async () => {
      claude.fault({ trouble: troubles.unauthorized(), times: always });
      await run({ alerts: [alertOn('src/a.ts', 's1')] });
      assert.deepEqual(findings(), ['src/a.ts']);
    });

    it('streams that break are paid for, told, and tried again', async () => {
      claude.fault({ trouble: { kind: 'truncated' } });
      claude.fault({ on: { pass: 'critique' }, trouble: { kind: 'reset', events: 4 } });
      files = files.slice(0, 1);
      await run();
      assert.equal(situation(), 'reviewed');
      assert.deepEqual(labels(), [
        'sweep 1: brokenOff',
        'sweep 1: complete',
        'critique 1: brokenOff',
        'critique 1: complete',
      ]);
    });
  });

  describe('the end of the run', () => {
    for (const kind of ['deadline', 'cancelled'] as const) {
      it(`${kind}: what was finished is kept, the rest is told`, async () => {
        files = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => changedFile(`src/${letter}.ts`));
        const end = new AbortController();
        const reason = new SecondPassError({ kind, code: kind, message: 'It is over.' });
        claude.fault({
          on: { pass: 'sweep', nth: 4 },
          trouble: { kind: 'slowHeaders', milliseconds: 20_000 },
          times: always,
        });
        let endedAt = 0;
        let answeredAt = 0;
        const answered = () => claude.messages().filter(({ text, endedAt: at }) => text && at !== undefined).length;
        const watch = setInterval(() => {
          if (answered() < 6 || endedAt > 0) return;
          answeredAt ||= performance.now();
          // What the server has sent still has to be read.
          if (performance.now() - answeredAt < 2000) return;
          endedAt = performance.now();
          end.abort(reason);
        }, 50);
        await run({ limit: 1500, signal: end.signal, claude: { headersMilliseconds: 30_000 } });
        clearInterval(watch);
        assert.ok(performance.now() - endedAt < 5000);
        assert.equal(situation(), 'partlyStopped');
        assert.deepEqual(new Set(codes()), new Set([kind]));
        assert.ok(findings().length >= 3);
        assert.equal(Object.values(states()).filter((state) => state === 'reviewed').length, findings().length);
      });
    }

    it('before the first answer leaves nothing but the reason', async () => {
      const end = new AbortController();
      end.abort(new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' }));
      await run({ signal: end.signal });
      assert.deepEqual([situation(), claude.messages().length], ['stopped', 0]);
      assert.equal(asked.outcomes[0]?.sent, false);
    });
  });

  it('tells what left the agent, answered or not', async () => {
    claude.fault({ trouble: troubles.status(500), times: always });
    await run();
    assert.equal(asked.outcomes[0]?.sent, true);
  });
});
