import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../fakes/repository-of';
import { type Life, startLife } from './life';
import { show } from './show';

const expected = join(__dirname, 'ten-pushes.expected.md');
const isUpdate = process.argv.includes('--update');

const filler = (word: string, count: number) => Array.from({ length: count }, (_, index) => `// ${word} ${index + 1}`);
const text = (...lines: string[]) => `${lines.join('\n')}\n`;

const base: Files = {
  'src/orders.ts': text(...filler('orders', 30)),
  'src/cart.ts': text(...filler('cart', 30)),
  'src/legacy.ts': text(...filler('legacy', 10)),
};

const missing = 'const total = order.total; // BUG(total blocker bug)';
const swallowed = 'try { send(); } catch {} // BUG(send warning error-handling)';
const random = 'const token = Math.random(); // BUG(token warning security)';
const slow = 'for (const a of all) for (const b of all) compare(a, b); // BUG(compare suggestion performance)';
const late = 'return rate * 1.19; // BUG(rate warning maintainability)';

/** The file with lines of its own after line 10. */
const withLines = (word: string, ...lines: string[]) => {
  const all = filler(word, 30);
  return text(...all.slice(0, 10), ...lines, ...all.slice(10));
};

/** Ten pushes as a team makes them; what the reviewer wrote is shown after each. */
async function liveThrough(life: Life): Promise<string> {
  const chapters: string[] = [];
  const tell = (what: string) => void chapters.push(show(life, what));
  let files: Record<string, string> = {
    ...(base as Record<string, string>),
    'src/orders.ts': withLines('orders', missing, 'log(total);', swallowed),
    'src/cart.ts': withLines('cart', random, late),
  };
  const push = async (changes: Record<string, string | null>, reason?: 'push' | 'forcePush' | 'rebase') => {
    const all = Object.entries({ ...files, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    files = Object.fromEntries(all);
    await life.push(files, reason);
    await life.run();
  };

  life.reviewer.overlooks.add('rate');
  await push({});
  tell('1. The first review; one problem is overlooked');
  await life.run();
  tell('The same iteration queued again');

  life.reviewer.overlooks.clear();
  await push({ 'src/orders.ts': withLines('orders', 'const total = order?.total ?? 0;', 'log(total);', swallowed) });
  tell('2. The blocker is fixed; what was overlooked is found now, in old code');

  life.as('Mona Lisa').setThreadStatus(threadOn(life, 'token'), 'wontFix');
  life.as('Mona Lisa').reply(threadOn(life, 'send'), 'Sending may fail, that is fine.');
  await push({
    'src/cart.ts': text('// a new header', ...withLines('cart', `  ${random}`, late).trimEnd().split('\n')),
    'src/orders.ts': text(
      '// a new header',
      ...withLines('orders', 'log(1);', `    ${swallowed}`).trimEnd().split('\n'),
    ),
  });
  tell('3. Lines move and are indented anew; one thread was decided, one answered');

  await push({ 'src/cart.ts': null, 'src/basket.ts': files['src/cart.ts'] ?? '' });
  tell('4. A file is renamed');

  await push({ 'src/legacy.ts': text(...filler('legacy', 5), slow, ...filler('legacy', 10).slice(5)) });
  tell('5. Something new');

  life.moveTarget({ ...base, 'README.md': 'moved on\n' });
  await push({ 'README.md': 'moved on\n' }, 'rebase');
  tell('6. The branch is rebased on a target that moved on');

  await push({ 'src/orders.ts': withLines('orders', missing, 'log(total);') });
  tell('7. The fix is reverted, and the answered code is gone');

  await push({ 'src/legacy.ts': (base as Record<string, string>)['src/legacy.ts'] ?? '' }, 'forcePush');
  tell('8. A force-push without one of the changes');

  life.moveTarget({ ...base, 'README.md': 'moved on\n', 'src/other.ts': 'other\n' });
  files = { ...files, 'src/other.ts': 'other\n' };
  await life.mergeTarget(files);
  await life.run();
  tell('9. The target is merged');

  life.as('Owner').setThreadStatus(threadOn(life, 'total'), 'byDesign');
  life.as('Owner').reply(threadOn(life, 'total'), 'Accepted: orders without a total cannot come here.');
  const crash = breaking(1);
  files = {
    ...files,
    'src/new.ts': text(
      random.replaceAll('token', 'salt'),
      ...filler('new', 9),
      swallowed.replace('send', 'close').replace('send', 'close'),
    ),
  };
  await life.push(files);
  await life.run({ host: crash }).catch(() => {});
  tell('10. A blocker is accepted by somebody else; the run crashes after a write');
  await life.run();
  tell('The next run completes what the crash left');
  return `${chapters.join('\n')}\n`;
}

/** The id of the thread that holds this bug. */
function threadOn(life: Life, name: string): number {
  const { threads } = life.emulator.snapshot(life.pullRequest.id);
  const found = threads.find(({ comments, properties }) =>
    properties['SecondPass.Kind'] === 'finding' ? comments[0]?.content.includes(name) : false,
  );
  assert.ok(found, `no thread about ${name}`);
  return found.id;
}

/** The agent dies after so many threads were opened: nothing is written any more. */
function breaking(afterThreads: number) {
  return (host: Parameters<NonNullable<NonNullable<Parameters<Life['run']>[0]>['host']>>[0]) => {
    let opened = 0;
    const dead = () => Promise.reject(new Error('the agent died'));
    return {
      now: () => host.now(),
      pullRequest: () => (opened < afterThreads ? host.pullRequest() : dead()),
      pushers: (pullRequest: Parameters<typeof host.pushers>[0]) => host.pushers(pullRequest),
      conversation: (iteration: number) => (opened < afterThreads ? host.conversation(iteration) : dead()),
      apply: async (write: Parameters<typeof host.apply>[0]) => {
        if (opened >= afterThreads) return dead();
        if (write.kind === 'openThread') opened += 1;
        return host.apply(write);
      },
    };
  };
}

describe('the life of a pull request', () => {
  it('is told after each of ten pushes', async () => {
    const begun = { ...base, 'src/cart.ts': withLines('cart', 'begun();') };
    const life = await startLife({ base, source: begun, fetches: true });
    try {
      const told = await liveThrough(life);
      if (isUpdate) writeFileSync(expected, told);
      assert.ok(existsSync(expected), `${expected} is missing; run with --update and review it`);
      assert.equal(told, readFileSync(expected, 'utf8'));
      assert.deepEqual(life.emulator.violations, []);
    } finally {
      await life.close();
    }
  });
});
