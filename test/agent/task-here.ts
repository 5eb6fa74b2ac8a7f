import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Script } from 'node:vm';

/** What an agent sees of a task's process. */
export interface TaskProcess extends EventEmitter {
  stdout: PassThrough;
  stderr: PassThrough;
  kill(signal: NodeJS.Signals): boolean;
}

const STREAMS = ['stdout', 'stderr'] as const;
const EVENTS = [
  'warning',
  'uncaughtException',
  'unhandledRejection',
  'beforeExit',
  'exit',
  'SIGINT',
  'SIGTERM',
  'SIGBREAK',
] as const;
/** Globals by which the agent's library knows that it has read its environment. */
const LIBRARY = /^_vsts_task_lib_/;

let isUnderWay = false;

/** Whether a task runs in this process at the moment, which can hold one. */
export function isTaskHere(): boolean {
  return isUnderWay;
}

/**
 * Runs the packaged task in this process, with its environment and its streams: for tests of what a review does, where a process of
 * its own is not the point and takes most of the time. One at a time, and nothing can cancel it but its own deadline.
 */
export function taskHere(target: string, env: Record<string, string>): TaskProcess {
  const task = Object.assign(new EventEmitter(), { stdout: new PassThrough(), stderr: new PassThrough() });
  // It is the last that a task says.
  const write = (text: string) => {
    if (/^##vso\[task\.complete /m.test(text)) setImmediate(() => ended(Number(process.exitCode ?? 0)));
    return task.stdout.write(text);
  };
  isUnderWay = true;
  const restore = becomeTask({ stdout: write, stderr: (text) => task.stderr.write(text) }, env);
  const ended = (code: number) => {
    restore();
    isUnderWay = false;
    task.stdout.end();
    task.stderr.end();
    task.emit('exit', code);
  };
  try {
    evaluate(join(dirname(target), 'main.js'));
  } catch (error) {
    task.stderr.write(String(error));
    setImmediate(() => ended(1));
  }
  return Object.assign(task, {
    kill(): boolean {
      throw new Error('a task in the process of the tests cannot be ended: run it in one of its own');
    },
  });
}

/** Each bundle is compiled once a process: a script keeps what it has compiled of itself however often it is run. */
const scripts = new Map<string, Script>();

/** As `require` would, but past the loader of the tests, which would translate it, and each time anew. */
function evaluate(path: string): void {
  for (const name of Object.keys(globalThis)) if (LIBRARY.test(name)) Reflect.deleteProperty(globalThis, name);
  const script = scripts.get(path) ?? new Script(Module.wrap(readFileSync(path, 'utf8')), { filename: path });
  scripts.set(path, script);
  const bundle = Object.assign(new Module(path), { filename: path });
  script.runInThisContext()(bundle.exports, createRequire(path), bundle, path, dirname(path));
}

/** Answers with what gives the process back to the tests. */
function becomeTask(
  write: Record<'stdout' | 'stderr', (text: string) => boolean>,
  env: Record<string, string>,
): () => void {
  const { env: ours, exitCode } = process;
  const writes = STREAMS.map((name) => process[name].write);
  const listeners = EVENTS.map((event) => process.listeners(event as 'exit'));
  const errors = STREAMS.map((name) => process[name].listeners('error'));
  process.env = { ...env };
  process.exitCode = undefined;
  for (const name of STREAMS) process[name].write = write[name] as typeof process.stdout.write;
  return () => {
    process.env = ours;
    process.exitCode = exitCode;
    for (const [index, name] of STREAMS.entries()) {
      process[name].write = writes[index]!;
      for (const added of process[name].listeners('error').filter((one) => !errors[index]!.includes(one)))
        process[name].off('error', added as () => void);
    }
    for (const [index, event] of EVENTS.entries()) {
      process.removeAllListeners(event);
      for (const listener of listeners[index]!) process.on(event as 'exit', listener);
    }
  };
}
