import { readdirSync, readFileSync } from 'node:fs';
import { sumOf } from '../../sum-of';

/** A process of this machine. Linux alone can tell; elsewhere the lists are empty. */
export interface Entry {
  pid: number;
  parent: number;
  group: number;
  /** Start time in clock ticks; tells a process from a later one with the same number. */
  started: string;
  /** Bytes. */
  resident: number;
  /** Of processor time, its own and that of what it waited for. */
  seconds: number;
  dead: boolean;
}

/** One file after the other: what forks without end makes more of them than this process may hold open, and at once each would cost three times as much. */
export function processesNow(): Entry[] {
  if (process.platform !== 'linux') return [];
  return namesNow().flatMap((name) => (/^\d+$/.test(name) ? processNow(Number(name)) : []));
}

function namesNow(): string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
}

/** One process, in a list that is empty when it is gone. */
export function processNow(pid: number): Entry[] {
  return parseStat(textOf(`/proc/${pid}/stat`));
}

/** Living processes in whose environment that setting stands. */
export function processesWith(setting: string, entries: readonly Entry[]): number[] {
  const isMarked = ({ pid, dead }: Entry) => !dead && textOf(`/proc/${pid}/environ`).split('\0').includes(setting);
  return entries.filter(isMarked).map(({ pid }) => pid);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

const pageBytes = 4_096;
const ticksPerSecond = 100;

/** The name in parentheses may hold anything, so the fields are counted from its end (proc(5)). */
export function parseStat(text: string): Entry[] {
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
      resident: Number(fields[21] ?? 0) * pageBytes,
      seconds: sumOf(fields.slice(11, 15), Number) / ticksPerSecond,
      dead: state === 'Z' || state === 'X',
    },
  ];
}
