import type { Log } from '../../ports/log';
import type { Outline, OutlineRequest, Outliner } from '../../ports/outliner';
import { type LanguageFolder, languageFinder, readLanguages } from './languages';
import { type OutlineThread, outlineThread } from './outline-thread';
import { LARGEST_FILE, type WorkerAnswer, type WorkerQuestion } from './protocol';

export interface TreeSitterOutlinerOptions {
  /** The folder `grammars` of the package or of the repository. */
  grammarFolder: string;
  log: Log;
  /** The bundled worker; by default it stands beside this file. */
  workerPath?: string;
  /** Milliseconds of processor time for one file; 1500 by default. */
  fileTime?: number;
}

/** A megabyte of most languages takes a fifth of it; what takes longer is outlined without the parser. */
const FILE_TIME = 1500;

/**
 * Outlines by tree-sitter in a thread that can be killed. Nothing is started before the first file of a known language,
 * and `dispose` ends the thread. A file that fails has a reason; the review goes on.
 */
export function createTreeSitterOutliner(options: TreeSitterOutlinerOptions): Outliner & { dispose(): Promise<void> } {
  const find = languageFinder(readLanguages(options.grammarFolder).values());
  const thread = outlineThread(options.grammarFolder, options.workerPath);
  let last: Promise<unknown> = Promise.resolve();
  /** One question at a time, also for callers that do not wait for each other. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    outline: (files, signal) =>
      inTurn(() => each(files, async (file) => outlineOf(thread, options, find(file.path), file, signal))),
    parses: (files, signal) =>
      inTurn(() => each(files, async (file) => parseOf(thread, options, find(file.path), file, signal))),
    dispose: () => thread.stop(),
  };
}

async function each<Result>(
  files: readonly OutlineRequest[],
  read: (file: OutlineRequest) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const file of files) results.push(await read(file));
  return results;
}

async function outlineOf(
  thread: OutlineThread,
  { log, fileTime = FILE_TIME }: TreeSitterOutlinerOptions,
  language: LanguageFolder | undefined,
  file: OutlineRequest,
  signal: AbortSignal,
): Promise<Outline> {
  if (!language) return { kind: 'none', reason: 'no grammar' };
  if (file.content.length > LARGEST_FILE) return { kind: 'none', reason: 'too large' };
  const question: WorkerQuestion = { ask: 'outline', ...file, time: fileTime, parse: true };
  const answer = await thread.ask(question, signal);
  if (answer !== 'killed' && answer.failed === undefined) return outlineIn(answer);
  if (signal.aborted) return { kind: 'none', reason: 'cancelled' };
  log.info(`${file.path}: ${answer === 'killed' ? 'the parser was stopped' : `the parser failed (${answer.failed})`}`);
  const second = await thread.ask({ ...question, parse: false }, signal);
  return second === 'killed' ? { kind: 'none', reason: 'time' } : outlineIn(second);
}

function outlineIn({ outline }: WorkerAnswer): Outline {
  return outline ?? { kind: 'none', reason: 'failed' };
}

async function parseOf(
  thread: OutlineThread,
  { fileTime = FILE_TIME }: TreeSitterOutlinerOptions,
  language: LanguageFolder | undefined,
  file: OutlineRequest,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (!language?.grammar || file.content.length > LARGEST_FILE) return null;
  const answer = await thread.ask({ ask: 'parses', ...file, time: fileTime, parse: true }, signal);
  return answer === 'killed' ? null : (answer.parses ?? null);
}
