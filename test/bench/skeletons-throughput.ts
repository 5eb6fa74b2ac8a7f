import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileReader } from '../../src/adapters/outliner/file-reader';
import { createTreeSitterOutliner } from '../../src/adapters/outliner/outliner';
import { MAX_HEAP_BYTES } from '../../src/adapters/outliner/protocol';
import { languageFinder, readLanguages } from '../../src/adapters/outliner/tree-sitter/languages';
import { startRuntime } from '../../src/adapters/outliner/tree-sitter/runtime';
import type { OutlineRequest } from '../../src/ports/outliner';
import { readPatch } from '../../src/steps/diff/read-patch';
import { wantedOutlines } from '../../src/steps/skeletons/wanted';
import { blobs, GRAMMARS, git, gitFolder, PATCH } from './skeletons-files';

/** Changes of public repositories that touch many files at once. */
const CHANGES: readonly (readonly [repository: string, commit: string, extension: string])[] = [
  ['jellyfin/jellyfin', '07cc4be6a747cfea40ee7a540385d6d8f38de726', '.cs'],
  ['vercel/ai', '06e7cda04dc22a2af4fcb8dae2e2d63005f50c30', '.ts'],
  ['pydantic/pydantic', 'c371bd1202e0238778c62641064e8bfd45647e67', '.py'],
  ['netty/netty', '9f41a5a1f8d62c3810eb7266948b0273c838ef84', '.java'],
  ['gohugoio/hugo', 'd90e37e0c6e812f9913bf256c9c81aa05b7a08aa', '.go'],
];
const FILES_EACH = 100;
const ROUNDS = 5;
/** The packaged one: its start is part of what is measured. */
const WORKER = join(__dirname, '..', '..', 'dist', 'stage', 'SecondPass', 'worker.js');
const BOMBS: readonly (readonly [path: string, text: string])[] = [
  ['bomb-20k.cs', 'A<'.repeat(10_000)],
  ['bomb-40k.cs', 'A<'.repeat(20_000)],
  ['bomb-40k.java', 'A<'.repeat(20_000)],
  ['brackets-900k.js', '('.repeat(900_000)],
  ['tables-800k.sql', 'CREATE TABLE a(\n'.repeat(50_000)],
];

/** Both sides of 500 changed files through the worker, then hostile files; prints time by clock and processor, and memory. */
export async function measureThroughput(folder: string): Promise<void> {
  if (!existsSync(WORKER)) throw new Error('skeletons: run `npm run package` first, the packaged worker is measured');
  const changes = CHANGES.map((change) => changedFiles(folder, ...change));
  const files = inOneBuffer(changes.flat());
  await timed(`${files.length} changed files`, files);
  await timed(
    `the new sides alone`,
    files.map(({ path, content }) => ({ path, content })),
  );
  for (const change of changes) console.log(await measureLanguage(change));
  for (const [path, text] of BOMBS) await timed(path, [{ path, content: Buffer.from(text) }]);
}

/** Fastest of several rounds in this thread, in MB of both sides a second: the parser alone over both, and whole outlines. */
async function measureLanguage(files: readonly OutlineRequest[]): Promise<string> {
  const runtime = await startRuntime(GRAMMARS, MAX_HEAP_BYTES);
  const { read } = fileReader({ grammarFolder: GRAMMARS });
  const find = languageFinder(readLanguages(GRAMMARS).values());
  const language = find(files[0]?.path ?? '');
  const grammar = await runtime.language(language?.grammar ?? '');
  const limits = { time: 20_000, memory: MAX_HEAP_BYTES };
  const texts = sidesOf(files).map((content) => Buffer.from(content).toString('utf8'));
  const parser = await fastest(() => {
    for (const text of texts) {
      const parsed = runtime.parse(grammar, text, limits);
      if ('tree' in parsed) parsed.tree.delete();
    }
  });
  const whole = await fastest(async () => {
    for (const file of files) await read({ ask: 'outline', ...file, time: limits.time, parse: true });
  });
  const megabytes = sidesOf(files).reduce((sum, { length }) => sum + length, 0) / 1e6;
  return `${language?.table.name}: parser alone ${(megabytes / parser).toFixed(1)} MB/s, outlines ${(megabytes / whole).toFixed(1)} MB/s`;
}

async function fastest(work: () => void | Promise<void>): Promise<number> {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await work();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  return seconds;
}

function sidesOf(files: readonly OutlineRequest[]): Uint8Array[] {
  return files.flatMap(({ content, base }) => (base ? [content, base.content] : [content]));
}

/** Modified files of a commit, every n-th, as a review would ask for their outlines. */
function changedFiles(folder: string, repository: string, commit: string, extension: string): OutlineRequest[] {
  const gitDirectory = gitFolder(folder, repository);
  const changed = readPatch(git(gitDirectory, ['diff-tree', ...PATCH, `${commit}^`, commit]));
  const wanted = wantedOutlines(changed).filter(({ path, base }) => path.endsWith(extension) && base !== undefined);
  const chosen = Array.from(
    { length: FILES_EACH },
    (_, index) => wanted[Math.floor((index * wanted.length) / FILES_EACH)]!,
  );
  const contents = blobs(
    gitDirectory,
    chosen.flatMap(({ blob, base }) => [blob, base?.blob ?? '']),
  );
  return chosen.map(({ path, base }, index) => ({
    path,
    content: contents[2 * index]!,
    base: { path: base!.path, changes: base!.changes, content: contents[2 * index + 1]! },
  }));
}

/** A review reads all contents by one request, so that they are views into one buffer. */
function inOneBuffer(files: readonly OutlineRequest[]): OutlineRequest[] {
  const all = Buffer.concat(sidesOf(files));
  let at = 0;
  const next = (length: number) => {
    at += length;
    return all.subarray(at - length, at);
  };
  return files.map((file) => ({
    ...file,
    content: next(file.content.length),
    base: { ...file.base!, content: next(file.base!.content.length) },
  }));
}

async function timed(what: string, requests: readonly OutlineRequest[]): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, group: () => undefined };
  const outliner = createTreeSitterOutliner({ grammarFolder: GRAMMARS, log, workerPath: WORKER });
  const signal = new AbortController().signal;
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
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  await outliner.dispose();
  const used = ((user + system) / 1e6).toFixed(2);
  const bytes = sidesOf(requests).reduce((sum, { length }) => sum + length, 0);
  const sides = outlines.flatMap(({ after, before }) => (before ? [after, before] : [after]));
  const made = sides.filter(({ kind }) => kind === 'outline').length;
  console.log(
    `${what}: ${(bytes / 1e6).toFixed(1)} MB, ${made} outlines, ${seconds} s by the clock, ${used} s of processor, ` +
      `${Math.round((peak - before) / 1e6)} MB more than before`,
  );
}
