import assert from 'node:assert/strict';
import type { CodeHost } from '../../src/ports/code-host';
import { everyOrder, type Race, race } from './interleaved';
import { createMarkedReviewer, type MarkedReviewer } from './marked-reviewer';
import { type QuickLife, startQuickLife } from './quick-life';

const base = { 'src/a.ts': 'export {};\n', 'src/b.ts': 'export {};\n' };
const blocker = 'const total = order.total; // BUG(total blocker bug)';
const withBlocker = { 'src/a.ts': `export {};\n${blocker}\n`, 'src/b.ts': 'export {};\nmore();\n' };
const without = { ...withBlocker, 'src/a.ts': 'export {};\nfine();\n' };

/** How far both have come when it begins to matter who goes first. */
const BEGINNINGS = {
  'wide before narrow': ['wide', 'wide', 'narrow', 'narrow'],
  'narrow before wide': ['narrow', 'narrow', 'wide', 'wide'],
  'neither knows of the other': ['wide', 'narrow', 'wide', 'narrow'],
  'narrow has looked before wide begins': ['narrow', 'narrow', 'narrow', 'wide', 'wide'],
  'wide has looked before narrow begins': ['wide', 'wide', 'wide', 'narrow', 'narrow'],
  'wide begins when narrow has only to write': ['narrow', 'narrow', 'narrow', 'wide', 'narrow', 'wide', 'wide'],
};

/** Orders that are tried from each beginning; all of them, some 1,700, with `SECOND_PASS_ORDERS=all`. */
const MOST = process.env.SECOND_PASS_ORDERS === 'all' ? Number.POSITIVE_INFINITY : 8;

/** The narrow run leaves the file with the blocker out. */
const OTHER_SETTINGS = { wide: {}, narrow: { exclude: 'src/a.ts' } };
/** Of wide: begin, claim, look, thread, comment, status. */
const DEATHS = [4, 5, 6];
/** Of narrow: behind its status, that may have gone over one which nobody read. */
const LATE_DEATHS = [5, 6, 7];

describe('two runs at once under one name', function () {
  this.timeout(1_200_000);

  for (const [beginning, prefix] of Object.entries(BEGINNINGS)) {
    it(`with other settings, ${beginning}: no order ends with success while the blocker of one of them stands`, () =>
      allEnd('failed', prefix, (next) => played(next, { source: withBlocker })));

    it(`with other settings, ${beginning}: where nobody finds one, every order ends with success`, () =>
      allEnd('succeeded', prefix, (next) => played(next, { source: without })));

    for (const diesBefore of DEATHS) {
      it(`with other settings, ${beginning}: the one that finds it dies before its step ${diesBefore}, and no order ends with success`, () =>
        allEnd(/failed|pending/, prefix, (next) => played(next, { source: withBlocker, diesBefore })));
    }

    for (const diesBefore of LATE_DEATHS) {
      it(`with other settings, ${beginning}: the one that finds nothing dies before its step ${diesBefore}, and no order hides a failure`, () =>
        allEnd(/failed|pending/, prefix, (next) => played(next, { source: withBlocker, diesBefore, who: 'narrow' })));
    }

    it(`with the same settings, ${beginning}: what one of them overlooks is no success either`, () =>
      allEnd('failed', prefix, (next) => played(next, { source: withBlocker, isLike: true }), {
        unless: ({ life }) => life.host.threads.every(({ properties }) => properties['SecondPass.Kind'] !== 'finding'),
      }));
  }
});

describe('three runs at once under one name, each of whose calls may be its last', function () {
  this.timeout(1_200_000);

  it('no order ends with success once the one that finds the blocker has begun, whoever dies before whichever call', async () => {
    const narrow = OTHER_SETTINGS.narrow;
    let draws = 0;
    const found: string[] = [];
    await everyOrder(Math.min(MOST * 4, 5_000), async (choose) => {
      draws += 1;
      const life = startQuickLife(base, withBlocker);
      life.host.pace = 50;
      const [dying, diesBefore] = [['wide', 'narrow', 'again', 'nobody'][draws % 4], 1 + (draws % 17)];
      const racer = (name: string, inputs: Record<string, string>) => ({
        name,
        ...(name === dying ? { diesBefore } : {}),
        run: (host: (real: CodeHost) => CodeHost) => life.run({ inputs, host }),
      });
      const { told } = await race([racer('wide', {}), racer('narrow', narrow), racer('again', narrow)], choose, true);
      // Reads, reads, and says so.
      const hasBegun = told.filter((step) => step === 'wide: begin').length > 2;
      const last = life.host.posted.at(-1)?.state;
      if (last === 'succeeded' && hasBegun) found.push(`${dying} before ${diesBefore}: ${told.join(', ')}`);
    });
    assert.ok(draws >= 32, String(draws));
    assert.deepEqual(found, []);
  });
});

describe('a run that was killed, and another one with other settings', () => {
  const narrow = { exclude: 'src/a.ts' };
  const asking = (hasEnded: (page: string) => boolean) => (host: CodeHost) => ({
    ...host,
    hasEnded: async (page: string) => hasEnded(page),
  });
  const last = ({ host }: QuickLife) => host.posted.at(-1)?.state;

  it('is waited for as long as the service says that it works', async () => {
    const life = startQuickLife(base, without);
    await life.run({ diesAt: 3 }).catch(() => {});
    await life.run({ inputs: narrow, host: asking(() => false) });
    assert.equal(last(life), 'pending');
  });

  it('is waited for no more once the service says that its run is over', async () => {
    const life = startQuickLife(base, without);
    await life.run({ diesAt: 3 }).catch(() => {});
    const asked: string[] = [];
    await life.run({ inputs: narrow, host: asking((page) => asked.push(page) > 0) });
    assert.equal(last(life), 'succeeded');
    assert.match(asked[0] ?? '', /^https:\/\/ci\.example\/1#begun-/);
  });

  it('is heard all the same if it said its last word before it ended', async () => {
    const life = startQuickLife(base, withBlocker);
    let end = () => {};
    const wide = new Promise<void>((resolve) => {
      end = resolve;
    });
    life.reviewer.meanwhile = () => {
      life.reviewer.meanwhile = () => {};
      return wide;
    };
    const first = life.run();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ends = (host: CodeHost) => ({
      ...host,
      async hasEnded() {
        end();
        await first;
        return true;
      },
    });
    await life.run({ inputs: narrow, host: ends });
    assert.equal(last(life), 'failed');
    assert.equal(life.host.posted.filter(({ state }) => state === 'succeeded').length, 0);
  });
});

describe('a run that leaves the pull request out by a rule', () => {
  const inputs = { skipWhen: 'target: main' };
  const states = ({ host }: QuickLife) => host.posted.map(({ state }) => state);

  it('tells no success while one under the same name that has no such rule is at work', async () => {
    const life = startQuickLife(base, withBlocker);
    life.reviewer.meanwhile = async () => {
      life.reviewer.meanwhile = () => {};
      const { situation, ending } = await life.run({ inputs });
      assert.deepEqual([situation, ending.status, ending.result], ['skippedByRule', 'pending', 'Succeeded']);
    };
    await life.run();
    assert.deepEqual(states(life), ['pending', 'pending', 'failed']);
    assert.match(life.host.posted[1]?.description ?? '', /still at work; this one: Not reviewed by rule/);
  });

  it('tells one beside a run that was killed, once the service says that it is over', async () => {
    const life = startQuickLife(base, without);
    await life.run({ diesAt: 3 }).catch(() => {});
    await life.run({ inputs });
    await life.run({ inputs, host: (host) => ({ ...host, hasEnded: async () => true }) });
    assert.deepEqual(states(life), ['pending', 'pending', 'succeeded']);
  });
});

describe('a verdict that arrives after the next push was reviewed', () => {
  for (const [what, diesAt, last] of [
    ['and that failed', undefined, 'failed (2)'],
    ['by a run that died', 1, 'pending (2)'],
  ] as const)
    it(`${what}: what it went over stands again`, async () => {
      const life = startQuickLife(base, without);
      const late = (host: CodeHost): CodeHost => ({
        ...host,
        async apply(write) {
          if (write.kind === 'status' && write.state === 'succeeded') {
            life.push(withBlocker);
            await life.run(diesAt === undefined ? {} : { diesAt }).catch(() => {});
          }
          return host.apply(write);
        },
      });
      assert.equal((await life.run({ host: late, isHasty: true })).situation, 'superseded');
      const states = life.host.posted.map(({ state, iteration }) => `${state} (${iteration})`);
      assert.deepEqual(states.slice(-2), ['succeeded (1)', last]);
    });
});

describe('a success that nobody posts', () => {
  it('is that over a status which came since: what was found there counts', async () => {
    const life = startQuickLife(base, withBlocker);
    const late = (host: CodeHost): CodeHost => ({
      ...host,
      async apply(write) {
        if (write.kind === 'status' && write.state === 'succeeded') await life.run();
        return host.apply(write);
      },
    });
    const record = await life.run({ inputs: { exclude: 'src/a.ts' }, host: late });
    assert.deepEqual([record.ending.verdict, record.ending.status], ['FAIL', 'failed']);
    assert.ok(life.host.posted.every(({ state }) => state !== 'succeeded'));
  });

  it('and is told where others post theirs each time', async () => {
    const life = startQuickLife(base, without);
    const crowd = (host: CodeHost): CodeHost => ({
      ...host,
      async apply(write) {
        if (write.kind === 'status' && write.state === 'succeeded')
          life.host.posted.push({ name: 'review', state: 'pending', by: { id: 'x', name: 'X' }, iteration: 1 });
        return host.apply(write);
      },
    });
    const record = await life.run({ host: crowd });
    assert.deepEqual([record.ending.status, record.ending.result], [null, 'SucceededWithIssues']);
    assert.match(record.problems.join(), /The status was not set: other runs posted theirs each time/);
    assert.ok(life.host.posted.every(({ state }) => state !== 'succeeded'));
  });
});

type Next = (names: readonly string[]) => string;
type Played = Race & { life: QuickLife };

async function allEnd(
  wanted: string | RegExp,
  prefix: readonly string[],
  play: (next: Next) => Promise<Played>,
  { unless = () => false }: { unless?: (played: Played) => boolean } = {},
): Promise<void> {
  const others: string[] = [];
  const count = await everyOrder(MOST, async (choose) => {
    const left = [...prefix];
    const one = await play((names) => {
      const first = left.shift();
      return first !== undefined && names.includes(first) ? first : choose(names);
    });
    const last = one.life.host.posted.at(-1)?.state ?? 'none';
    if (last.match(wanted) === null && !unless(one)) others.push(`${last}: ${one.told.join(', ')}`);
  });
  assert.ok(count > 5, String(count));
  assert.deepEqual(others, [], `${others.length} of ${count}`);
}

async function played(
  next: Next,
  given: { source: Record<string, string>; diesBefore?: number; who?: 'wide' | 'narrow'; isLike?: boolean },
): Promise<Played> {
  const life = startQuickLife(base, given.source);
  // Between what a run plans and its last write lie moments, not minutes.
  life.host.pace = 50;
  const names = ['wide', 'narrow'] as const;
  const ended = await race(
    names.map((name) => ({
      name,
      ...(given.diesBefore && name === (given.who ?? 'wide') ? { diesBefore: given.diesBefore } : {}),
      run: (host: (real: CodeHost) => CodeHost) => {
        const inputs = given.isLike ? {} : OTHER_SETTINGS[name];
        const world = given.isLike && name === 'narrow' ? { model: overlooking() } : {};
        return life.run({ inputs, host, world });
      },
    })),
    next,
  );
  return { ...ended, life };
}

/** The same reviewer on a bad day. */
function overlooking(): MarkedReviewer {
  const reviewer = createMarkedReviewer();
  reviewer.overlooks.add('total');
  return reviewer;
}
