import { basename } from 'node:path';

/** One program that this process started: what, for how long, and how it ended. No arguments, which may hold names of files. */
export interface ProcessEntry {
  /** Milliseconds since 1970. */
  time: number;
  program: string;
  /** The command of a program that has commands, as `fetch` of git. */
  command: string;
  /** `exit 0`, `time`, `cancelled`, ... */
  ended: string;
  milliseconds: number;
}

const COMMAND_NAME = /^[a-z]+(?:-[a-z]+)*$/;
/** The log is of one process, whoever starts programs in it. */
const entries: ProcessEntry[] = [];

/** Every program so far, oldest first. */
export function processLog(): readonly ProcessEntry[] {
  return entries;
}

/** Listed from its start, so that one cut off by the end of a run is told too. */
export function beginProcess(program: string, words: readonly string[]): { end(how: string): void } {
  const begun = performance.now();
  const command = words.find((word) => COMMAND_NAME.test(word)) ?? '';
  const entry: ProcessEntry = {
    time: Date.now(),
    program: basename(program),
    command,
    ended: 'running',
    milliseconds: 0,
  };
  entries.push(entry);
  return {
    end: (ended) => void Object.assign(entry, { ended, milliseconds: Math.round(performance.now() - begun) }),
  };
}
