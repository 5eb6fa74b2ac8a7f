import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Browser, Frame } from 'playwright-core';
import { packageMenu } from '../../build/package-menu';
import { type FixStage, openFixStage } from '../demo/fix-stage';
import type { Frame as HostFrame } from '../emulators/azure-devops/frame/frame';
import { assertKept, openTab, startChromium, violations, type Watched } from './chromium';

const ROOT = resolve(__dirname, '..', '..');

describe('the extension of the menu', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'menu-'));
  let vsix: string;
  let browser: Browser | undefined;
  let stage: FixStage;
  let host: HostFrame;
  let tab: Watched | undefined;
  before(async () => {
    vsix = (await packageMenu(ROOT, folder)).vsix;
    browser = await startChromium();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    stage = await openFixStage({ begins: 'byHand', inputs: { requesters: '' } });
    host = await stage.azure.installExtension(vsix, { reader: stage.asker.displayName });
  });
  afterEach(async () => {
    await tab?.context.close();
    await stage.close();
  });

  it('is one of its own, asks for what it needs and nothing else, and is small', () => {
    const files = unzipSync(readFileSync(vsix));
    const manifest = JSON.parse(strFromU8(files['extension.vsomanifest'] ?? new Uint8Array()));
    assert.deepEqual(manifest.scopes, ['vso.code', 'vso.threads_full', 'vso.build_execute']);
    const other = JSON.parse(readFileSync(join(ROOT, 'vss-extension.json'), 'utf8'));
    const own = JSON.parse(readFileSync(join(ROOT, 'vss-extension.menu.json'), 'utf8'));
    assert.notEqual(own.id, other.id);
    assert.deepEqual([own.version, own.publisher], [other.version, other.publisher]);
    assert.ok(readFileSync(vsix).length < 40_000);
    assert.deepEqual(
      Object.keys(files).filter((name) => /task\.json|main\.js/.test(name)),
      [],
    );
  });

  /** The panel that the item of the menu opens. */
  async function panel(test: Mocha.Context): Promise<Frame> {
    if (!browser) return test.skip();
    tab = await openTab(browser);
    await tab.page.goto(
      `${stage.azure.pageUrl(stage.pullRequest.id)}?view=second-pass.second-pass-menu.ask-for-a-change`,
    );
    for (;;) {
      const found = tab.page.frames().find((frame) => /ask\.html/.test(frame.url()));
      if (found) return found;
      await tab.page.waitForTimeout(50);
    }
  }

  it('writes the comment and queues the run, both as the person in front of it', async function () {
    const frame = await panel(this);
    await frame.selectOption('select >> nth=0', 'plan');
    await frame.fill('textarea', 'make ten of a kind <b>cheaper</b>');
    assert.deepEqual(await violations(frame), []);
    await frame.click('button');
    await frame.waitForSelector('.good');
    const thread = stage.pullRequest.threads.at(-1);
    const [comment] = thread?.comments ?? [];
    assert.equal(comment?.content, '/second-pass plan make ten of a kind <b>cheaper</b>');
    assert.equal(comment?.author.id, stage.asker.id);
    const [run] = stage.pipeline.runs;
    assert.equal(run?.build.requestedFor.id, stage.asker.id);
    assert.equal(
      await frame.getAttribute('a', 'href'),
      `${stage.azure.url}Web%20Shop/_build/results?buildId=${run?.build.id}`,
    );
    await run?.finished;
    assert.equal(run?.outcomes.get('plan.fix')?.outputVariables.accepted, 'true');
    assertKept(tab as Watched, stage.azure.url, host.origin);
  });

  it('tells that the run was not queued, and writes no second comment when it is asked again', async function () {
    stage.azure.deny(stage.asker, 'QueueBuilds');
    const frame = await panel(this);
    await frame.fill('textarea', 'the loop');
    await frame.click('button');
    await frame.waitForSelector('.bad');
    assert.equal(
      await frame.textContent('.bad'),
      'Your comment stands there, but the pipeline was not queued: you have no right to do that.',
    );
    const threads = stage.pullRequest.threads.length;
    stage.azure.grant(stage.asker, 'QueueBuilds');
    await frame.click('button');
    await frame.waitForSelector('.good');
    assert.equal(stage.pullRequest.threads.length, threads);
    assert.equal(stage.pipeline.runs.length, 1);
    await stage.pipeline.runs[0]?.finished;
  });

  it('says so where there is no pipeline to queue', async function () {
    stage.azure.collection.pipelines.clear();
    const frame = await panel(this);
    await frame.waitForSelector('.bad');
    assert.match((await frame.textContent('.bad')) ?? '', /has no pipeline/);
    assert.equal(await frame.$('button'), null);
  });
});
