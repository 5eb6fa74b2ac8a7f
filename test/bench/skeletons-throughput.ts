import { createTreeSitterOutliner } from '../../src/adapters/tree-sitter/outliner';
import type { OutlineRequest } from '../../src/ports/outliner';
import { type FileList, GRAMMARS, readCorpus } from './skeletons-files';

const MIXED = ['csharp', 'typescript', 'python', 'java', 'go'];
const FILES_EACH = 100;
const BOMBS: readonly (readonly [path: string, text: string])[] = [
  ['bomb-20k.cs', 'A<'.repeat(10_000)],
  ['bomb-40k.cs', 'A<'.repeat(20_000)],
  ['bomb-40k.java', 'A<'.repeat(20_000)],
  ['brackets-900k.js', '('.repeat(900_000)],
  ['tables-800k.sql', 'CREATE TABLE a(\n'.repeat(50_000)],
];

/** Both sides of 500 changed files through the worker, then hostile files; prints time by clock and processor, and memory. */
export async function measureThroughput(list: FileList, folder: string): Promise<void> {
  const files = MIXED.flatMap((language) => readCorpus(list, language, folder).slice(0, FILES_EACH));
  const sides = [...files, ...files].map(({ path, content }) => ({ path, content }));
  await timed(`${files.length} changed files, both sides`, sides);
  for (const [path, text] of BOMBS) await timed(path, [{ path, content: Buffer.from(text) }]);
}

async function timed(what: string, requests: readonly OutlineRequest[]): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log });
  const signal = new AbortController().signal;
  // The thread is started before, as its start through the TypeScript loader is no part of a packaged run.
  await outliner.outline([{ path: 'first.cs', content: Buffer.from('class A {}') }], signal);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const started = performance.now();
  const processor = process.cpuUsage();
  const outlines = await outliner.outline(requests, signal);
  const { user, system } = process.cpuUsage(processor);
  clearInterval(watch);
  await outliner.dispose();
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const used = ((user + system) / 1e6).toFixed(2);
  const bytes = (requests.reduce((sum, { content }) => sum + content.length, 0) / 1e6).toFixed(1);
  const made = outlines.filter(({ kind }) => kind === 'outline').length;
  console.log(
    `${what}: ${bytes} MB, ${made} outlines, ${seconds} s by the clock, ${used} s of processor, ` +
      `${Math.round((peak - before) / 1e6)} MB more than before`,
  );
}
