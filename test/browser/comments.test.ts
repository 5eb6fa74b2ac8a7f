import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Model, ModelRequest } from '../../src/ports/model';
import { type Life, startLife } from '../life/life';
import { base, numbered } from '../life/small';
import { hostileTexts } from '../steps/comments/hostile-texts';
import { screenshotPath, startChromium } from '../web/chromium';

const line = '  const total = order.total * rate;';
const better = '  const total = (order.total ?? 0) * rate;';

/** A fooled reviewer: every text that it may be talked into, and one finding as it should be. */
const candidates = [
  candidate({
    title: 'Order total may be missing',
    body: 'An order without lines has no `total`, so the sum becomes `NaN` and is stored.',
    evidence: 'Line 5 multiplies `order.total`, which is optional; lines 1-4 do not check it.',
    severity: 'blocker',
    replacement: better,
  }),
  ...hostileTexts.map(({ text }, index) =>
    candidate({
      title: text,
      body: `${text}\n\n${text}`,
      evidence: text,
      startLine: 7 + index,
      quote: `// a ${6 + index}`,
    }),
  ),
];

describe('comments in a browser', function () {
  this.timeout(120_000);
  let life: Life;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const dialogs: string[] = [];

  before(async function () {
    const started = await startChromium();
    if (started === undefined) return this.skip();
    browser = started;
    const lines = Array.from({ length: 60 }, (_, index) => (index === 4 ? line : `// a ${index + 1}`));
    life = await startLife({
      base,
      source: { ...base, 'src/a.ts': `${lines.join('\n')}\n`, 'src/b.ts': numbered('b') },
    });
    const record = await life.run({ model: modelSaying(candidates), inputs: { maxComments: '100' } });
    assert.equal(record.ending.outcome, 'reviewed', record.problems.join());
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(life.emulator.pageUrl(life.pullRequest.id));
  });
  after(async () => {
    await browser?.close();
    await life?.close();
  });

  const finding = () => page.locator('#files details.thread').filter({ hasText: 'Order total may be missing' });

  it('show severity, category and title at once, and evidence when it is asked for', async () => {
    const text = await finding().locator('.markdown').first().innerText();
    assert.match(text, /^Blocker · bug — Order total may be missing/);
    const evidence = finding().getByText('which is optional');
    assert.equal(await evidence.isVisible(), false);
    await finding().getByText('Evidence', { exact: true }).click();
    assert.equal(await evidence.isVisible(), true);
    await finding().screenshot({ path: screenshotPath('finding-comment') });
  });

  it('offer the suggestion in place of the line', async () => {
    const suggestion = finding().locator('.suggestion');
    assert.match(await suggestion.locator('.removed').innerText(), /const total = order\.total \* rate;/);
    assert.match(await suggestion.locator('.added').innerText(), /const total = \(order\.total \?\? 0\) \* rate;/);
  });

  it('lead to lines of the same collection and nowhere else', async () => {
    const links = await page.locator('.markdown a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.ok(links.length > 3);
    for (const link of links) assert.ok(link?.startsWith(life.emulator.url), link ?? '');
  });

  it('are text and nothing else, whatever the reviewer was talked into', async () => {
    assert.equal(await page.locator('.markdown .live').count(), 0);
    assert.equal(await page.locator('.markdown .image, .markdown img, .markdown script').count(), 0);
    assert.equal(
      await page
        .locator('#files .markdown :is(h1, h2, h3, table, hr, blockquote, ul, ol, input[type=checkbox])')
        .count(),
      0,
    );
    assert.equal((await page.locator('#files details.thread').count()) >= hostileTexts.length / 2, true);
    assert.deepEqual(dialogs, []);
    for (const url of asked) assert.ok(url.startsWith(new URL(life.emulator.url).origin), url);
  });

  it('keep the memory of the tracking comment out of sight', async () => {
    const text = await page.locator('#overview').innerText();
    assert.match(text, /Second Pass: FAIL/);
    assert.doesNotMatch(text, /second-pass-memory|fingerprint/);
    await page.screenshot({ path: screenshotPath('hostile-comments'), fullPage: true });
  });
});

function candidate(
  given: Partial<Record<'title' | 'body' | 'evidence' | 'severity' | 'replacement' | 'quote', string>> & {
    startLine?: number;
  },
) {
  const startLine = given.startLine ?? 5;
  const usual = {
    id: '',
    path: 'src/a.ts',
    side: 'new',
    quote: line,
    category: 'bug',
    severity: 'warning',
    replacement: '',
  };
  return { ...usual, title: '', body: '', evidence: '', ...given, startLine, endLine: startLine };
}

function modelSaying(said: readonly object[]): Model {
  return {
    async ask(request) {
      const isSweep = request.label.startsWith('sweep');
      const answer = { pass: isSweep ? 'sweep' : 'critique', summary: said.length > 0 ? hostileTexts[0]?.text : '' };
      const verdicts = isSweep ? [] : confirmed(request);
      const text = JSON.stringify({ ...answer, candidates: isSweep ? said : [], verdicts, sast: [] });
      const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1 };
      return { text, stop: 'complete', usage, batch: false, model: request.model, requestId: '1', milliseconds: 1 };
    },
    count: async () => 1,
  };
}

function confirmed({ user }: ModelRequest): object[] {
  const list = /^Candidates:\n(\[[\s\S]*\])$/m.exec(user.at(-1)?.text ?? '')?.[1] ?? '[]';
  const listed = JSON.parse(list) as { id: string; severity: string }[];
  return listed.map(({ id, severity }) => ({ id, reason: '', decision: 'confirm', severity }));
}
