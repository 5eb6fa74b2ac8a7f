import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { killOne } from './end-programs';
import { type Entry, processNow } from './process-list';

/** The first process of a namespace: the system is not done with it before every other one in it has ended. */
export interface FirstProcess {
  /** Kills it and waits until it is gone, a second at most. False where that was not seen: it never told its number, or is there still. */
  end(): Promise<boolean>;
}

const ROUNDS = 200;
const LOOK_EVERY = 5;

/** Read from the fourth descriptor of what starts it; nothing has to be looked for among all processes of the machine. */
export function firstProcess(child: ChildProcess): FirstProcess {
  let [text, found]: [string, Entry | 'gone' | undefined] = ['', undefined];
  const pipe = child.stdio[3];
  const told = pipe ? Promise.race([once(pipe, 'close'), pause(ROUNDS * LOOK_EVERY, undefined, { ref: false })]) : null;
  pipe?.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const pid = Number(/"child-pid":\s*(\d+)/.exec(text)?.[1] ?? 0);
    if (found === undefined && pid > 0) found = processNow(pid)[0] ?? 'gone';
  });
  return {
    async end() {
      await told;
      if (found === undefined) return false;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (found === 'gone' || !isThere(found)) return true;
        killOne(found.pid);
        await pause(LOOK_EVERY);
      }
      return false;
    },
  };
}

/** A zombie's others are gone already; a number with another start is another's by now. */
function isThere({ pid, started }: Entry): boolean {
  return processNow(pid).some((now) => now.started === started && !now.dead);
}
