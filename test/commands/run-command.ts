import { runCommandLine } from '../../src/commands/command-line';
import type { Terminal } from '../../src/commands/terminal';
import { DEFAULT_KEY } from '../emulators/claude/server';

/** How a command ended. */
export interface Ended {
  code: number;
  /** The result: standard output. */
  out: string;
  /** The log: standard error stream. */
  said: string;
}

/** What programs need to start; nothing of it steers a command. */
const { PATH, SystemRoot, TEMP } = process.env;
const MACHINE = { PATH, SystemRoot, TEMP };

/** Runs a command in this process, as a user would who stands in `folder` and has a key unless told otherwise. */
export async function runCommand(
  words: readonly string[],
  given: Partial<Pick<Terminal, 'folder' | 'environment' | 'coloursResult'>> = {},
): Promise<Ended> {
  const ended: Ended = { code: -1, out: '', said: '' };
  ended.code = await runCommandLine(words, {
    folder: process.cwd(),
    coloursResult: false,
    coloursLog: false,
    isInteractive: false,
    warnings: [],
    print: (text) => {
      ended.out += text;
    },
    say: (text) => {
      ended.said += text;
    },
    ...given,
    environment: { ...MACHINE, ...(given.environment ?? { ANTHROPIC_API_KEY: DEFAULT_KEY }) },
  });
  return ended;
}
