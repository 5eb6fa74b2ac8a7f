import { availableParallelism } from 'node:os';
import type { Log } from '../../ports/log';
import type {
  FilePlaces,
  Lines,
  Outline,
  OutlinedFile,
  OutlineRequest,
  Outliner,
  SourceFile,
  TextParts,
} from '../../ports/outliner';
import { sumOf } from '../../sum-of';
import { collectGarbage } from '../process/collect-garbage';
import { isWorthOptimising, leaveGrammarsUnoptimised } from './optimised-grammars';
import { type OutlineThread, outlineThread } from './outline-thread';
import { createPatience, type Patience } from './patience';
import { processorTime } from './processor-time';
import { MAX_FILE_BYTES, type WorkerAnswer, type WorkerQuestion } from './protocol';
import { type LanguageFolder, languageFinder, readLanguages } from './tree-sitter/languages';

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
/** More threads would each load the grammars anew, and the scanner needs a processor as well. */
const MAX_THREADS = 2;
/** Files, above which there may be enough to read for optimised grammars, which has to be known before a thread starts. */
const MOST_EXPECTED = 300;
/** Bytes to read, from which on a second thread wins more than its start costs. */
const WORTH_A_THREAD = 1_000_000;

/**
 * Outlines by tree-sitter in threads that can be killed. Nothing is started before a file of a known language is expected or asked
 * about, and `dispose` ends the threads. A file that fails has a reason; the review goes on.
 */
export function createTreeSitterOutliner(options: TreeSitterOutlinerOptions): Outliner & { dispose(): Promise<void> } {
  const find = languageFinder(readLanguages(options.grammarFolder).values());
  const threads = Array.from({ length: Math.min(MAX_THREADS, availableParallelism()) }, () =>
    outlineThread(options.grammarFolder, options.workerPath),
  );
  const reading: Reading = { threads, find, patience: createPatience() };
  let last: Promise<unknown> = Promise.resolve();
  /** One list of files at a time, also for callers that do not wait for each other. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
  const stop = async () => {
    await Promise.all(threads.map((thread) => thread.stop()));
  };
  return {
    expect: (paths) => {
      if (paths.length > MOST_EXPECTED || !paths.some(find)) return;
      leaveGrammarsUnoptimised();
      threads[0]?.expect(paths);
    },
    outline: (files, signal) =>
      inTurn(async () => {
        const read = (at: Place, file: OutlineRequest) => outlineWithin(at, options, find(file.path), file, signal);
        if (files.length <= MOST_EXPECTED) return onThreads(reading, files, read);
        collectGarbage();
        const outlined = await onThreads(reading, files, read);
        // What so many files have left in the threads would stay until the end of a run that has little more to ask of them.
        await stop();
        return outlined;
      }),
    parses: (files, signal) =>
      inTurn(() => onThreads(reading, files, (at, file) => parseOf(at, options, find(file.path), file, signal))),
    proseIn: (files, signal) =>
      inTurn(() => onThreads(reading, files, (at, file) => proseOf(at, options, find(file.path), file, signal))),
    textAt: (files, signal) =>
      inTurn(() => onThreads(reading, files, (at, file) => textOf(at, options, find(file.path), file, signal))),
    dispose: stop,
  };
}

/** What all lists of a run share. */
interface Reading {
  threads: readonly OutlineThread[];
  find: (path: string) => LanguageFolder | undefined;
  patience: Patience;
}

/** Results in the order of the files; a thread that is done with one takes the next. */
async function onThreads<File extends OutlineRequest, Result>(
  { threads, find, patience }: Reading,
  files: readonly File[],
  read: (at: Place, file: File) => Promise<Result>,
): Promise<Result[]> {
  const bytes = files.reduce((sum, { content, base }) => sum + content.length + (base?.content.length ?? 0), 0);
  if (!isWorthOptimising(bytes, new Set(files.map(({ path }) => find(path))))) leaveGrammarsUnoptimised();
  const results: Result[] = [];
  const left = files.entries();
  const working = threads.slice(0, bytes < WORTH_A_THREAD ? 1 : threads.length);
  const work = async (thread: OutlineThread) => {
    for (const [index, file] of left) results[index] = await read({ thread, threads: working.length, patience }, file);
  };
  await Promise.all(working.map(work));
  return results;
}

/** The thread that reads a file, and how many read at the same time. */
interface Place {
  thread: OutlineThread;
  threads: number;
  patience: Patience;
}

/** What is beyond the room of all outlines together has none. */
async function outlineWithin(...asked: Parameters<typeof outlineOf>): Promise<OutlinedFile> {
  const [{ patience }] = asked;
  if (patience.isFull()) return without('memory');
  const outlined = await outlineOf(...asked);
  patience.holds(sumOf([outlined.after, outlined.before], bytesOf));
  return outlined;
}

/** About what its entries take, with their texts. */
function bytesOf(outline: Outline | undefined): number {
  if (outline?.kind !== 'outline') return 0;
  return sumOf(
    outline.entries,
    ({ name, signature, attributes = '', doc = '' }) =>
      BYTES_OF_ENTRY + name.length + signature.length + attributes.length + doc.length,
  );
}

const BYTES_OF_ENTRY = 150;

async function outlineOf(
  at: Place,
  { log, fileTime = FILE_TIME }: TreeSitterOutlinerOptions,
  language: LanguageFolder | undefined,
  file: OutlineRequest,
  signal: AbortSignal,
): Promise<OutlinedFile> {
  if (!language) return without('no grammar');
  if (file.content.length > MAX_FILE_BYTES) return without('too large');
  const { patience } = at;
  const question: WorkerQuestion = { ask: 'outline', ...file, time: fileTime, threads: at.threads, parse: true };
  if (!patience.isOver() && patience.parses(language.folder)) {
    const answer = await ask(at, language, question, signal);
    if (signal.aborted) return without('cancelled');
    const trouble = troubleOf(answer);
    if (trouble !== '') {
      patience.stopped(language.folder);
      log.info(`${file.path}: ${trouble}`);
    }
    if (!patience.parses(language.folder)) log.info(`${language.table.name}: ${GIVEN_UP}`);
    if (answer !== 'killed' && answer.failed === undefined) return outlinesIn(answer);
  }
  const second = patience.isOver() ? 'killed' : await ask(at, language, { ...question, parse: false }, signal);
  return second === 'killed' ? without('time') : outlinesIn(second);
}

const GIVEN_UP =
  'the parser took too long for the size of these files, so that the others of this language are outlined by their lines alone';

/** What became of the parser; empty where it read the file. */
function troubleOf(answer: WorkerAnswer | 'killed'): string {
  if (answer === 'killed') return 'the parser was stopped';
  if (answer.failed !== undefined) return `the parser failed (${answer.failed})`;
  const isRead = (outline: Outline | undefined) => outline?.kind === 'outline' && outline.parse !== 'lexical';
  const sides = answer.baseOutline ? [answer.outline, answer.baseOutline] : [answer.outline];
  return answer.exhausted && !sides.every(isRead) ? 'the parser was stopped' : '';
}

async function ask(
  { thread, patience }: Place,
  { folder }: LanguageFolder,
  question: WorkerQuestion,
  signal: AbortSignal,
): Promise<WorkerAnswer | 'killed'> {
  const bytes = question.content.length + (question.base?.content.length ?? 0);
  const taken = processorTime(question.threads);
  const answer = await thread.ask(question, signal);
  patience.took(folder, bytes, answer === 'killed' ? taken() : answer.took);
  return answer;
}

function without(reason: string): OutlinedFile {
  return { after: { kind: 'none', reason } };
}

function outlinesIn({ outline, baseOutline }: WorkerAnswer): OutlinedFile {
  const after = outline ?? { kind: 'none', reason: 'failed' };
  return baseOutline ? { after, before: baseOutline } : { after };
}

async function parseOf(...asked: AskedOfParser): Promise<boolean | null> {
  return (await askParser('parses', ...asked))?.parses ?? null;
}

async function proseOf(...asked: AskedOfParser): Promise<readonly Lines[] | null> {
  return (await askParser('prose', ...asked))?.prose ?? null;
}

async function textOf(...asked: AskedOfParser<FilePlaces>): Promise<TextParts | null> {
  return (await askParser('text', ...asked))?.text ?? null;
}

type AskedOfParser<File extends SourceFile = SourceFile> = [
  at: Place,
  options: TreeSitterOutlinerOptions,
  language: LanguageFolder | undefined,
  file: File,
  signal: AbortSignal,
];

/** Null where no parser could answer. */
async function askParser(
  asked: 'parses' | 'prose' | 'text',
  ...[at, { fileTime = FILE_TIME }, language, file, signal]: AskedOfParser
): Promise<WorkerAnswer | null> {
  if (!language?.grammar || file.content.length > MAX_FILE_BYTES) return null;
  const { patience } = at;
  if (patience.isOver() || !patience.parses(language.folder)) return null;
  const question = { ask: asked, ...file, time: fileTime, threads: at.threads, parse: true };
  const answer = await ask(at, language, question, signal);
  if (answer !== 'killed' && !answer.exhausted) return answer;
  patience.stopped(language.folder);
  return answer === 'killed' ? null : answer;
}
