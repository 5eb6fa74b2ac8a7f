import { parentPort, workerData } from 'node:worker_threads';
import { fileReader } from './file-reader';
import { READY, type WorkerQuestion, type WorkerSettings } from './protocol';

/** The thread that parses: it answers one question at a time and can be killed at any moment. */
const read = fileReader(workerData as WorkerSettings);

parentPort?.on('message', (question: WorkerQuestion) => {
  void read(question).then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage(READY);
