import type { ChildProcess } from 'node:child_process';
import { cutStart, cutText } from '../../cut-text';
import type { ProgramRun } from './program-run';

export interface Output {
  output: Buffer;
  /** Both ends of what it said on its error stream: from outside, to be cleaned before it is shown. */
  firstErrors: string;
  lastErrors: string;
}

export interface Collected {
  output(): Output;
  /** Calls when nothing came for so many ticks; a busy machine counts as one tick, however long it was. */
  whenQuiet(quiet: { tick: number; ticks: number }, call: () => void): void;
}

const KEPT_FIRST = 8_192;
const KEPT_LAST = 16_384;

/** Keeps what a program prints, up to its limit, and calls `full` when that is reached. */
export function collectOutput(child: ChildProcess, { onOutput, limits }: ProgramRun, full: () => void): Collected {
  const most = limits.output ?? Number.POSITIVE_INFINITY;
  const kept: Buffer[] = [];
  let [size, chunks, firstErrors, lastErrors] = [0, 0, '', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    chunks += 1;
    if (onOutput) return onOutput(chunk);
    if (size <= most) kept.push(chunk);
    size += chunk.length;
    if (size > most) full();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (firstErrors.length < KEPT_FIRST) firstErrors += cutText(text, KEPT_FIRST - firstErrors.length);
    lastErrors = cutStart(lastErrors + text, KEPT_LAST);
  });
  return {
    output: () => ({ output: Buffer.concat(kept).subarray(0, limits.output), firstErrors, lastErrors }),
    whenQuiet({ tick, ticks }, call) {
      let [seen, quiet] = [chunks, 0];
      const timer = setInterval(() => {
        quiet = seen === chunks ? quiet + 1 : 0;
        seen = chunks;
        if (quiet < ticks) return;
        clearInterval(timer);
        call();
      }, tick);
      timer.unref();
      child.once('close', () => clearInterval(timer));
    },
  };
}

/** The first line that says something, in printable ASCII. */
export function firstLine(errors: string): string {
  const lines = errors.split('\n').map((line) => line.replace(/[^\x20-\x7e]/g, ' ').trim());
  return cutText(lines.find((line) => line !== '') ?? '', 200);
}
