import { parentPort, workerData } from 'node:worker_threads';
import { fileReader } from './file-reader';
import { READY, type WorkerExpectation, type WorkerQuestion, type WorkerSettings } from './protocol';

/** The thread that parses: it answers one question at a time and can be killed at any moment. */
const { expect, read } = fileReader(workerData as WorkerSettings);

parentPort?.on('message', (said: WorkerQuestion | WorkerExpectation) => {
  if (said.ask === 'expect') void expect(said.paths);
  else void read(said).then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage(READY);
