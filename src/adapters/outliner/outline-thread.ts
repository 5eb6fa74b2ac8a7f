import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CLOCK_FACTOR, READY, type TimedAnswer, type WorkerExpectation, type WorkerQuestion } from './protocol';

/** One thread that answers one question at a time; it is started by the first or before and replaced after it had to be killed. */
export interface OutlineThread {
  /** Starts it, if it does not run, and lets it load what these files need. */
  expect(paths: readonly string[]): void;
  /** The thread's answer, or `killed` when it took too long, died or the signal came. */
  ask(question: WorkerQuestion, signal: AbortSignal): Promise<TimedAnswer | 'killed'>;
  stop(): Promise<void>;
}

interface Running {
  worker: Worker;
  ready: boolean;
  hasEnded: boolean;
  /** Called with what the thread says, or with `killed` when it has ended. */
  settle: (message: TimedAnswer | typeof READY | 'killed') => void;
}

/** Milliseconds by the clock, beyond the parser's own limit: the walk, the first load of a grammar, a busy machine. */
const GRACE = 3000;
/** Megabytes for new objects of a thread: more of them win no time and stay with the process. */
const YOUNG = 6;
/** Milliseconds for a new thread until it can be asked. */
const START = 30_000;

export function outlineThread(grammarFolder: string, workerPath: string | undefined): OutlineThread {
  let running: Running | null = null;
  const stop = async () => {
    const stopped = running;
    running = null;
    await stopped?.worker.terminate();
  };
  const started = () => {
    if (running === null || running.hasEnded) running = start(grammarFolder, workerPath);
    return running;
  };
  return {
    expect: (paths) => {
      const expectation: WorkerExpectation = { ask: 'expect', paths };
      started().worker.postMessage(expectation);
    },
    stop,
    ask: async (question, signal) => {
      if (signal.aborted) return 'killed';
      const answer = await answerOf(started(), question, signal);
      if (answer === 'killed' || answer.exhausted) await stop();
      return answer;
    },
  };
}

async function answerOf(
  running: Running,
  question: WorkerQuestion,
  signal: AbortSignal,
): Promise<TimedAnswer | 'killed'> {
  if (!running.ready && (await message(running, START, signal)) !== READY) return 'killed';
  post(running.worker, question);
  const answer = await message(running, question.time * CLOCK_FACTOR * (question.base ? 2 : 1) + GRACE, signal);
  return answer === READY ? 'killed' : answer;
}

/** Contents are views into one large buffer, and a message would copy that buffer as a whole. */
function post(worker: Worker, question: WorkerQuestion): void {
  const content = new Uint8Array(question.content);
  const base = question.base && { ...question.base, content: new Uint8Array(question.base.content) };
  const moved = base ? [content.buffer, base.content.buffer] : [content.buffer];
  worker.postMessage({ ...question, content, ...(base ? { base } : {}) }, moved);
}

/** The thread's next message, or `killed` after so many milliseconds, at its end or at the signal. */
function message(running: Running, time: number, signal: AbortSignal): Promise<TimedAnswer | typeof READY | 'killed'> {
  return new Promise((resolve) => {
    const kill = () => running.settle('killed');
    const timer = setTimeout(kill, time);
    signal.addEventListener('abort', kill, { once: true });
    running.settle = (said) => {
      running.settle = () => undefined;
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve(said);
    };
  });
}

/** From the sources, the thread is started through the same TypeScript loader as the program itself. */
function start(grammarFolder: string, workerPath: string | undefined): Running {
  const path = workerPath ?? join(__dirname, __filename.endsWith('.ts') ? 'worker.ts' : 'worker.js');
  const worker = new Worker(path, {
    workerData: { grammarFolder },
    execArgv: path.endsWith('.ts') ? ['--require', 'tsx/cjs'] : [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: YOUNG },
  });
  const running: Running = { worker, ready: false, hasEnded: false, settle: () => undefined };
  const end = () => {
    running.hasEnded = true;
    running.settle('killed');
  };
  worker.on('message', (said: TimedAnswer | typeof READY) => {
    if (said === READY) running.ready = true;
    running.settle(said);
  });
  worker.on('error', end);
  worker.on('exit', end);
  worker.unref();
  return running;
}
