import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { TaskOutcome } from '../agent/run-task';
import { JOB_TOKEN, openStage, packagedExtension, type Stage } from '../demo/stage';
import { DEFAULT_KEY } from '../emulators/claude/server';
import { branchOff } from '../fakes/repository-of';
import { placesOf, shownReview } from './shown';

/** Words that stand in every field that must stay on the agent. */
const CANARY = 'kestrel7q';

/** Files that the exclusions keep out: two by default, one by the input. */
const EXCLUDED = ['web/package-lock.json', 'src/Shop.Api/wwwroot/app.min.js', 'tools/import_orders.py'];

/** What the stand-in finds in the rest, and what stands on the line. */
const PLACES = [
  ['/services/rates/rates.go 14 Certificates are no longer checked', 'InsecureSkipVerify: true'],
  ['/src/Shop.Api/Mail/MailSettings.cs 9 Credential written into the code', 'Winter2026!x9'],
  ['/src/Shop.Api/Orders/OrderService.cs 24 SQL statement is put together from values', 'var query = "SELECT'],
  ['/src/Shop.Api/Orders/OrdersController.cs left 16 Check of permission was removed', '[Authorize(Roles = "Clerk")]'],
  ['/src/Shop.Api/Orders/OrderService.cs 33 Loop runs one step past the end', 'i <= lines.Count'],
  ['/web/src/cart.ts 24 Predictable random number where it must not be guessed', 'Math.random()'],
  ['/web/src/notices.ts 6 Text reaches the page without escaping', 'element.innerHTML = text'],
  ['/src/Shop.Api/Orders/OrderService.cs 46 Blocking on asynchronous work', '.Wait();'],
  ['/src/Shop.Api/Orders/OrderService.cs 48-50 Error is swallowed', 'catch (Exception)'],
  ['/web/src/cart.ts 20 Error is swallowed', '} catch {}'],
] as const;

describe('a review of the sample, from the outside', function () {
  this.timeout(120_000);
  let stage: Stage;
  let outcome: TaskOutcome;
  let temporaryFolder: string;

  before(async () => {
    stage = await openStage();
    const { sample } = stage;
    stage = {
      ...stage,
      ...(await stage.open({
        title: `Title ${CANARY}`,
        description: `Description ${CANARY}`,
        author: `Author ${CANARY}`,
        sourceRef: branchOff(sample, `refs/heads/topic-${CANARY}`, sample.sourceRef),
        targetRef: branchOff(sample, `refs/heads/release-${CANARY}`, sample.targetRef),
      })),
    };
    temporaryFolder = mkdtempSync(join(tmpdir(), 'second-pass-temporary-'));
    outcome = await stage.run({
      inputs: { exclude: `tools/import*\n${CANARY}/**\n!**/${CANARY}.lock`, name: 'review' },
      agentEnvironment: { TMPDIR: temporaryFolder },
    });
  });
  after(async () => {
    await stage.close();
    rmSync(temporaryFolder, { recursive: true, force: true });
  });

  it('ends with the verdict', () => {
    assert.equal(outcome.result, 'Failed', outcome.rawOutput);
    const { costUsd, recordPath, sarifPath, reportPath, artifactUrl, ...rest } = outcome.outputVariables;
    const counts = { blockers: '5', warnings: '5', suggestions: '1' };
    assert.deepEqual(rest, { verdict: 'FAIL', outcome: 'reviewed', ...counts, previewPath: '' });
    assert.match(artifactUrl ?? '', /\/_build\/results\?buildId=42&view=artifacts&.*type=publishedArtifacts$/);
    assert.ok(Number(costUsd) > 0 && Number(costUsd) < 1, costUsd);
    assert.deepEqual([recordPath, sarifPath, reportPath].map(Boolean), [true, true, true]);
  });

  it('opens threads on the right lines', () => {
    assert.deepEqual(
      placesOf(stage.snapshot()),
      PLACES.map(([place]) => place),
    );
    for (const { file, lines } of stage.snapshot().threads) {
      if (file === undefined || lines === undefined) continue;
      const [, quote] = PLACES.find(([place]) => place.startsWith(`${file} ${lines} `)) ?? [];
      assert.ok(lineOf(stage, file, lines)?.includes(quote ?? '?'), `${file} ${lines}`);
    }
  });

  it('each thread belongs to its file and to the iteration', () => {
    for (const thread of stage.snapshot().threads.filter(({ file }) => file)) {
      assert.equal(thread.iteration, 1);
      assert.equal(
        thread.changeTrackingId,
        stage.azureDevOps.pullRequest(stage.pullRequestId).trackingIds.get(thread.file ?? ''),
      );
    }
  });

  it('writes one tracking comment, closed, with what was set aside and skipped', () => {
    const { general } = shownReview(stage.snapshot());
    assert.equal(general.length, 1);
    assert.equal(general[0]?.status, 'closed');
    const text = general[0]?.text ?? '';
    assert.match(text, /Second Pass: FAIL/);
    assert.match(text, /5 blockers, 5 warnings, 1 suggestion/);
    assert.match(
      text,
      /\*\*rescinded: no harm\*\*[\s\S]*`web\/src\/cart\.test\.ts` \[line 4\]\(.*&line=4&.*\): Predictable random number/,
    );
    for (const path of EXCLUDED) assert.ok(text.includes(path), path);
  });

  it('posts the status first as pending, last with the verdict, always on the iteration', () => {
    assert.deepEqual(shownReview(stage.snapshot()).statuses, [
      'second-pass/review pending (1): Second Pass is reviewing',
      'second-pass/review failed (1): FAIL: 5 blockers, 5 warnings, 1 suggestion',
    ]);
    const { requests } = stage.azureDevOps;
    const writes = requests.filter(({ kind, method }) => kind === 'rest' && method !== 'GET');
    assert.match(writes[0]?.path ?? '', /\/statuses$/);
    assert.match(writes.at(-1)?.path ?? '', /\/statuses$/);
  });

  it('makes at most 16 REST calls and one per thread, and six requests of git', () => {
    const own = stage.azureDevOps.requests.filter(({ kind }) => kind !== 'page');
    const rest = own.filter(({ kind }) => kind === 'rest');
    assert.ok(rest.length <= 16 + PLACES.length, `${rest.length} calls`);
    assert.equal(own.filter(({ kind }) => kind === 'git').length, 6);
    assert.deepEqual(
      own.filter(({ kind }) => kind === 'other'),
      [],
    );
    assert.ok(own.every(({ status }) => status === 200));
  });

  it('asks git for two commits and their merge without files, then for the files in scope alone, and last for a bundle of which little may have changed', () => {
    const wants = stage.azureDevOps.requests.flatMap(({ git }) => (git?.wants.length ? [git.wants] : []));
    const { iterations, mergeCommit, mergeTarget } = stage.azureDevOps.pullRequest(stage.pullRequestId);
    const [iteration] = iterations;
    assert.deepEqual(
      new Set(wants[0]),
      new Set([iteration?.common, iteration?.source, mergeCommit, mergeTarget]),
      wants[0]?.join(),
    );
    assert.equal(wants.length, 3);
    const excluded = EXCLUDED.flatMap((path) => [`${iteration?.common}:${path}`, `${iteration?.source}:${path}`]);
    for (const object of excluded) assert.ok(!wants[1]?.includes(revision(stage, object)), object);
    const kept = revision(stage, `${iteration?.source}:web/src/cart.ts`);
    assert.ok(wants[1]?.includes(kept));
    const [trees] = stage.azureDevOps.requests.filter(({ git }) => git?.wants.length);
    assert.deepEqual([trees?.git?.depth, trees?.git?.filter], [1, 'blob:none']);
  });

  it('asks Claude twice with one beginning, and pays for no cache that a review of this size may not need', () => {
    const [sweep, critique, ...more] = stage.claude.messages();
    assert.deepEqual([sweep?.pass, critique?.pass, more.length], ['sweep', 'critique', 0]);
    assert.deepEqual(critique?.body.system, sweep?.body.system);
    const pieces = (message: typeof sweep) => message?.body.messages[0].content.slice(0, -1);
    assert.ok(pieces(sweep).length >= 3);
    assert.deepEqual(pieces(critique), pieces(sweep));
    assert.equal(sweep?.usage?.cache_creation_input_tokens, 0);
  });

  it('sends diff, skeletons and alerts, and nothing of what must stay', () => {
    const texts = stage.claude.requests.map(({ body, headers, path }) => JSON.stringify({ body, headers, path }));
    assert.ok(texts.length >= 2);
    const named = /==== not shown: (?:src\/Shop\.Api\/wwwroot\/app\.min\.js|web\/package-lock\.json) \([a-z, ]+\)/g;
    const content = ['a0=0,a1=5', 'a39=', 'lockfileVersion', 'node_modules', 'sha512', 'read_orders', 'gzip --keep'];
    const people = ['Dana', 'dana@shop.example', 'Confirm orders by mail'];
    const forbidden = [CANARY, ...people, 'import_orders', 'tools/', 'app.min', 'package-lock', ...content];
    const secrets = [JOB_TOKEN, 'Web Shop', 'fabrikam', stage.repository.id, `pullRequests/${stage.pullRequestId}`];
    for (const text of texts) {
      assert.equal(text.match(named)?.length, 2, 'the default exclusions of the change are named, once each');
      const rest = text.replaceAll(named, '');
      for (const word of [...forbidden, ...secrets]) assert.ok(!rest.includes(word), `"${word}" was sent`);
    }
    const blocks: { text: string }[] = stage.claude.messages()[0]?.body.messages[0].content;
    assert.match(blocks[0]?.text ?? '', /^<<< files [\s\S]*==== not shown: web\/package-lock\.json/);
    assert.match(blocks[1]?.text ?? '', /^<<< diff .*[\s\S]*==== file: services\/rates\/rates\.go/);
    assert.match(blocks[2]?.text ?? '', /^<<< skeletons [\s\S]*OrderService[\s\S]*FindAsync/);
    assert.match(blocks[3]?.text ?? '', /^<<< alerts /);
    assert.equal(blocks.length, 5);
  });

  it('gives the key to Claude alone and the token to Azure DevOps alone', () => {
    for (const { headers, path } of stage.azureDevOps.requests) {
      assert.ok(!JSON.stringify([headers, path]).includes(DEFAULT_KEY));
    }
    assert.equal(stage.claude.trap.requests.length, 0);
  });

  it('prints no secret but to have it masked, and no command but its own', () => {
    const masking = /^##vso\[task\.setsecret\]/;
    const lines = outcome.rawOutput.split('\n').filter((line) => !masking.test(line));
    for (const secret of [DEFAULT_KEY, JOB_TOKEN]) assert.ok(!lines.some((line) => line.includes(secret)), secret);
    const names = new Set(outcome.commands.map(({ name }) => name));
    const known = [
      'task.setsecret',
      'task.setvariable',
      'task.addattachment',
      'artifact.upload',
      'build.addbuildtag',
      'task.uploadsummary',
      'task.logissue',
      'task.complete',
    ];
    assert.deepEqual(
      [...names].filter((name) => !known.includes(name)),
      [],
    );
    assert.equal(
      lines.filter((line) => line.includes('##vso')).length,
      outcome.commands.filter(({ name }) => name !== 'task.setsecret').length,
    );
    assert.equal(outcome.commands.at(-1)?.name, 'task.complete');
  });

  it('attaches record, SARIF and report, and uploads a summary', () => {
    const content = (type: string) => outcome.attachments.find((one) => one.type === type)?.content ?? '';
    const record = JSON.parse(content('second-pass.record'));
    assert.equal(record.ending.verdict, 'FAIL');
    assert.equal(record.findings.filter(({ fate }: { fate: string }) => fate === 'posted').length, PLACES.length);
    assert.equal(record.files.length, 12);
    assert.ok(record.accessLog.length >= 10);
    const fetches = record.accessLog.filter(({ method }: { method: string }) => method === 'GIT');
    assert.deepEqual(
      fetches.map(({ route, status }: { route: string; status: number }) => `${route} ${status}`),
      ['git fetch of commits 200', 'git fetch of files 200', 'git fetch of files 200'],
    );
    assert.ok(fetches.every(({ answerBytes }: { answerBytes: number }) => answerBytes > 0));
    const sarif = JSON.parse(content('second-pass.sarif'));
    assert.equal(sarif.version, '2.1.0');
    assert.ok(sarif.runs[0].results.length >= PLACES.length);
    assert.match(content('second-pass.report'), /^<!doctype html>/i);
    assert.match(outcome.summary, /FAIL/);
  });

  it('keeps no text of uncommented lines in what it attaches', () => {
    const kept = outcome.attachments.map(({ content }) => content).join('\n');
    assert.ok(kept.includes('InsecureSkipVerify'));
    for (const text of ['How the shop sends mail', 'encodeURIComponent(customer)', 'Rates holds exchange rates']) {
      assert.ok(!kept.includes(text), text);
    }
  });

  it('leaves nothing in the temporary folders', () => {
    assert.deepEqual(outcome.leftFiles, []);
    assert.deepEqual(readdirSync(temporaryFolder), []);
  });

  it('keeps to the descriptions of both services', () => {
    assert.deepEqual(stage.azureDevOps.violations, []);
    assert.deepEqual(stage.claude.violations, []);
  });

  it('says nothing twice in a second run', async () => {
    const before = shownReview(stage.snapshot());
    const second = await stage.run({ inputs: { exclude: 'tools/import*' } });
    const after = shownReview(stage.snapshot());
    assert.deepEqual(after.threads, before.threads);
    assert.equal(after.general.length, 1);
    assert.equal(after.statuses.at(-1), before.statuses.at(-1));
    assert.deepEqual([second.result, second.outputVariables.verdict], ['Failed', 'FAIL']);
  });

  it('asks for the pull request soon after its start (reported, not judged: the machine decides)', async () => {
    const scene = await stage.open();
    const before = stage.azureDevOps.requests.length;
    const running = scene.start();
    const started = performance.now();
    while (stage.azureDevOps.requests.length === before && performance.now() - started < 30_000) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const milliseconds = Math.round(performance.now() - started);
    running.cancel();
    await running.finished;
    assert.ok(stage.azureDevOps.requests.length > before);
    console.log(`      start to first request: ${milliseconds} ms`);
  });

  it('is one file under 3 MB, grammars aside', () => {
    const files = unzipSync(readFileSync(packagedExtension()));
    const main = Object.entries(files).find(([name]) => name.endsWith('/main.js'))?.[1];
    assert.ok((main?.length ?? Number.POSITIVE_INFINITY) < 3_000_000);
    assert.ok(statSync(packagedExtension()).size < 4_000_000);
  });
});

function lineOf({ sample, azureDevOps, pullRequestId }: Stage, file: string, lines: string): string | undefined {
  const iteration = azureDevOps.pullRequest(pullRequestId).iterations[0];
  const isOld = lines.startsWith('left ');
  const text = git(sample.folder, 'show', `${isOld ? iteration?.common : iteration?.source}:${file.slice(1)}`);
  return text.split('\n')[Number.parseInt(lines.replace('left ', ''), 10) - 1];
}

function revision({ sample }: Stage, name: string): string {
  return git(sample.folder, 'rev-parse', '--verify', name).trim();
}

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
}
