import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { type FixStage, openFixStage } from '../demo/fix-stage';
import { screenshotPath, startChromium } from '../web/chromium';
import { hasBubblewrap } from '../work/workbench';

/** As long as a run may take on a busy machine. */
const PATIENCE = 90_000;

(hasBubblewrap() ? describe : describe.skip)(
  'a request, from its comment to its draft pull request, in Chromium',
  function () {
    this.timeout(180_000);
    let stage: FixStage;
    let browser: Browser;
    let page: Page;
    const asked = new Set<string>();
    const broken: string[] = [];

    before(async function () {
      const started = await startChromium();
      if (started === undefined) this.skip();
      browser = started;
      stage = await openFixStage();
      await stage.review();
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.on('request', (request) => asked.add(new URL(request.url()).origin));
      page.on('pageerror', (error) => broken.push(error.message));
      await page.goto(stage.azure.pageUrl(stage.pullRequest.id));
    });
    after(async () => {
      await browser?.close();
      await stage?.close();
    });

    const thread = () => page.locator('#files details.thread[data-file="/src/total.js"]');

    it('a person replies to the finding, and the answer shows the plan there', async () => {
      await thread().getByLabel('Reply').fill('/second-pass fix');
      await thread().getByRole('button', { name: 'Reply' }).click();
      // The page looks again by itself while a run is at it.
      await thread().getByText('Planned:').waitFor({ timeout: PATIENCE });
      const said = await thread().innerText();
      assert.match(said, /Dana Developer[\s\S]*\/second-pass fix/);
      assert.match(said, /src\/total\.js[\s\S]*\+1/);
      assert.match(said, /ended with 0 in a clean workshop; 2 test cases ran/);
      await thread().screenshot({ path: screenshotPath('fix-plan') });
    });

    it('the run waits, and holds the log of its plan', async () => {
      await page.goto(stage.azure.buildUrl((await stage.nextRun()).build));
      const apply = page.locator('[data-stage="apply"]');
      assert.match(await apply.innerText(), /waiting for approval[\s\S]*Ada Approver: pending/);
      assert.match(await page.locator('[data-stage="plan"] pre').innerText(), /A plan waits for approval\./);
      assert.deepEqual(stage.azure.collection.pushes, []);
      await page.screenshot({ path: screenshotPath('fix-run') });
    });

    it('an approver approves there, and the change is written', async () => {
      await page.getByLabel('Comment').fill('Reads well.');
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.locator('[data-stage="apply"][data-result="succeeded"]').waitFor({ timeout: PATIENCE });
      assert.match(
        await page.locator('[data-stage="apply"]').innerText(),
        /Ada Approver: approved “Reads well\.”[\s\S]*Applied: pull request 2\./,
      );
      assert.equal(stage.azure.collection.pushes.length, 1);
    });

    it('the thread names the draft pull request, which holds the change and nothing else', async () => {
      await page.goto(stage.azure.pageUrl(stage.pullRequest.id));
      await thread().getByRole('link', { name: '2', exact: true }).click();
      await page.waitForURL(/\/pullrequest\/2/);
      assert.equal(await page.locator('[data-pull-request-status]').innerText(), 'Draft');
      assert.match(
        await page.locator('header.head').innerText(),
        /Fix Bot proposes to merge\s+second-pass\/\S+ into feature\/discount/,
      );
      assert.match(await page.locator('#overview').innerText(), /requested by Dana Developer/i);
      assert.deepEqual(
        await page
          .locator('article.file')
          .evaluateAll((all) => all.map((one) => (one as unknown as { dataset: { file: string } }).dataset.file)),
        ['/src/total.js'],
      );
      assert.match(await page.locator('tr.added').innerText(), /at < lines\.length/);
      await page.screenshot({ path: screenshotPath('fix-pull-request'), fullPage: true });
    });

    it('asks nobody but the server of the page, and breaks nothing', () => {
      assert.deepEqual([...asked], [new URL(stage.azure.url).origin]);
      assert.deepEqual(broken, []);
      assert.deepEqual([stage.azure.violations, stage.claude.violations], [[], []]);
    });
  },
);
