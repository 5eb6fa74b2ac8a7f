import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** All processes that came from one program, also those that left its group. */
export interface ProcessTree {
  /** The limit that the tree is beyond now, if any. Only Linux can tell. */
  look(limits: { memory: number; processes: number }): Promise<'memory' | 'processes' | undefined>;
  /** Kills all of them and waits until they are gone. */
  end(): Promise<void>;
  /** The same at the end of our own process, without waiting. */
  endNow(): void;
}

interface Entry {
  pid: number;
  parent: number;
  group: number;
  /** Start time in clock ticks; tells a process from a later one with the same number. */
  started: string;
  /** Bytes. */
  resident: number;
  dead: boolean;
}

const PAGE_BYTES = 4_096;

/** `marker` stands in the environment of the program, and so in that of everything it starts. */
export function createProcessTree(
  pid: number | undefined,
  marker: string,
  systemRoot: string | undefined,
): ProcessTree {
  const seen = new Map<number, string>();
  const own = processesNow().find((entry) => entry.pid === pid);
  if (own) seen.set(own.pid, own.started);
  const track = (entries: readonly Entry[]) => {
    const members = pid === undefined ? [] : membersOf(pid, entries, seen);
    for (const member of members) seen.set(member.pid, member.started);
    return members;
  };
  const kill = (entries: readonly Entry[]) => {
    if (pid === undefined) return 0;
    const members = track(entries);
    const marked = markedIn(entries, marker);
    // Numbers are used again: a group without a process of ours is not ours any more.
    if (members.length > 0 || process.platform !== 'linux') killGroup(pid, systemRoot);
    for (const found of new Set([...members.map((member) => member.pid), ...marked])) killOne(found);
    return members.filter((member) => !member.dead).length + marked.length;
  };
  return {
    async look(limits) {
      const members = track(await processes());
      if (members.length > limits.processes) return 'processes';
      const resident = members.reduce((sum, member) => sum + member.resident, 0);
      return resident > limits.memory * 1_048_576 ? 'memory' : undefined;
    },
    async end() {
      // What forks faster than it is killed is met again in the next round.
      for (let round = 0; round < 40 && kill(processesNow()) > 0; round += 1) await pause(25);
    },
    endNow() {
      kill(processesNow());
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

function killGroup(pid: number, systemRoot: string | undefined): void {
  if (process.platform !== 'win32') {
    killOne(-pid);
    return;
  }
  try {
    const program = join(systemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    execFileSync(program, ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore', windowsHide: true, timeout: 5_000 });
  } catch {
    // It had ended before.
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended before.
  }
}

function markedIn(entries: readonly Entry[], marker: string): number[] {
  const sign = `SECOND_PASS_SCAN=${marker}`;
  return entries.filter((entry) => !entry.dead && environmentOf(entry.pid).includes(sign)).map((entry) => entry.pid);
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

async function processes(): Promise<Entry[]> {
  if (process.platform !== 'linux') return [];
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'latin1').catch(() => '')));
  return texts.flatMap(parseStat);
}

function processesNow(): Entry[] {
  if (process.platform !== 'linux') return [];
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return names.flatMap((name) => {
    try {
      return parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'));
    } catch {
      return [];
    }
  });
}

/** The name in parentheses may hold anything, so the fields are counted from its end (proc(5)). */
function parseStat(text: string): Entry[] {
  const end = text.lastIndexOf(')');
  if (end < 0) return [];
  const fields = text.slice(end + 2).split(' ');
  const [state = '', parent = '', group = ''] = fields;
  return [
    {
      pid: Number.parseInt(text, 10),
      parent: Number(parent),
      group: Number(group),
      started: fields[19] ?? '',
      resident: Number(fields[21] ?? 0) * PAGE_BYTES,
      dead: state === 'Z' || state === 'X',
    },
  ];
}
