import { parentPort, workerData } from 'node:worker_threads';
import { fileReader } from './file-reader';
import { processorTime } from './processor-time';
import { READY, type TimedAnswer, type WorkerExpectation, type WorkerQuestion, type WorkerSettings } from './protocol';

/** The thread that parses: it answers one question at a time and can be killed at any moment. */
const { expect, read } = fileReader(workerData as WorkerSettings);

parentPort?.on('message', (said: WorkerQuestion | WorkerExpectation) => {
  if (said.ask === 'expect') void expect(said.paths);
  else void answer(said);
});
parentPort?.postMessage(READY);

async function answer(question: WorkerQuestion): Promise<void> {
  const taken = processorTime(question.threads);
  const answered: TimedAnswer = { ...(await read(question)), took: taken() };
  parentPort?.postMessage(answered);
}
