import { readFileSync, readlinkSync } from 'node:fs';
import { processNow } from '../process/process-list';

/** Under which a container bears who made it. */
export const OWNER = 'second-pass.owner';

/**
 * This process, as no other one is called: its account, the machine since it was started, its namespace of processes, its number and
 * when it began. Empty where the system does not tell.
 */
export function ownName(): string {
  const [own] = processNow(process.pid);
  return own === undefined ? '' : `${placeOfOwn()}/${own.pid}/${own.started}`;
}

/** True where a process that had the same account and could be seen from here is gone. Of others nothing is known. */
export function isOfGone(name: string): boolean {
  const [, place, pid = '', started] = /^(.+)\/(\d+)\/(\d+)$/.exec(name) ?? [];
  const own = placeOfOwn();
  if (own === '' || place !== own) return false;
  return !processNow(Number(pid)).some((now) => now.started === started && !now.dead);
}

/** Numbers of processes mean something in it alone. */
function placeOfOwn(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${process.getuid?.()}/${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
