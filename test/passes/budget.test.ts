import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { createBudget } from '../../src/budget/budget';
import type { SecondPassError } from '../../src/errors';
import { critiqueRequest, sweepRequest } from '../../src/steps/prompt/compose';
import { situationOf } from '../../src/steps/verdict/situation';
import { readDiff } from '../emulators/claude/prompt-reader';
import { type ClaudeEmulator, type Fault, startClaude, troubles } from '../emulators/claude/server';
import {
  type Asked,
  type Asking,
  alertOn,
  askedTwice,
  assertHonest,
  candidateOn,
  changedFile,
  confirming,
  promptsOf,
  settingsOf,
} from './asked';

const always = 999;
const FILES = Array.from({ length: 12 }, (_, index) => changedFile(`src/${String.fromCharCode(97 + index)}.ts`, 300));
/** Twelve chunks of about 14,000 bytes. */
const MANY: Asking = { files: FILES, limit: 16_000 };

describe('the budget', () => {
  let claude: ClaudeEmulator;
  let runs: Asked[];

  beforeEach(async () => {
    runs = [];
    claude = await startClaude({ clock: 'still' });
    claude.answer(({ pass, blocks }) =>
      pass === 'sweep' ? { candidates: readDiff(blocks).map(({ path }) => candidateOn(path)) } : undefined,
    );
  });
  afterEach(async () => {
    await claude.close();
    assertHonest(claude, ...runs);
  });

  async function run(asking: Asking): Promise<Asked> {
    const asked = await askedTwice(claude, asking);
    runs.push(asked);
    return asked;
  }
  const reviewed = ({ outcomes }: Asked) =>
    outcomes.filter(({ failure, replaced }) => failure === undefined && !replaced).length;

  for (const budgetUsd of ['0.02', '0.08', '0.15', '0.30']) {
    for (const [name, faults] of Object.entries({
      'nothing goes wrong': [],
      'streams break again and again': [{ trouble: { kind: 'truncated' }, times: 5 }] as Fault[],
      'answers are cut off': [{ on: { pass: 'sweep' }, trouble: { kind: 'maxTokens' }, times: 3 }] as Fault[],
      'answers must be repaired': [{ trouble: troubles.invalidJson(), times: 4 }] as Fault[],
    })) {
      it(`of $${budgetUsd} holds when ${name}`, async () => {
        for (const fault of faults) claude.fault(fault);
        const asked = await run({ ...MANY, settings: { budgetUsd } });
        assert.ok(claude.cost() <= Number(budgetUsd), `${claude.cost()} of ${budgetUsd}`);
        const left = asked.outcomes.filter(({ failure }) => failure?.kind === 'budget');
        if (Number(budgetUsd) < 0.3)
          assert.ok(
            left.length > 0 &&
              /may cost \$\d+\.\d\d, and \$\d+\.\d\d of the budget is left/.test(left[0]!.failure!.message),
          );
      });
    }
  }

  it('is spent on the risky files first', async () => {
    const alerts = [alertOn('src/k.ts', 's1', { level: 'error' })];
    const asked = await run({ ...MANY, alerts, settings: { budgetUsd: '0.15' } });
    const read = asked.outcomes
      .filter(({ failure }) => !failure)
      .flatMap(({ prompt }) => prompt.chunk.files.map(({ file }) => file.path));
    assert.equal(situationOf(asked.outcomes).situation, 'partlyReviewed');
    assert.equal(read[0], 'src/k.ts');
  });

  it('pays no sweep whose critique it could not pay', async () => {
    for (const budgetUsd of ['0.06', '0.09', '0.12', '0.2']) await run({ ...MANY, settings: { budgetUsd } });
    for (const { outcomes } of runs) {
      for (const { failure, answers } of outcomes) if (failure) assert.equal(answers?.candidates.length, 0);
    }
  });

  it('of the pull request counts what earlier runs spent', async () => {
    const settings = { budgetUsd: '', budgetUsdPerPullRequest: '1.00' };
    const late = await run({ ...MANY, settings, alreadySpent: 0.9 });
    assert.ok(claude.cost() <= 0.1);
    assert.ok(reviewed(late) < 12);
    const over = await run({ ...MANY, settings, alreadySpent: 1.5 });
    assert.deepEqual([reviewed(over), over.budget.calls.length], [0, 0]);
  });

  const counted = () => claude.requests.filter(({ surface }) => surface === 'count_tokens').length;

  it('counts tokens exactly where only that can say yes, and the receipt tells it', async () => {
    const [file] = FILES;
    const { sent } = await run({ files: [file!], settings: { budgetUsd: '0.125' } });
    assert.equal(counted(), 1);
    assert.equal(sent[0]?.request, 'count of sweep 1');
    assert.equal(situationOf(runs[0]!.outcomes).situation, 'reviewed');
  });

  it('counts nothing where the estimate decides', async () => {
    for (const budgetUsd of ['5', '0.50', '0.01', '0']) await run({ ...MANY, settings: { budgetUsd } });
    assert.equal(counted(), 0);
  });

  for (const caps of [{ budgetUsd: '0' }, { budgetUsd: '', budgetUsdPerPullRequest: '0' }]) {
    it(`of nothing (${JSON.stringify(caps)}) lets nothing leave`, async () => {
      const { sent, outcomes } = await run({ ...MANY, settings: caps });
      assert.deepEqual([sent, claude.requests.length], [[], 0]);
      assert.ok(outcomes.every((outcome) => !outcome.sent && outcome.failure?.kind === 'budget'));
    });
  }

  it('is not in the way when there is plenty: nothing is counted, nothing shortened', async () => {
    const asked = await run({ ...MANY, settings: { budgetUsd: '50' } });
    assert.equal(reviewed(asked), 12);
    assert.ok(claude.requests.every(({ surface }) => surface === 'messages'));
    assert.ok(claude.messages().every(({ body }) => body.max_tokens === 16_000));
  });

  it('lets chunks wait for each other rather than turn them away', async () => {
    const asked = await run({ ...MANY, settings: { budgetUsd: '0.60' } });
    assert.equal(reviewed(asked), 12);
  });

  it('without a price counts the dearest one, and the run says so', async () => {
    await claude.close();
    claude = await startClaude({ models: [{ id: 'claude-next', inputPrice: 0, outputPrice: 0 }] });
    const asked = await run({ ...MANY, settings: { model: 'claude-next', budgetUsd: '1' } });
    const counted = asked.budget.calls.reduce((sum, { countedUsd }) => sum + (countedUsd ?? 0), 0);
    assert.equal(asked.budget.calls[0]?.costUsd, null);
    assert.ok(counted > 0.3 && counted <= 1, String(counted));
    assert.ok(reviewed(asked) < 12);
    assert.match(
      asked.log.join('\n'),
      /is unknown: .* the budget counts the dearest known one, \$10 and \$50 per million/,
    );
  });

  it('trims a critique that it cannot pay whole: the gravest candidates are checked, the others are unverified', async () => {
    const severities = ['suggestion', 'warning', 'blocker'];
    claude.answer((question) => {
      if (question.pass === 'critique') return confirming(question);
      const paths = readDiff(question.blocks).map(({ path }) => path);
      const candidates = paths.map((path, index) => {
        return { ...candidateOn(path), severity: severities[index % 3]!, body: 'It breaks. '.repeat(90) };
      });
      return { candidates };
    });
    claude.fault({ on: { pass: 'critique' }, trouble: { kind: 'truncated' }, times: 2 });
    const { outcomes, log } = await run({ files: FILES.slice(0, 9), settings: { budgetUsd: '0.34' } });
    const [outcome] = outcomes.filter(({ replaced }) => !replaced);
    const found = outcome?.answers?.candidates.length ?? 0;
    const verdicts = outcome?.answers?.verdicts ?? [];
    const checked = new Set(verdicts.map(({ id }) => id));
    const rank = (id: string) =>
      severities.indexOf(outcome!.answers!.candidates.find((one) => one.id === id)!.severity);
    assert.match(log.join('\n'), /Asking about \d of 8 candidates\./);
    assert.ok(verdicts.length > 0 && verdicts.length < found, String(verdicts.length));
    assert.equal(outcome?.unverified?.length, found - verdicts.length);
    assert.ok(outcome?.unverified?.every(({ id }) => !checked.has(id)));
    const least = Math.min(...[...checked].map(rank));
    assert.ok(outcome?.unverified?.every(({ id }) => rank(id) <= least));
    assert.equal(outcome?.failure?.kind, 'budget');
    assert.equal(situationOf(outcomes).situation, 'partlyReviewed');
  });

  it('uses the prices that were given', async () => {
    await claude.close();
    claude = await startClaude({ models: [{ id: 'claude-next', inputPrice: 7, outputPrice: 11 }] });
    const asked = await run({
      files: FILES.slice(0, 1),
      settings: { model: 'claude-next', inputPrice: '7', outputPrice: '11' },
    });
    assert.ok((asked.budget.calls[0]?.costUsd ?? 0) > 0);
  });

  it('costs a tenth more for inference in the United States', async () => {
    await run({ files: FILES.slice(0, 1), settings: { inferenceGeo: 'us' } });
    assert.equal(claude.messages()[0]?.body.inference_geo, 'us');
  });

  for (const model of [
    'claude-opus-5-5',
    'claude-haiku-5-5',
    'claude-fable-5-1',
    'claude-opus-4-6',
    'claude-haiku-4-5',
    'claude-sonnet-4-6',
  ]) {
    it(`knows the price of ${model} as it is billed`, async () => {
      await run({ files: FILES.slice(0, 2), settings: { model } });
      assert.ok(claude.cost() > 0);
    });
  }
});

describe('batch: wait', () => {
  let claude: ClaudeEmulator;
  let asked: Asked;
  const settings = { batch: 'wait', budgetUsd: '5' };
  const items = () => claude.requests.filter(({ surface }) => surface === 'batch-item');

  async function run(options: Parameters<typeof startClaude>[0], asking: Asking = {}): Promise<void> {
    claude = await startClaude({ clock: 'still', ...options });
    claude.answer(({ pass, blocks }) =>
      pass === 'sweep' ? { candidates: readDiff(blocks).map(({ path }) => candidateOn(path)) } : undefined,
    );
    asked = await askedTwice(claude, { ...MANY, settings, ...asking });
  }
  afterEach(async () => {
    await claude.close();
    assertHonest(claude, asked);
  });

  it('sweeps at half the price, then checks each chunk', async () => {
    await run({});
    assert.equal(situationOf(asked.outcomes).situation, 'reviewed');
    assert.equal(items().length, 12);
    assert.deepEqual(new Set(claude.messages().map(({ pass }) => pass)), new Set(['critique']));
    assert.equal(asked.budget.calls.filter(({ label }) => label.endsWith('(batch)')).length, 12);
  });

  it('writes nothing to the cache that nobody will read', async () => {
    await run({});
    for (const { usage } of claude.messages()) assert.equal(usage?.cache_creation.ephemeral_5m_input_tokens, 0);
    for (const { body } of items()) {
      assert.ok(body.system[0].cache_control);
      assert.ok(
        body.messages[0].content.every((block: { cache_control?: object }) => block.cache_control === undefined),
      );
    }
  });

  it('asks one by one what the batch did not answer in time', async () => {
    await run({ batches: { durationMs: 30 * 60_000 } });
    assert.equal(situationOf(asked.outcomes).situation, 'reviewed');
    const sweeps = claude.messages().filter(({ pass }) => pass === 'sweep').length;
    assert.ok(sweeps > 0 && sweeps < 12);
    assert.equal(items().filter(({ usage }) => usage).length + sweeps, 12);
  });

  it('goes on without a batch that cannot be made', async () => {
    await run({ faults: [{ on: { surface: 'batches' }, trouble: troubles.status(403), times: always }] });
    assert.equal(situationOf(asked.outcomes).situation, 'reviewed');
    assert.equal(items().length, 0);
  });

  it('repairs and cuts what a batch answered badly', async () => {
    const on = { surface: 'batch-item' } as const;
    await run({
      faults: [
        { on, trouble: troubles.invalidJson() },
        { on, trouble: { kind: 'maxTokens' } },
        { on, trouble: { kind: 'refusal' } },
      ],
    });
    assert.equal(situationOf(asked.outcomes).situation, 'reviewed');
    assert.equal(asked.budget.calls.filter(({ label }) => label.includes('repair')).length, 1);
  });

  it('keeps to the budget', async () => {
    await run({}, { settings: { ...settings, budgetUsd: '0.25' } });
    assert.ok(claude.cost() <= 0.25);
    assert.ok(items().length > 0 && items().length < 12);
  });
});

describe('a chunk for which the money does not do', () => {
  const [prompt] = promptsOf({ files: [changedFile('src/a.ts', 300)] });
  const options = { contentTtl: '5m' as const, maxOutputTokens: 8000 };
  const nobody = {
    ask: () => assert.fail('nobody is to be asked'),
    count: () => assert.fail('nothing is to be counted'),
  };

  function refused(place: number, keptOpen: number) {
    const settings = settingsOf({ budgetUsd: '0.01' });
    const budget = createBudget(settings, 0, { calls: [], sent: [] }, 3);
    const end = budget.keepOpen(keptOpen);
    const chunk = budget.forChunk(place, critiqueRequest(prompt!, [], settings, options));
    const asked = chunk.ask(nobody, 'sweep', sweepRequest(prompt!, settings, options), new AbortController().signal);
    const state = { isOver: false };
    const failure = asked.then(
      () => undefined,
      (error: SecondPassError) => {
        state.isOver = true;
        return error;
      },
    );
    return { end, state, failure };
  }

  it('waits between two parts of a chunk before it, which may leave some', async () => {
    const { end, state, failure } = refused(2, 1);
    await setImmediate();
    assert.equal(state.isOver, false);
    end();
    assert.equal((await failure)?.kind, 'budget');
  });

  it('does not wait for chunks behind it', async () => {
    assert.equal((await refused(1, 2).failure)?.kind, 'budget');
  });
});

describe('two passes by Foundry', () => {
  for (const refuseStructuredOutputs of [false, true]) {
    it(`with prices of the family behind the deployment${refuseStructuredOutputs ? ', and JSON in text' : ''}`, async () => {
      const deployments = { ours: 'claude-opus-5-5' };
      const claude = await startClaude({ foundry: { deployments, refuseStructuredOutputs } });
      claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [candidateOn('src/a.ts')] } : undefined));
      const settings = {
        provider: 'foundry',
        endpoint: `${claude.url}/`,
        model: 'ours',
        modelFamily: 'claude-opus-5-5',
      };
      const asked = await askedTwice(claude, { files: [changedFile('src/a.ts', 600)], settings });
      await claude.close();
      assertHonest(claude, asked);
      assert.equal(situationOf(asked.outcomes).situation, 'reviewed');
      const [, critique] = asked.budget.calls;
      assert.ok((critique?.costUsd ?? 0) > 0 && critique!.cacheRead > 5000);
    });
  }
});
