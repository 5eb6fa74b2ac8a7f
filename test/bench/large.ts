import { performance } from 'node:perf_hooks';
import type { Model } from '../../src/ports/model';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Files } from '../fakes/repository-of';
import { recordPullRequest, runOn } from '../property/scene';

const FILES = 3000;
const LINES = 40;
const MOST_MEGABYTES = 600;
const MOST_SECONDS = 20;

/**
 * `npm run bench -- large`: a pull request of 3,000 files and 120,000 changed lines from git's bytes to the record, with a
 * model that answers at once. Fails when a file is not accounted for, or when it takes more than the product may.
 */
export default async function main(): Promise<void> {
  const recorded = recordPullRequest(filesOf('before'), filesOf('after'));
  const { settings } = readSettings({ budgetUsd: '', budgetUsdPerPullRequest: '' });
  const model = answeringModel();
  const began = performance.now();
  const { record } = await runOn(recorded, { settings, model: model.model });
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const changed = record.files.reduce((sum, { added, removed }) => sum + added + removed, 0);
  const states = new Set(record.files.map(({ state }) => state));
  const parts = record.calls.filter(({ label }) => label.startsWith('sweep')).length;
  console.log('| files | changed lines | parts | calls | prompt bytes | states | own time | peak memory |');
  console.log('| ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |');
  console.log(
    `| ${record.files.length} | ${changed} | ${parts} | ${record.calls.length} | ${model.bytes()} | ${[...states].join(', ')} | ${seconds.toFixed(1)} s | ${megabytes.toFixed(0)} MB |`,
  );
  console.log(`${record.situation}: ${record.findings.length} findings, ${record.statusText}`);
  if (record.files.length !== FILES || states.size !== 1 || !states.has('reviewed'))
    throw new Error('not all files were reviewed');
  if (megabytes > MOST_MEGABYTES || seconds > MOST_SECONDS) throw new Error('more than the product may take');
}

export { main as run };

/** Half of each file's 40 lines are replaced: 20 removed and 20 added, in hunks that lie apart. */
function filesOf(word: string): Files {
  return Object.fromEntries(
    Array.from({ length: FILES }, (_, file) => [
      `src/area${file % 60}/module${file % 300}/file${file}.ts`,
      Array.from({ length: LINES }, (_, line) => lineOf(file, line, line % 2 === 0 ? word : 'kept')).join(''),
    ]),
  );
}

function lineOf(file: number, line: number, word: string): string {
  return `export const value_${file}_${line} = compute_${word}(${line}, 'text of usual length');\n`;
}

/** One candidate for each tenth file of a sweep, all of them confirmed. */
function answeringModel(): { model: Model; bytes: () => number } {
  let bytes = 0;
  const model: Model = {
    count: async () => 1,
    async ask(request) {
      const size = [...request.system, ...request.user].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
      bytes += size;
      const text = JSON.stringify(
        request.label.startsWith('sweep') ? sweepOf(request.user.map((block) => block.text).join('')) : CRITIQUE,
      );
      const usage = { input: 500, cacheRead: 0, cacheWrite5m: Math.ceil(size / 2.5), cacheWrite1h: 0, output: 1000 };
      return { text, stop: 'complete', usage, batch: false, model: request.model, requestId: 'r', milliseconds: 0 };
    },
  };
  return { model, bytes: () => bytes };
}

const CRITIQUE = { pass: 'critique', summary: 'Checked.', candidates: [], verdicts: [], sast: [] };

function sweepOf(prompt: string): object {
  const found = [...prompt.matchAll(/^==== file: (\S+0\.ts)\n[^\n]*\n[^\n]*\n(?:\d+-[^\n]*\n)*(\d+)\+([^\n]*)/gm)];
  const candidates = found.map(([, path, line, quote]) => ({
    id: 'c',
    path,
    side: 'new',
    startLine: Number(line),
    endLine: Number(line),
    quote,
    evidence: 'the line',
    category: 'bug',
    severity: 'suggestion',
    title: 'A problem',
    body: 'It breaks.',
    replacement: '',
  }));
  return { pass: 'sweep', summary: 'Read.', candidates, verdicts: [], sast: [] };
}
