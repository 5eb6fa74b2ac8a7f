import assert from 'node:assert/strict';
import type { Browser, Frame } from 'playwright-core';
import type { TaskOutcome } from '../agent/run-task';
import { keepRun, openStage, packagedExtension, type Stage } from '../demo/stage';
import type { Frame as HostFrame } from '../emulators/azure-devops/frame/frame';
import {
  assertKept,
  fits,
  frameOf,
  lostToTheKeyboard,
  openTab,
  screenshotPath,
  startChromium,
  type TabOptions,
  unfold,
  until,
  violations,
  type Watched,
} from './chromium';

const TASK = '94c84032-3b8e-4468-8a5b-4f6d3482689e';
const EVE = 'token-of-eve';
const MARKUP = '<img src="https://canary.example/x" onerror="document.title=1"> \u202e user';

describe('the tab of a pull request, in Chromium', function () {
  this.timeout(240_000);
  let browser: Browser;
  let stage: Stage;
  let host: HostFrame;
  let newest: TaskOutcome;
  const open: Watched[] = [];

  before(async function () {
    const started = await startChromium();
    if (!started) return this.skip();
    browser = started;
    stage = await openStage();
    host = await stage.azureDevOps.installExtension(packagedExtension());
    keepRun(stage, await stage.run());
  });
  after(async () => {
    await browser?.close();
    await stage?.close();
  });
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
    Object.assign(host, {
      mode: 'services',
      handshake: 'current',
      theme: 'light',
      withoutServices: [],
      isTerse: false,
    });
    stage.azureDevOps.clearFaults();
  });

  async function visit(options: TabOptions = {}, hash = ''): Promise<{ tab: Watched; page: Frame }> {
    const tab = await openTab(browser, options);
    open.push(tab);
    await tab.page.goto(`${stage.page}?view=second-pass.second-pass.pull-request${hash}`);
    const page = await frameOf(tab.page);
    await page.waitForSelector('h1');
    return { tab, page };
  }
  const text = (page: Frame) => page.locator('.page').innerText();
  const threadOf = (words: RegExp) =>
    stage.azureDevOps
      .pullRequest(stage.pullRequestId)
      .threads.find(({ context, comments }) => context && words.test(comments[0]?.content ?? ''))?.id ??
    assert.fail(`no thread ${words}`);

  const assertClean = (tab: Watched) => assertKept(tab, stage.azureDevOps.url, host.origin);

  it('is one click from the status to the findings in place, on the tab of the run', async () => {
    const tab = await openTab(browser);
    open.push(tab);
    await tab.page.goto(stage.page);
    await tab.page.locator('[data-check="second-pass/review"] strong a').click();
    const page = await frameOf(tab.page);
    await page.waitForSelector('.finding');
    assert.match(await page.locator('h1').innerText(), /^FAIL: 6 blockers/);
    assert.match(await page.locator('.finding').first().innerText(), /blocker[\s\S]*line \d+[\s\S]*thread \d+/);
    const links = await page
      .locator('.finding-place a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.ok(
      links.some((href) => href === `${stage.page}?discussionId=${threadOf(/one step past the end/)}`),
      links.join('\n'),
    );
    assertClean(tab);
  });

  it('tells the story over iterations: what is open, what was fixed, what was accepted, by whom and in which words', async () => {
    const { azureDevOps, pullRequestId } = stage;
    const maria = azureDevOps.as('Maria Manager', pullRequestId);
    maria.reply(threadOf(/Predictable random number/), `Accepted: only colours depend on it. ${MARKUP}`);
    maria.setThreadStatus(threadOf(/Predictable random number/), 'wontFix');
    const dana = azureDevOps.as('Dana Developer', pullRequestId);
    dana.reply(threadOf(/Credential written/), 'It is a test account.');
    dana.setThreadStatus(threadOf(/Credential written/), 'byDesign');
    maria.reply(threadOf(/Certificates are no longer/), 'Das ist so gewollt.');
    maria.setThreadStatus(threadOf(/Certificates are no longer/), 'byDesign');
    await forge();
    await applySuggestion();
    newest = await stage.run();
    keepRun(stage, newest);
    const { tab, page } = await visit();
    await until(page, '/of \\$5/.test(document.body.textContent)');
    const shown = await text(page);
    assert.match(shown, /iteration 2[\s\S]*written by Web Shop Build Service/);
    assert.match(shown, /Iteration 1[\s\S]*FAIL: 6 blockers, 6 warnings, 1 suggestion[\s\S]*Iteration 2[\s\S]*FAIL/);
    assert.match(
      shown,
      /Loop runs one step past the end[\s\S]*?Fixed by Web Shop Build Service[\s\S]*?said by Second Pass/,
    );
    assert.match(
      shown,
      /Predictable random number[\s\S]*?Won’t fix by Maria Manager[\s\S]*?only colours depend on it\. <img src=[\s\S]*?\\u\{202e\}/,
    );
    assert.match(
      shown,
      /Credential written into the code[\s\S]*?still counts:[\s\S]*?By design by Dana Developer[\s\S]*?It is a test account/,
    );
    assert.match(
      shown,
      /Certificates are no longer checked\s+services\/rates\/rates\.go[^\n]*\s+By design by Maria Manager/,
    );
    assert.match(shown, /0\s+● suggestions\s+and 3 without a thread of their own/);
    assert.match(shown, /A blocker is accepted by somebody other than the author, with a reply\./);
    assert.match(shown, /Not written by Second Pass[\s\S]*thread \d+ by Eve/);
    assert.match(shown, /Open since iteration 1, for 1 more push/);
    assert.match(shown, /Open findings after each review/);
    assert.equal(await page.locator('img').count(), 0);
    const calls = tab.asked.filter((url) => /_apis\/(git|build)/.test(url));
    assert.ok(calls.length <= 6, calls.join('\n'));
    assert.doesNotMatch(shown, /No run tells that this is Second Pass/);
    assertClean(tab);
    await tab.page.screenshot({ path: screenshotPath('pull-request-tab-light') });
    await unfold(page);
    assert.deepEqual(await violations(page), []);
  });

  for (const [mode, handshake, theme, width] of [
    ['server', 'older', 'dark', 1280],
    ['services', 'older', 'contrast', 640],
    ['server', 'current', 'none', 320],
  ] as const) {
    it(`looks the same everywhere: ${mode}, ${handshake} handshake, theme ${theme}, ${width} pixels`, async () => {
      Object.assign(host, { mode, handshake, theme });
      const { tab, page } = await visit({ width, height: 2400 });
      await unfold(page);
      assert.ok(await fits(page), 'scrolls sideways');
      assert.deepEqual(await violations(page), []);
      await tab.page.screenshot({ path: screenshotPath(`pull-request-tab-${theme}-${width}`) });
      assertClean(tab);
    });
  }

  it('says what still counts by the rule that held in the newest run', async () => {
    const stricter = JSON.stringify({ recordVersion: 2, dismissal: 'nobody', cost: {} });
    const step = { taskId: TASK, attachments: [{ type: 'second-pass.record', name: 'review', content: stricter }] };
    stage.azureDevOps.addRun({ id: 42, project: stage.repository.project, steps: [step] });
    const { page } = await visit();
    await until(page, '/Nobody may accept a blocker here/.test(document.body.textContent)');
    assert.match(await text(page), /Credential written into the code\s+still counts: nobody may accept a blocker here/);
    keepRun(stage, newest);
  });

  it('can be read where the system forces its colours', async () => {
    const { tab, page } = await visit({ forcedColors: 'active', height: 2400 });
    await unfold(page);
    assert.deepEqual(await violations(page), []);
    await tab.page.screenshot({ path: screenshotPath('pull-request-tab-forced-colors') });
    assertClean(tab);
  });

  it('leaves it to the next run whether new words accept a blocker, and says so', async () => {
    const maria = stage.azureDevOps.as('Maria Manager', stage.pullRequestId);
    maria.reply(threadOf(/SQL statement is put/), 'Das ist so gewollt.');
    maria.setThreadStatus(threadOf(/SQL statement is put/), 'byDesign');
    const { page } = await visit();
    assert.match(
      await text(page),
      /SQL statement is put together from values\s+still counts: the last word, by Maria Manager, was not taken for a yes by a run so far; “accepted: reason” would accept it/,
    );
  });

  it('is shown in a panel by the menu of our own status, which sends nothing by itself', async () => {
    for (const [mode, isTerse] of [
      ['services', false],
      ['server', true],
    ] as const) {
      Object.assign(host, { mode, isTerse });
      const tab = await openTab(browser);
      open.push(tab);
      await tab.page.goto(stage.page);
      await tab.page.locator('.check .menu > summary').click();
      await tab.page.getByRole('link', { name: 'Open findings and decisions' }).click();
      const panel = await (await tab.page.waitForSelector('iframe[title="Second Pass"]')).contentFrame();
      await panel?.waitForSelector('h1');
      assert.match(`${await panel?.locator('.page').innerText()}`, /Open/);
      const before = tab.asked.findIndex((url) => url.endsWith('/pull-request.html'));
      const asked = tab.asked.slice(0, before).filter((url) => url.includes('/_apis/git'));
      assert.equal(asked.length, isTerse ? 1 : 0, asked.join('\n'));
      assertClean(tab);
    }
  });

  it('opens the run instead, where the host has no panels', async () => {
    Object.assign(host, { withoutServices: ['ms.vss-features.host-page-layout-service'] });
    const tab = await openTab(browser);
    open.push(tab);
    await tab.page.goto(stage.page);
    await tab.page.locator('.check .menu > summary').click();
    await tab.page.getByRole('link', { name: 'Open findings and decisions' }).click();
    await tab.page.waitForFunction('window.emulatedHost?.opened.length > 0');
    const [opened] = (await tab.page.evaluate('emulatedHost.opened')) as string[];
    assert.match(`${opened}`, /_build\/results\?buildId=\d+&view=second-pass\.second-pass\.run(?:#|$)/);
    assertClean(tab);
  });

  it('opens no run elsewhere, wherever a status leads', async () => {
    Object.assign(host, { withoutServices: ['ms.vss-features.host-page-layout-service'] });
    const { statuses } = stage.azureDevOps.pullRequest(stage.pullRequestId);
    const last = statuses.at(-1) ?? assert.fail('no status');
    const before = last.targetUrl;
    last.targetUrl = `${stage.azureDevOps.url}../mallory/_build/results?buildId=1`;
    try {
      const tab = await openTab(browser);
      open.push(tab);
      await tab.page.goto(stage.page);
      await tab.page.locator('.check .menu > summary').click();
      await tab.page.getByRole('link', { name: 'Open findings and decisions' }).click();
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual(await tab.page.evaluate('emulatedHost.opened'), []);
    } finally {
      Object.assign(last, { targetUrl: before });
    }
  });

  it('goes to a part by keyboard, and keeps it in the address', async () => {
    const { tab, page } = await visit();
    assert.deepEqual(await lostToTheKeyboard(tab, page), []);
    await page.locator('.contents button').nth(2).focus();
    await tab.page.keyboard.press('Enter');
    await until(page, "document.activeElement?.closest('details')?.id === 'decided'");
    await until(tab.page.mainFrame(), "location.hash === '#part=decided'");
  });

  it('tells the same when the run is gone', async () => {
    stage.azureDevOps.deleteRun(42);
    const { tab, page } = await visit();
    await until(page, '/No record tells who may accept a blocker here/.test(document.body.textContent)');
    await until(page, '/The newest run is gone/.test(document.body.textContent)');
    const shown = await text(page);
    assert.match(shown, /No run tells that this is Second Pass\s+Web Shop Build Service/);
    assert.match(shown, /only colours depend on it/);
    assert.match(shown, /Fixed by Web Shop Build Service/);
    assert.match(shown, /\$0\.\d+/);
    assertClean(tab);
    assert.deepEqual(await violations(page), []);
  });

  it('says when the newest push is not reviewed yet', async () => {
    await stage.azureDevOps.pushIteration(stage.pullRequestId);
    const { page } = await visit();
    assert.match(await text(page), /The newest push is not reviewed yet[\s\S]*Iteration 3\s+✕ not reviewed/);
  });

  it('says what may not be read, and shows the rest', async () => {
    stage.azureDevOps.fault({ match: { method: 'GET', route: /\/statuses/, times: 9 }, answer: 403 });
    const { page } = await visit();
    assert.match(await text(page), /Without the statuses\s+You may not read this[\s\S]*only colours depend on it/);
  });

  it('takes a refusal without a reason for a permission that awaits approval', async () => {
    stage.azureDevOps.fault({ match: { method: 'GET', route: /\/threads/, times: 9 }, answer: 401 });
    const { page } = await visit();
    assert.match(await text(page), /refused without a reason[\s\S]*While reading the threads[\s\S]*await approval/);
  });

  it('says that nothing was written where nothing was', async () => {
    const scene = await stage.open({ title: 'Another' });
    const tab = await openTab(browser);
    open.push(tab);
    await tab.page.goto(`${scene.page}?view=second-pass.second-pass.pull-request`);
    const page = await frameOf(tab.page);
    await page.waitForSelector('h1');
    assert.match(await text(page), /has not written on this pull request/);
  });

  /** A thread with our marks, by somebody who may write threads. */
  async function forge(): Promise<void> {
    const { azureDevOps, repository, pullRequestId } = stage;
    azureDevOps.registerToken(EVE, azureDevOps.person('Eve'));
    const url = `${azureDevOps.url}${repository.project.id}/_apis/git/repositories/${repository.id}/pullRequests/${pullRequestId}/threads?api-version=7.1`;
    const properties = { 'SecondPass.Kind': 'finding', 'SecondPass.Name': 'review', 'SecondPass.Title': MARKUP };
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${EVE}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        comments: [{ content: `Forged ${MARKUP}`, commentType: 1, parentCommentId: 0 }],
        status: 1,
        properties,
      }),
    });
    assert.equal(answer.status, 200);
  }

  /** As a person does in the browser: it makes an iteration. */
  async function applySuggestion(): Promise<void> {
    const tab = await openTab(browser);
    await tab.page.goto(stage.page);
    const thread = tab.page
      .locator('details.thread[data-file="/src/Shop.Api/Orders/OrderService.cs"][data-line="33"]')
      .last();
    await thread.getByRole('button', { name: 'Apply change' }).click();
    await tab.page.waitForLoadState();
    await tab.context.close();
    assert.equal(stage.azureDevOps.pullRequest(stage.pullRequestId).iterations.length, 2);
  }
});
