import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';

/** In memory, where a system has it: room for a key even when every disk is full. */
const SHARED_MEMORY = '/dev/shm';

/**
 * A folder of our own for the key files of the agent's library, which ends with the work. The agent's temporary folder may be
 * missing, read-only or full: that is told later, to the pull request too, and must not keep us from reading what to tell it with.
 */
export function withKeyFolder<T>(work: (folder: string) => T): T {
  const folder = makeFolder([process.env.AGENT_TEMPDIRECTORY ?? '', tmpdir(), SHARED_MEMORY]);
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeFolder(places: readonly string[]): string {
  const troubles: string[] = [];
  for (const place of places.filter((one) => one !== '')) {
    try {
      return tried(mkdtempSync(join(place, 'second-pass-keys-')));
    } catch (error) {
      troubles.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new SecondPassError({
    kind: 'platform',
    code: 'agent-folder',
    message: `No folder of this agent can be written to: ${troubles.join('; ')}.`,
    advice: 'Free space on its disk, or give the account of the agent the right to write to its temporary folder.',
  });
}

/** A full disk still takes a folder, but no more files. */
function tried(folder: string): string {
  try {
    writeFileSync(join(folder, 'try'), 'room for a key'.repeat(300));
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
