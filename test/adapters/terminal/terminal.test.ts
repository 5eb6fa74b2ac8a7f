import assert from 'node:assert/strict';
import { createTerminalHost } from '../../../src/adapters/terminal/host';
import { createProgress } from '../../../src/adapters/terminal/progress';
import { createStyle } from '../../../src/adapters/terminal/style';

describe('the terminal', () => {
  it('writes plain text where nobody sees colours, and the same words in colours elsewhere', () => {
    const [plain, coloured] = [createStyle(false), createStyle(true)];
    for (const name of ['strong', 'quiet', 'blocker', 'warning', 'suggestion', 'added'] as const) {
      assert.equal(plain[name]('größe'), 'größe');
      const text = coloured[name]('größe');
      assert.ok(text.startsWith('\u001b[') && text.includes('größe') && text.endsWith('m'), JSON.stringify(text));
    }
  });

  it('tells in a pipe what begins and what ended, a line each, and nothing that a terminal would obey', () => {
    let said = '';
    let now = 0;
    const progress = createProgress({
      say: (text) => {
        said += text;
      },
      isInteractive: false,
      harmless: (text) => text.replaceAll('\u001b', '?'),
      dim: (text) => text,
      warning: (text) => text.toUpperCase(),
      monotonic: () => now,
    });
    const [first, second] = [progress.begin('read the change'), progress.begin('scan \u001b[2J')];
    now = 1_250;
    second();
    progress.log.warn('D:\\a is \u001b[31mread-only');
    now = 3_000;
    first();
    progress.end();
    assert.equal(said, 'scan ?[2J: 1.3 s\nWARNING: D:\\a is ?[31mread-only\nread the change: 3.0 s\n');
  });

  it('keeps for the length of a run what would have been posted', async () => {
    const host = createTerminalHost({ base: 'b'.repeat(40), source: 'a'.repeat(40) });
    assert.equal((await host.pullRequest()).iteration.target, 'b'.repeat(40));
    const thread = { iteration: 1, status: 'active', content: 'first', properties: {} } as const;
    assert.deepEqual(await host.apply({ kind: 'openThread', ...thread }), { threadId: 1, commentId: 1 });
    await host.apply({ kind: 'editComment', threadId: 1, commentId: 1, content: 'second' });
    const { threads } = await host.conversation(1);
    assert.deepEqual(
      threads.map(({ id, comments }) => [id, comments.map(({ content }) => content)]),
      [[1, ['second']]],
    );
  });
});
