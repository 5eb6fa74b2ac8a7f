import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { sumOf } from '../../sum-of';
import { endPrograms, endProgramsNow, killOne } from './end-programs';
import { type Entry, processesNow, processesWith, processNow } from './process-list';

/** All processes that came from one program, also those that left its group where that can be seen. */
export interface ProcessTree {
  /** The limit that the tree is beyond now, if any. Only Linux can tell. */
  look(limits: TreeLimits): 'memory' | 'processes' | 'processor' | undefined;
  /** Kills all of them and waits until they are gone, a second at most. */
  end(): Promise<void>;
  /** The same at the end of our own process, without waiting. */
  endNow(): void;
}

/** Mebibytes of resident memory, how many there may be, and seconds of processor time, of all together. */
export interface TreeLimits {
  memory?: number;
  processes?: number;
  seconds?: number;
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** `mark` stands in the environment of the program, and so in that of everything it starts. */
export function createProcessTree(child: ChildProcess, mark: string, windowsFolder: string): ProcessTree {
  const { pid = 0 } = child;
  const seen = new Map(processNow(pid).map((own) => [own.pid, own.started]));
  const track = (entries: readonly Entry[]) => {
    const members = membersOf(pid, entries, seen);
    for (const member of members) seen.set(member.pid, member.started);
    return members;
  };
  // To read the environment of a process costs more than all else here, and nothing of ours began before the program did.
  const began = Number(seen.get(pid) ?? 0);
  const isLater = ({ started }: Entry) => Number(started) >= began;
  const killSeen = (entries: readonly Entry[]) => {
    const members = track(entries).filter((member) => !member.dead);
    const found = new Set([...members.map((member) => member.pid), ...processesWith(mark, entries.filter(isLater))]);
    for (const one of found) killOne(one);
    return found.size;
  };
  // Numbers are used again: a group without a process of ours is not ours any more.
  const isOurs = (entries: readonly Entry[]) => process.platform !== 'linux' || track(entries).length > 0;
  return {
    look({ memory = NO_LIMIT, processes = NO_LIMIT, seconds = NO_LIMIT }) {
      const members = track(processesNow());
      if (members.length > processes) return 'processes';
      if (sumOf(members, (member) => member.resident) > memory * 1_048_576) return 'memory';
      return sumOf(members, (member) => member.seconds) > seconds ? 'processor' : undefined;
    },
    async end() {
      if (isOurs(processesNow())) await endPrograms(child, windowsFolder);
      // What forks faster than it is killed is met again in the next round.
      for (let round = 0; round < 40 && killSeen(processesNow()) > 0; round += 1) await pause(25);
    },
    endNow() {
      const entries = processesNow();
      if (isOurs(entries)) endProgramsNow(child, windowsFolder);
      killSeen(entries);
    },
  };
}

/** What was seen before, its group, and everything below it. */
function membersOf(pid: number, entries: readonly Entry[], seen: ReadonlyMap<number, string>): Entry[] {
  const leader = entries.find((entry) => entry.pid === pid);
  const isReused = leader !== undefined && seen.has(pid) && seen.get(pid) !== leader.started;
  const members = new Map<number, Entry>();
  for (const entry of entries) {
    const isKnown = seen.get(entry.pid) === entry.started;
    if (isKnown || (!isReused && entry.group === pid)) members.set(entry.pid, entry);
  }
  for (let size = -1; size !== members.size; ) {
    size = members.size;
    for (const entry of entries) if (members.has(entry.parent)) members.set(entry.pid, entry);
  }
  return [...members.values()];
}
