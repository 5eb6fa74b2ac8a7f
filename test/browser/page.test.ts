import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openStage, type Stage } from '../demo/stage';
import { screenshotPath, startChromium } from '../web/chromium';

describe('the page of the reviewed pull request, in Chromium', function () {
  this.timeout(120_000);
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const broken: string[] = [];

  before(async function () {
    const started = await startChromium();
    if (started === undefined) return this.skip();
    browser = started;
    stage = await openStage();
    const outcome = await stage.run();
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => broken.push(error.message));
    await page.goto(stage.page);
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('shows the pull request', async () => {
    assert.match(await page.title(), /Confirm orders by mail/);
    assert.match(await page.locator('header.head').innerText(), /Dana Developer proposes to merge/);
  });

  it('shows the status that the task posted', async () => {
    const check = page.locator('[data-check="second-pass/review"]');
    assert.equal(await check.getAttribute('data-state'), 'failed');
    assert.match(await check.innerText(), /FAIL: 6 blockers, 6 warnings, 1 suggestion[\s\S]*Update 1/);
  });

  it('shows one tracking comment, which blocks nothing', async () => {
    const general = page.locator('#overview details.thread:not([data-file])');
    assert.equal(await general.count(), 1);
    assert.equal(await general.getAttribute('data-status'), 'closed');
    const text = await general.innerText();
    assert.match(text, /Second Pass: FAIL/);
    assert.doesNotMatch(text, /second-pass-memory/);
    await general.getByText('Looked at and set aside').click();
    assert.match(
      await general.innerText(),
      /rescinded: no harm[\s\S]*web\/src\/cart\.test\.ts line \d+: Predictable random number/,
    );
  });

  for (const [file, line, side, text] of [
    ['/src/Shop.Api/Orders/OrderService.cs', 33, 'right', 'i <= lines.Count'],
    ['/src/Shop.Api/Orders/OrderService.cs', 50, 'right', '}'],
    ['/src/Shop.Api/Orders/OrdersController.cs', 16, 'left', '[Authorize(Roles = "Clerk")]'],
    ['/services/rates/rates.go', 14, 'right', 'InsecureSkipVerify: true'],
    ['/src/Shop.Api/Mail/MailSettings.cs', 9, 'right', 'Winter2026!x9'],
  ] as const) {
    it(`a thread stands under ${file} ${side} ${line}`, async () => {
      const thread = page.locator(
        `article[data-file="${file}"] details.thread[data-line="${line}"][data-side="${side}"]`,
      );
      assert.equal(await thread.count(), 1);
      const row = thread.locator('xpath=ancestor::tr/preceding-sibling::tr[@data-left or @data-right][1]');
      assert.equal(await row.getAttribute(`data-${side}`), String(line));
      assert.ok((await row.locator('td.code').innerText()).includes(text));
    });
  }

  it('leads from the overview to a thread', async () => {
    await page.getByRole('link', { name: '/src/Shop.Api/Orders/OrderService.cs:33' }).first().click();
    await page.waitForURL(/#thread-\d+$/);
    const target = page.locator(`#${page.url().split('#')[1]}`);
    assert.ok(await target.isVisible());
    assert.match(await target.innerText(), /Loop runs one step past the end/);
  });

  it('renders comments as text and never as markup of the page', async () => {
    assert.equal(await page.locator('.markdown script, .markdown iframe, .markdown [onerror]').count(), 0);
  });

  it('keeps a screenshot', async () => {
    await page.evaluate('window.scrollTo(0, 0)');
    await page.screenshot({ path: screenshotPath('pull-request'), fullPage: true });
    const thread = page.locator('article[data-file="/src/Shop.Api/Orders/OrderService.cs"]');
    await thread.screenshot({ path: screenshotPath('threads') });
    assert.ok(existsSync(screenshotPath('pull-request')));
  });

  it('applies a suggested change, which mends the line and nothing else', async () => {
    const thread = page
      .locator('details.thread[data-file="/src/Shop.Api/Orders/OrderService.cs"][data-line="33"]')
      .last();
    assert.match(await thread.locator('.suggestion .added').innerText(), /i < lines\.Count/);
    await thread.getByRole('button', { name: 'Apply change' }).click();
    await page.waitForLoadState();
    assert.equal(stage.azureDevOps.pullRequest(stage.pullRequestId).iterations.length, 2);
    const row = page.locator('article[data-file="/src/Shop.Api/Orders/OrderService.cs"] tr[data-right="33"]');
    assert.match(await row.innerText(), /for \(var i = 0; i < lines\.Count; i\+\+\)/);
    assert.match(await page.locator('.updates').innerText(), /Update 2/);
  });

  it('after the next run the mended finding is resolved, and nothing is said twice', async () => {
    const outcome = await stage.run();
    assert.equal(outcome.outputVariables.outcome, 'reviewed', outcome.rawOutput);
    await page.goto(stage.page);
    const threads = page.locator('#files details.thread');
    const mended = threads.filter({ hasText: 'Loop runs one step past the end' });
    assert.deepEqual([await mended.count(), await mended.first().getAttribute('data-status')], [1, 'fixed']);
    assert.equal(await page.locator('#overview details.thread:not([data-file])').count(), 1);
    assert.match(await page.locator('[data-check="second-pass/review"]').innerText(), /Update 2/);
  });

  it('asks nobody but the server of the page', () => {
    const { origin } = new URL(stage.page);
    assert.deepEqual([...new Set(asked.map((url) => new URL(url).origin))], [origin]);
    assert.deepEqual(broken, []);
  });
});
