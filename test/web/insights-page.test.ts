import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { aggregateOf } from '../../src/steps/insights/aggregate';
import { figuresJson, figuresOf } from '../../src/steps/insights/figures';
import { packAggregate } from '../../src/steps/insights/packed-aggregate';
import { factsOf } from '../../src/steps/insights/pull-request-facts';
import { runCommand } from '../commands/run-command';
import { openStage, packagedExtension, type Stage } from '../demo/stage';
import type { Frame as HostFrame } from '../emulators/azure-devops/frame/frame';
import { smallChange } from '../end-to-end/small-change';
import { madeUpPullRequests } from '../steps/insights/made-up-pull-requests';
import {
  assertKept,
  fits,
  frameOf,
  lostToTheKeyboard,
  openTab,
  PLACES,
  screenshotPath,
  startChromium,
  type TabOptions,
  unfold,
  until,
  violations,
  type Watched,
} from './chromium';

const TASK = '94c84032-3b8e-4468-8a5b-4f6d3482689e';
const HUB = 'second-pass.second-pass.insights';

describe('the page of the figures, in Chromium', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-insights-page-'));
  let browser: Browser;
  let stage: Stage;
  let host: HostFrame;
  const open: Watched[] = [];
  const reads = madeUpPullRequests(1_000, { repositories: 30, weeks: 26 });
  const counting = { identities: [], key: null };
  const madeUp = aggregateOf(
    reads.map((read) => factsOf(read, counting)),
    '2026-11-27T02:00:00.000Z',
    { pullRequests: 0, repositories: [] },
  );

  before(async function () {
    const started = await startChromium();
    if (!started) return this.skip();
    browser = started;
    stage = await openStage({ repository: smallChange() });
    const { azureDevOps, sample } = stage;
    azureDevOps.registerToken('token-of-a-reader', azureDevOps.person('Rita Reader'));
    await stage.run();
    await stage.open({ title: 'Nobody reviewed this' });
    const other = await azureDevOps.addRepository({ directory: sample.folder, name: 'ledger', project: 'Web Shop' });
    await stage.open({ repository: other });
    host = await azureDevOps.installExtension(packagedExtension());
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
    Object.assign(host, { mode: 'services', handshake: 'current', theme: 'light', culture: 'en-US' });
    stage.azureDevOps.clearFaults();
    for (const id of [90, 91, 92]) stage.azureDevOps.deleteRun(id);
  });

  async function visit(hash = '', options: TabOptions = {}): Promise<{ tab: Watched; page: Frame }> {
    const tab = await openTab(browser, options);
    open.push(tab);
    await tab.page.goto(`${stage.azureDevOps.url}Web%20Shop/_apps/hub/${HUB}${hash}`);
    const page = await frameOf(tab.page);
    await page.waitForSelector('.page[aria-busy="false"]');
    return { tab, page };
  }

  /** What a nightly run leaves. */
  function nightly(content = packAggregate(madeUp), { id = 90, sourceBranch = 'refs/heads/main' } = {}): void {
    const attachments = [{ type: 'second-pass.insights', name: 'insights', content }];
    const { project, id: repositoryId, name } = stage.repository;
    stage.azureDevOps.addRun({
      ...{ id, project, sourceBranch, repository: { id: repositoryId, name } },
      queueTime: `2026-11-27T03:00:${id - 80}.000Z`,
      tags: ['second-pass-insights'],
      steps: [{ taskId: TASK, attachments }],
    });
  }

  const json = (page: Frame) => page.locator('#copy-json').inputValue();

  const assertClean = (tab: Watched) => assertKept(tab, stage.azureDevOps.url, host.origin);

  for (const [mode, handshake, theme, width] of PLACES) {
    it(`shows the figures of a nightly run: ${mode}, theme ${theme}, ${width} pixels`, async () => {
      Object.assign(host, { mode, handshake, theme });
      nightly();
      const { tab, page } = await visit('#weeks=26', { width });
      await page.waitForSelector('.chart');
      const { pullRequests, reviewed } = figuresOf(madeUp);
      assert.equal(
        await page.locator('h1').innerText(),
        `${reviewed} of ${pullRequests.toLocaleString('en-US')} pull requests reviewed`,
      );
      await tab.page.screenshot({ path: screenshotPath(`insights-${theme}-${width}`) });
      await unfold(page);
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(
        "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wide')).slice(0, 5).map((e) => e.outerHTML.slice(0, 150)).join('\\n')",
      );
      assert.ok(await fits(page), `cut off at the side: ${wide}`);
      assertClean(tab);
    });
  }

  it('writes every share in one form, that of the reader', async () => {
    nightly();
    for (const [culture, form] of [
      ['en-US', '%'],
      ['de-DE', '\u00a0%'],
    ] as const) {
      Object.assign(host, { culture });
      const { page } = await visit('#weeks=26');
      await page.waitForSelector('.chart');
      const shares = `${await page.evaluate('document.body.textContent')}`.match(/\d\s?%/g) ?? [];
      assert.ok(shares.length > 20, `${shares.length} shares`);
      assert.deepEqual([...new Set(shares.map((one) => one.slice(1)))], [form], culture);
    }
  });

  it('gives the same JSON as the terminal from an aggregate of 1,000 made-up pull requests, in three questions about runs', async () => {
    nightly();
    const { tab, page } = await visit('#weeks=26');
    assert.equal(await json(page), figuresJson(figuresOf(madeUp, { weeks: 26, repositories: [] })));
    const asked = tab.asked.filter((url) => url.includes('/_apis/build/'));
    assert.equal(asked.length, 3, asked.join('\n'));
    assert.ok(!tab.asked.some((url) => /pullrequests/i.test(url)));
  });

  it('believes no run of a pull request or of a branch of somebody, which may attach what it likes', async () => {
    const forged = packAggregate({ ...madeUp, cells: madeUp.cells.slice(0, 3) });
    nightly(forged, { id: 91, sourceBranch: 'refs/pull/1/merge' });
    nightly(forged, { id: 92, sourceBranch: 'refs/heads/topic' });
    const live = await visit();
    await live.page.locator('.head', { hasText: 'Read just now' }).waitFor();
    nightly();
    const { page } = await visit('#weeks=26');
    assert.equal(await json(page), figuresJson(figuresOf(madeUp, { weeks: 26, repositories: [] })));
  });

  it('reads live without a nightly run, and gives what second-pass stats gives', async () => {
    const { tab, page } = await visit();
    await page.locator('.head', { hasText: 'Read just now' }).waitFor();
    const words = ['stats', '--organization', stage.azureDevOps.url, '--project', 'Web Shop', '--weeks', '12'];
    const environment = { AZURE_DEVOPS_TOKEN: 'token-of-a-reader' };
    const { out, said } = await runCommand([...words, '--format', 'json'], { environment, folder });
    assert.equal(await json(page), out, said);
    assert.match(await page.locator('.counted').innerText(), /Counted: threads of Web Shop Build Service/);
    assertClean(tab);
  });

  it('keeps window and repositories in the address, which can be sent', async () => {
    nightly();
    const { tab, page } = await visit('#weeks=4&repository=repository-3');
    const filter = { weeks: 4, repositories: ['repository-3'] };
    assert.equal(await json(page), figuresJson(figuresOf(madeUp, filter)));
    await page.locator('input[value="26"]').check();
    await page.waitForTimeout(200);
    await until(tab.page.mainFrame(), '/weeks=26&repository=repository-3/.test(location.hash)');
  });

  it('works by keyboard alone, and shows where the reader is', async () => {
    nightly();
    const { tab, page } = await visit('#weeks=26');
    assert.deepEqual(await lostToTheKeyboard(tab, page), []);
    await page.locator('input[name="weeks"][value="26"]').focus();
    await tab.page.keyboard.press('ArrowLeft');
    await page.locator('.choices summary').focus();
    await tab.page.keyboard.press('Enter');
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Tab');
    await tab.page.keyboard.press('Space');
    await until(page, "/1 of 30 repositories/.test(document.querySelector('.choices summary').textContent)");
    const filter = { weeks: 12 as const, repositories: ['repository-0'] };
    assert.equal(await json(page), figuresJson(figuresOf(madeUp, filter)));
    await until(tab.page.mainFrame(), '/repository=repository-0/.test(location.hash)');
  });

  it('keeps its charts and its filters where the system forces its colours', async () => {
    nightly();
    const { tab, page } = await visit('#weeks=26', { forcedColors: 'active' });
    await page.waitForSelector('.chart');
    const words = await page.evaluate("getComputedStyle(document.querySelector('.card.tile h2')).color");
    assert.equal(words, await page.evaluate('getComputedStyle(document.body).color'), 'a card of the system');
    for (const part of ['.data-1', '.data-4', '.track']) {
      const fill = await page.evaluate(`getComputedStyle(document.querySelector('${part}')).fill`);
      assert.notEqual(fill, await page.evaluate('getComputedStyle(document.body).backgroundColor'), part);
    }
    assert.deepEqual(await violations(page), []);
    await tab.page.screenshot({ path: screenshotPath('insights-forced-colors') });
    assertClean(tab);
  });

  it('shows where it runs: what demands it, what ran last, and who has no policy', async () => {
    const { azureDevOps, repository } = stage;
    azureDevOps.addStatusPolicy({ repository, refName: 'refs/heads/main', genre: 'second-pass', name: 'review' });
    const record = { recordVersion: 2, product: { name: 'Second Pass', version: '1.2.3' }, runMode: 'publish' };
    const attachments = [{ type: 'second-pass.record', name: 'review', content: JSON.stringify(record) }];
    const { id, name, project } = repository;
    azureDevOps.addRun({
      id: 91,
      project,
      tags: ['second-pass'],
      repository: { id, name },
      steps: [{ taskId: TASK, attachments }],
    });
    const { tab, page } = await visit('#part=coverage');
    await page.waitForSelector('text=Every repository of the project');
    const rows = await page.locator('table >> tbody tr').allInnerTexts();
    const shop = rows.find((row) => row.startsWith('shop') && row.includes('1.2.3')) ?? rows.join('\n');
    assert.match(shop, /Yes, by a status policy.*50% of 2.*1\.2\.3.*None: the key stands outside/s);
    assert.match(await page.locator('.notice').first().innerText(), /Runs without a policy\s+shop/);
    await tab.page.screenshot({ path: screenshotPath('insights-coverage') });
    await unfold(page);
    assert.deepEqual(await violations(page), []);
    assertClean(tab);
    azureDevOps.deleteRun(91);
  });

  it('leaves out what the reader may not read, and says so', async () => {
    stage.azureDevOps.fault({ match: { route: /pullRequests\/1\/threads/i, times: 9 }, answer: 403 });
    const { page } = await visit();
    await page.locator('.head', { hasText: 'Read just now' }).waitFor();
    const text = await page.locator('.counted').innerText();
    assert.match(text, /Some pull requests could not be read: shop\./);
    assert.equal(JSON.parse(await json(page)).pullRequests, 2);
  });

  it('names the trouble in a heading of its own where nothing may be read', async () => {
    stage.azureDevOps.fault({ match: { method: 'GET', route: /git\/pullrequests\?/i, times: 9 }, answer: 403 });
    const { tab, page } = await visit();
    assert.equal(await page.locator('h1').innerText(), 'You may not read this');
    assert.match(await page.locator('.empty').innerText(), /While reading the pull requests of the project\./);
    assert.deepEqual(await violations(page), []);
    assertClean(tab);
  });

  for (const [name, content] of [
    ['no JSON', 'nothing'],
    ['another version', '{"aggregateVersion":9}'],
    ['markup for names', packAggregate({ ...madeUp, madeAt: '<img src=x onerror=alert(1)>' })],
  ] as const) {
    it(`survives a nightly run with ${name}`, async () => {
      nightly(content);
      const { tab, page } = await visit();
      await page.waitForSelector('h1');
      assert.equal(await page.locator('img').count(), 0);
      assertClean(tab);
    });
  }
});
