import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer, WorkerQuestion } from './protocol';

/** One thread that answers one question at a time; it is started by the first and replaced after it had to be killed. */
export interface OutlineThread {
  /** The thread's answer, or `killed` when it took too long, died or the signal came. */
  ask(question: WorkerQuestion, signal: AbortSignal): Promise<WorkerAnswer | 'killed'>;
  stop(): Promise<void>;
}

interface Running {
  worker: Worker;
  /** Set while a question is open; null when the thread has ended. */
  settle: (answer: WorkerAnswer | 'killed') => void;
}

/** Time beyond the parser's own limit before the thread is killed: the walk, the first load of a grammar, a slow machine. */
const GRACE = 3000;

export function outlineThread(grammarFolder: string, workerPath: string | undefined): OutlineThread {
  let running: Running | null = null;
  const stop = async () => {
    const stopped = running;
    running = null;
    await stopped?.worker.terminate();
  };
  return {
    stop,
    ask: async (question, signal) => {
      if (signal.aborted) return 'killed';
      running ??= start(grammarFolder, workerPath);
      const answer = await answerOf(running, question, signal);
      if (answer === 'killed' || answer.exhausted) await stop();
      return answer;
    },
  };
}

function answerOf(running: Running, question: WorkerQuestion, signal: AbortSignal): Promise<WorkerAnswer | 'killed'> {
  return new Promise((resolve) => {
    const kill = () => running.settle('killed');
    const timer = setTimeout(kill, question.time + GRACE);
    signal.addEventListener('abort', kill, { once: true });
    running.settle = (answer) => {
      running.settle = () => undefined;
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      resolve(answer);
    };
    running.worker.postMessage(question);
  });
}

/** From the sources, the thread is started through the same TypeScript loader as the program itself. */
function start(grammarFolder: string, workerPath: string | undefined): Running {
  const path = workerPath ?? join(__dirname, __filename.endsWith('.ts') ? 'worker.ts' : 'worker.js');
  const worker = new Worker(path, {
    workerData: { grammarFolder },
    execArgv: path.endsWith('.ts') ? ['--require', 'tsx/cjs'] : [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  const running: Running = { worker, settle: () => undefined };
  worker.on('message', (answer: WorkerAnswer) => running.settle(answer));
  worker.on('error', () => running.settle('killed'));
  worker.on('exit', () => running.settle('killed'));
  worker.unref();
  return running;
}
