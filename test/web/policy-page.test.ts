import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Browser, Frame } from 'playwright-core';
import { packagedExtension } from '../demo/stage';
import type { Frame as HostFrame } from '../emulators/azure-devops/frame/frame';
import type { Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { pushFiles, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
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
const HUB = 'second-pass.second-pass.policy';
const FILE = 'second-pass.json';
const SOURCE = `Payments/policies/main/${FILE}`;
const POLICY = {
  policyVersion: 1,
  limits: { models: ['claude-*'], budgetUsd: 1 },
  enforced: { artifacts: 'none' },
  monthlyUsd: 2000,
  scopes: { Payments: { limits: { budgetUsd: 0.5 } }, 'Payments/ledger': { enabled: false, message: 'Not here.' } },
};
const textOf = (policy: unknown) => (typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2));

describe('the page of the policy, in Chromium', function () {
  this.timeout(180_000);
  let browser: Browser;
  let azureDevOps: AzureDevOpsEmulator;
  let onDisk: RepositoryOnDisk;
  let policies: Repository;
  let host: HostFrame;
  const open: Watched[] = [];

  before(async function () {
    const started = await startChromium();
    if (!started) return this.skip();
    browser = started;
    azureDevOps = await startAzureDevOps();
    onDisk = repositoryOf({ [FILE]: textOf(POLICY) }, {});
    policies = await azureDevOps.addRepository({ directory: onDisk.folder, name: 'policies', project: 'Payments' });
    await azureDevOps.addRepository({ directory: onDisk.folder, name: 'ledger', project: 'Payments' });
    host = await azureDevOps.installExtension(packagedExtension());
  });
  after(async () => {
    await browser?.close();
    await azureDevOps?.close();
    onDisk?.remove();
  });
  beforeEach(() => {
    write(POLICY);
    ran(POLICY);
  });
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
    Object.assign(host, { mode: 'services', handshake: 'current', theme: 'light' });
    azureDevOps.clearFaults();
  });

  function write(policy: unknown): void {
    pushFiles(onDisk, onDisk.targetRef, { [FILE]: textOf(policy) });
  }

  /** A run that held to this text. */
  function ran(policy: unknown, source = SOURCE): void {
    const sha256 = createHash('sha256').update(textOf(policy)).digest('hex');
    const changed = [{ input: 'artifacts', asked: 'full', held: 'none', from: 'collection', line: 9 }];
    const product = { name: 'Second Pass', version: '1.0.0' };
    const record = { recordVersion: 2, product, policy: { source, commit: 'c'.repeat(40), sha256, changed } };
    const attachments = [{ type: 'second-pass.record', name: 'review', content: JSON.stringify(record) }];
    const { project } = policies;
    azureDevOps.addRun({ id: 42, project, tags: ['second-pass'], steps: [{ taskId: TASK, attachments }] });
  }

  async function visit(hash = '', options: TabOptions = {}): Promise<{ tab: Watched; page: Frame }> {
    const tab = await openTab(browser, options);
    open.push(tab);
    await tab.page.goto(`${azureDevOps.url}Payments/_settings/${HUB}${hash}`);
    const page = await frameOf(tab.page);
    await page.waitForSelector('.page[aria-busy="false"]');
    return { tab, page };
  }

  const assertClean = (tab: Watched) => assertKept(tab, azureDevOps.url, host.origin);

  const rowsOf = (page: Frame, caption: string) =>
    page
      .locator('table', { has: page.locator('caption', { hasText: caption }) })
      .locator('tbody tr')
      .allInnerTexts();

  for (const [mode, handshake, theme, width] of PLACES) {
    it(`shows what holds, each limit with its line: ${mode}, theme ${theme}, ${width} pixels`, async () => {
      Object.assign(host, { mode, handshake, theme });
      const { tab, page } = await visit('', { width });
      assert.equal(await page.locator('h1').innerText(), 'Policy in Payments');
      const rows = (await rowsOf(page, 'Limits in Payments')).map((row) => row.replace(/\s+/g, ' ').trim());
      assert.deepEqual(rows, [
        'models claude-* collection 4',
        'budgetUsd at most $0.50 Payments 16',
        'artifacts none collection 10',
        'monthlyUsd warns above $2,000.00; stops nothing collection 12',
      ]);
      assert.match(await page.locator('.page').innerText(), /The newest run read this very text at commit cccccccc/);
      await unfold(page);
      await page.locator('#draft-text').fill(textOf({ ...POLICY, limits: { budgetUsd: 0.25 } }));
      await page.locator('caption', { hasText: 'What would change for whom' }).waitFor();
      await tab.page.screenshot({ path: screenshotPath(`policy-${theme}-${width}`) });
      assert.deepEqual(await violations(page), []);
      assert.ok(await fits(page), 'something is cut off at the side');
      assertClean(tab);
    });
  }

  it('shows a repository of the reader’s choosing, which stands in the address', async () => {
    const { tab, page } = await visit();
    await page.locator('#repository').selectOption('ledger');
    assert.match(
      (await rowsOf(page, 'Limits in Payments/ledger'))[0] ?? '',
      /reviews\s+switched off: Not here\.\s+Payments\/ledger/,
    );
    await page.waitForTimeout(200);
    await until(tab.page.mainFrame(), "location.hash === '#repository=ledger'");
  });

  it('says what a draft would change for whom, and what is wrong with it, and sends it nowhere', async () => {
    const { tab, page } = await visit();
    const before = tab.asked.length;
    await page.locator('summary', { hasText: 'Try a draft' }).click();
    await page.locator('#draft-text').fill(textOf({ ...POLICY, limits: { models: ['claude-*'], budgetUsd: 0.3 } }));
    const rows = (await rowsOf(page, 'What would change')).map((row) => row.replace(/\s+/g, ' ').trim());
    assert.deepEqual(rows, [
      'everybody else budgetUsd at most $1.00 at most $0.30',
      'Payments budgetUsd at most $0.50 at most $0.30',
      'Payments/ledger budgetUsd at most $0.50 at most $0.30',
    ]);
    await page.locator('#draft-text').fill('{"policyVersion": 1,\n"limit": {}}');
    assert.match((await rowsOf(page, 'Problems of the file'))[0] ?? '', /2\s+limit is not known here\s+"limit": {}}/);
    await page.locator('button', { hasText: 'Begin with the file' }).click();
    await page.locator('text=It changes nothing for anybody.').waitFor();
    assert.equal(tab.asked.length, before);
  });

  it('works by keyboard alone, and shows where the reader is', async () => {
    const { tab, page } = await visit();
    await unfold(page);
    assert.deepEqual(await lostToTheKeyboard(tab, page), []);
    await page.locator('#repository').focus();
    await tab.page.keyboard.type('ledger');
    await page.locator('caption', { hasText: 'Limits in Payments/ledger' }).waitFor();
    await page.locator('summary', { hasText: 'Try a draft' }).focus();
    for (const key of ['Tab', 'Tab', 'Enter']) await tab.page.keyboard.press(key);
    await page.locator('text=It changes nothing for anybody.').waitFor();
  });

  it('can be read where the system forces its colours', async () => {
    const { tab, page } = await visit('', { forcedColors: 'active' });
    await unfold(page);
    await page.locator('#draft-text').fill('{');
    await page.locator('caption', { hasText: 'Problems of the file' }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(await lostToTheKeyboard(tab, page), []);
    await tab.page.screenshot({ path: screenshotPath('policy-forced-colors') });
    assertClean(tab);
  });

  it('names the problems of a broken file by line', async () => {
    write('{"policyVersion": 1,\n  "enabled": "yes",\n  "message": "<img src=x onerror=alert(1)>\\u202e"}');
    const { tab, page } = await visit();
    const rows = await rowsOf(page, 'Problems of the file');
    assert.match(rows[0] ?? '', /2\s+enabled has to be true or false/);
    assert.match(rows[1] ?? '', /3\s+message has to be one line/);
    assert.equal(await page.locator('img').count(), 0);
    assert.match(await page.locator('.notice').innerText(), /The file has changed since the newest run/);
    assertClean(tab);
  });

  it('asks for the place where no run names one, and says what is wrong with an answer', async () => {
    azureDevOps.deleteRun(42);
    const { page } = await visit();
    assert.equal(await page.locator('h1').innerText(), 'No run names a policy');
    await page.locator('#place').fill('policies');
    await page.locator('button[type=submit]').click();
    await page.locator('text=That is no place of a policy').waitFor();
    await page.locator('#place').fill(SOURCE);
    await page.locator('button[type=submit]').click();
    await page.locator('h1', { hasText: 'Policy in Payments' }).waitFor();
    assert.match(await page.locator('.notice').innerText(), /No kept run held to it/);
  });

  it('says so where an address names another place than the newest run', async () => {
    const { page } = await visit(`#file=${encodeURIComponent(`Payments/ledger/main/${FILE}`)}`);
    const shown = await page.locator('.page').innerText();
    assert.match(shown, /The newest run held to another policy[\s\S]*Payments\/policies\/main\/second-pass\.json/);
  });

  it('does not believe a step of another task where the policy is', async () => {
    const policy = { source: `Payments/ledger/main/${FILE}`, commit: 'c'.repeat(40), sha256: '', changed: [] };
    const content = JSON.stringify({ recordVersion: 2, product: { version: '1.0.0' }, policy });
    const attachments = [{ type: 'second-pass.record', name: 'review', content }];
    const steps = [{ taskId: 'd9bafed4-0b18-4f58-968d-86655b4d2ce9', attachments }];
    azureDevOps.addRun({ id: 43, project: policies.project, tags: ['second-pass'], steps });
    const { page } = await visit();
    assert.match(await page.locator('.page').innerText(), /Payments\/policies\/main\/second-pass\.json/);
    azureDevOps.deleteRun(43);
  });

  it('says so where the file is gone or may not be read', async () => {
    ran(POLICY, 'Payments/policies/main/gone.json');
    const { page } = await visit();
    assert.equal(await page.locator('h1').innerText(), 'The policy could not be read');
    assert.match(
      await page.locator('.empty').innerText(),
      /gone\.json: It is not there.*Runs that cannot read it send nothing/s,
    );
  });
});
