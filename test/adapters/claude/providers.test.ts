import assert from 'node:assert/strict';
import { isSecondPassError, SecondPassError } from '../../../src/errors';
import type { TokenUsage } from '../../../src/ports/model';
import { textOfTokens } from '../../emulators/claude/sample-request';
import { type ClaudeEmulator, startClaude, troubles } from '../../emulators/claude/server';
import { asking, sampleRequest, WAYS } from './asking';

for (const way of WAYS) {
  describe(`Claude’s adapter by ${way.name}`, () => {
    let claude: ClaudeEmulator;
    let run: ReturnType<typeof asking>;
    const request = (pass: 'sweep' | 'critique', given = {}) => sampleRequest({ model: way.model, pass, ...given });

    beforeEach(async () => {
      claude = await startClaude({ ...way.emulator, clock: 'still' });
      run = asking(claude, way.options);
    });
    afterEach(async () => {
      await claude.close();
      assert.deepEqual(claude.violations, []);
      assert.deepEqual(claude.trap.requests, []);
    });

    it('gives text, usage, model and request id as the provider told them', async () => {
      claude.answer(() => ({ summary: 'Grüße ✓ 👩‍💻' }));
      const answer = await run.ask(request('sweep'));
      assert.match(answer.text, /Grüße ✓ 👩‍💻/);
      assert.equal(answer.stop, 'complete');
      assert.equal(answer.model, 'claude-sonnet-5-5');
      assert.equal(answer.requestId, claude.messages().at(-1)?.requestId);
      assert.deepEqual(totals(answer.usage), claudeTotals(claude));
    });

    it('reads in the critique what the sweep wrote', async () => {
      const sweep = await run.ask(request('sweep'));
      const critique = await run.ask(request('critique'));
      assert.equal(critique.usage.cacheRead, sweep.usage.cacheWrite1h + sweep.usage.cacheWrite5m);
      assert.equal(critique.usage.cacheWrite5m + critique.usage.cacheWrite1h, 0);
      assert.ok(sweep.usage.cacheWrite1h >= 3000 && sweep.usage.cacheWrite5m === 20_000);
    });

    it('counts what the same request will be charged', async () => {
      const counted = await run.model.count(request('sweep'), new AbortController().signal);
      const { usage } = await run.ask(request('sweep'));
      const charged = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
      assert.ok(Math.abs(counted - charged) <= 1, `${counted} counted, ${charged} charged`);
    });

    it('sends a later turn behind what is cached', async () => {
      await run.ask(request('sweep'));
      const later = [
        { role: 'assistant', text: 'not json' },
        { role: 'user', text: 'Answer again.' },
      ] as const;
      const { usage } = await run.ask(request('sweep', { later }));
      assert.equal(usage.cacheRead, 23_000 + claude.usage.cacheWrite1h - 3000);
    });

    it('tells why the model stopped', async () => {
      await run.ask(request('sweep'));
      claude.fault({ trouble: { kind: 'refusal', category: 'cyber' } });
      claude.fault({ trouble: { kind: 'maxTokens' } });
      claude.fault({ trouble: { kind: 'contextExceeded' } });
      const [refused, cut, exceeded] = [
        await run.ask(request('sweep')),
        await run.ask(request('sweep')),
        await run.ask(request('sweep')),
      ];
      assert.deepEqual([refused.stop, refused.refusalCategory], ['refusal', 'cyber']);
      assert.deepEqual([cut.stop, exceeded.stop], ['length', 'contextExceeded']);
    });

    it('names a wrong credential without showing it', async () => {
      const wrong = { kind: 'key', key: 'sk-ant-wrong-key' } as const;
      const { ask, log } = asking(claude, { ...way.options, credential: wrong });
      await assert.rejects(
        ask(request('sweep')),
        (error) => isSecondPassError(error) && error.code === 'wrong-key' && !error.message.includes('sk-ant'),
      );
      assert.ok(!log.lines.join('\n').includes('sk-ant-wrong'));
    });

    it('sends no body a second time when it is redirected', async () => {
      claude.fault({ trouble: { kind: 'redirect', status: 308 } });
      await assert.rejects(run.ask(request('sweep')), { code: 'redirect' });
      assert.equal(claude.messages().length, 1);
    });

    it('waits out an overload', async () => {
      claude.fault({ trouble: troubles.overloaded(), times: 2 });
      assert.equal((await run.ask(request('sweep'))).stop, 'complete');
    });
  });
}

describe('Claude’s adapter and what a deployment refuses', () => {
  it('finds out once per run, and both passes then send the same', async () => {
    const way = WAYS.at(-1)!;
    const claude = await startClaude(way.emulator);
    const { ask, log } = asking(claude, way.options);
    for (const pass of ['sweep', 'critique'] as const) await ask(sampleRequest({ model: way.model, pass }));
    assert.deepEqual(
      claude.messages().map(({ status }) => status),
      [400, 200, 200],
    );
    assert.equal(log.lines.filter((line) => /structured outputs/.test(line)).length, 1);
    await claude.close();
  });

  it('leaves effort out where it is refused', async () => {
    const claude = await startClaude();
    const { ask } = asking(claude);
    const answer = await ask(sampleRequest({ model: 'claude-haiku-4-5', system: [{ text: textOfTokens(200) }] }));
    assert.equal(answer.stop, 'complete');
    assert.ok(claude.messages().at(-1)?.body.output_config.format);
    await claude.close();
  });

  it('knows the address with and without the folder of Foundry', async () => {
    const way = WAYS[1]!;
    const claude = await startClaude(way.emulator);
    const endpoint = `${claude.url.replace(/\/anthropic$/, '')}/`;
    const answer = await asking(claude, { ...way.options, endpoint }).ask(sampleRequest({ model: way.model }));
    assert.equal(answer.stop, 'complete');
    assert.equal(claude.messages()[0]?.headers['x-api-key'], 'sk-ant-emulator');
    assert.equal(claude.messages()[0]?.headers.authorization, undefined);
    await claude.close();
  });

  it('passes on why no token could be had', async () => {
    const claude = await startClaude(WAYS[2]!.emulator);
    const reason = { kind: 'platform', code: 'entra-token', message: 'Microsoft Entra gave no token.' } as const;
    const token = () => Promise.reject(new SecondPassError(reason));
    const { ask } = asking(claude, { provider: 'foundry', credential: { kind: 'token', token } });
    await assert.rejects(ask(sampleRequest({ model: 'our-sonnet' })), { code: 'entra-token', message: reason.message });
    assert.deepEqual(claude.requests, []);
    await claude.close();
  });

  it('asks for a fresh token before each request', async () => {
    const claude = await startClaude(WAYS[2]!.emulator);
    let asked = 0;
    const token = async () => {
      asked += 1;
      return 'entra-token';
    };
    const { ask } = asking(claude, { provider: 'foundry', credential: { kind: 'token', token } });
    await ask(sampleRequest({ model: 'our-sonnet' }));
    await ask(sampleRequest({ model: 'our-sonnet', pass: 'critique' }));
    assert.equal(asked, 2);
    await claude.close();
  });
});

function totals({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TokenUsage) {
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, output };
}

function claudeTotals(claude: ClaudeEmulator) {
  const { requests: _, ...rest } = claude.usage;
  return rest;
}
