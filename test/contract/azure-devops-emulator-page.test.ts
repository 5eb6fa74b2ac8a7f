import assert from 'node:assert/strict';
import { renderMarkdown } from '../emulators/azure-devops/page/markdown';
import { numbered, type Sample, startSample } from './azure-devops-sample';

describe('Azure DevOps emulator: the page', () => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(() => sample.end());

  it('shows threads under their lines, file comments at the head, deleted lines on the left', async () => {
    const jan = sample.emulator.as('Jan', 7);
    const onLine = jan.addThread('On line ten', { file: '/a.txt', line: 10 }).id;
    const farAway = jan.addThread('Far from any change', { file: '/a.txt', line: 25 }).id;
    const onFile = jan.addThread('On the file', { file: '/new.txt' }, 'fixed').id;
    const onLeft = jan.addThread('Why?', { file: '/gone.txt', line: 2, side: 'left' }, 'wontFix').id;
    const general = jan.addThread('In general', {}, 'closed').id;
    const page = await (await fetch(sample.emulator.pageUrl(7))).text();
    assert.match(rowBefore(page, onLine), /class="added commented" data-right="10"/);
    assert.match(rowBefore(page, farAway), /class="same commented" data-left="25" data-right="25"/);
    assert.match(rowBefore(page, onLeft), /class="removed commented" data-left="2"/);
    assert.match(
      page,
      new RegExp(`class="at-head"><details[^>]*data-thread-id="${onFile}" data-status="fixed" data-file="/new.txt">`),
    );
    assert.match(page, new RegExp(`data-thread-id="${general}" data-status="closed" open>`));
    assert.match(page, new RegExp(`data-thread-id="${onLeft}"[^>]*data-line="2" data-side="left">`));
  });

  it('follows threads through pushes', async () => {
    const id = sample.emulator.as('Jan', 7).addThread('Ten', { file: '/a.txt', line: 10 }).id;
    sample.work.commit({ 'a.txt': `zero\n${numbered('a', 30, { 10: 'a ten' })}` });
    await sample.emulator.pushIteration(7);
    assert.match(rowBefore(await sample.emulator.renderPage(7), id), /data-right="11"/);
    const earlier = await (await fetch(`${sample.emulator.pageUrl(7)}?iteration=1`)).text();
    assert.match(rowBefore(earlier, id), /data-right="10"/);
  });

  it('shows checks, votes and badges', async () => {
    const { emulator, repository, call, pullRequestUrl } = sample;
    emulator.addStatusPolicy({ repository, refName: 'refs/heads/main' });
    const status = {
      state: 'failed',
      description: '1 <blocker>',
      context: { genre: 'second-pass', name: 'review' },
      iterationId: 1,
    };
    await call('POST', `${pullRequestUrl}/statuses`, status);
    emulator.as('Jan', 7).vote(-5);
    emulator.setDraft(7, false);
    const page = await emulator.renderPage(7);
    assert.match(
      page,
      /data-check="second-pass\/review" data-state="failed"[\s\S]*1 &#60;blocker&#62;[\s\S]*Required by policy: rejected/,
    );
    assert.match(page, /data-reviewer="Jan" data-vote="-5"/);
    await emulator.complete(7);
    assert.match(await emulator.renderPage(7), /data-pull-request-status="completed" data-draft="false">Completed</);
  });

  it('is one file that runs nothing and loads nothing', async () => {
    const hostile =
      '<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://evil.example/p.png) <details ontoggle=alert(1)>';
    sample.emulator.as('<b>Eve</b>', 7).addThread(hostile, { file: '/a.txt', line: 10 });
    const page = await sample.emulator.renderPage(7);
    assert.doesNotMatch(page, /<(script|img|b|link|iframe)\b|href="javascript|<[a-z][^>]* (on\w+|src)=|url\(/i);
    assert.match(page, /Emulator of Azure DevOps for tests and demos/);
  });

  it('applies a suggestion to exactly the thread’s range and pushes it', async () => {
    const { emulator, work } = sample;
    const suggestion = 'Better:\n\n```suggestion\nline ten\nline ten and a half\n```\n';
    const id = emulator.as('Jan', 7).addThread(suggestion, { file: '/a.txt', line: 10 }).id;
    assert.match(
      await (await fetch(emulator.pageUrl(7))).text(),
      /class="removed"><span>-<\/span>a ten<\/div><div class="added"><span>\+<\/span>line ten<\/div>/,
    );
    const form = new URLSearchParams({ pullRequest: '7', thread: String(id), comment: '1', index: '0' });
    const reply = await fetch(`${emulator.url}_emulator/apply`, { method: 'POST', body: form, redirect: 'manual' });
    assert.equal(reply.status, 303);
    assert.equal(emulator.pullRequest(7).iterations.length, 2);
    const now = work.git('--git-dir', work.bare, 'show', 'topic:a.txt');
    assert.equal(`${now}\n`, numbered('a', 30, { 10: 'line ten\nline ten and a half' }));
  });
});

describe('Azure DevOps emulator: Markdown', () => {
  const cases: [string, string, RegExp][] = [
    ['breaks a line at a newline', 'one\ntwo', /one<br>\ntwo/],
    [
      'keeps details, summary and br',
      '<details><summary>More</summary>\n\n**bold**\n\n</details>a<br/>b',
      /<details><summary>More<\/summary>[\s\S]*<strong>bold<\/strong>[\s\S]*<\/details>/,
    ],
    ['shows other tags as text', 'a <b>bold</b>', /&#60;b&#62;bold&#60;\/b&#62;/],
    ['hides comments', 'a <!-- mark --> b', /^<p>a {2}b<\/p>/],
    ['links work items', 'see #12 now', /<span class="live work-item" title="work-item">#12<\/span>/],
    ['leaves escaped numbers alone', 'see \\#12 now', /<p>see #12 now<\/p>/],
    ['leaves code alone', '`#12 $x$ :tada:`', /<code>#12 \$x\$ :tada:<\/code>/],
    [
      'turns dollars into mathematics',
      'from $(A) to $(B)',
      /<span class="live math" title="math">\$\(A\) to \$<\/span>/,
    ],
    [
      'mentions people by id',
      '@<8698deef-3487-4afc-a149-77dba2cb9547>!',
      /<span class="live mention" title="mention">@Jan<\/span>!/,
    ],
    ['mentions people whose id begins with a letter', 'x @<a698deef-3487-4afc-a149-77dba2cb9547>', /mention">@Jan</],
    ['draws tables', '| a | b |\n|---|---|\n| 1 | 2 |', /<table>/],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.match(renderMarkdown(text, { nameOf: () => 'Jan' }), expected));
  }
});

/** The diff's row just above a thread. */
function rowBefore(page: string, threadId: number): string {
  const rows = page.slice(0, page.indexOf(`data-thread-id="${threadId}"`)).match(/<tr class="(?!thread-row)[^>]*>/g);
  return rows?.at(-1) ?? '';
}
