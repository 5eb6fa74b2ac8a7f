import type { Command } from 'commander';
import type { Terminal } from './terminal';

/** Adds one command to the program; its action tells the exit code. */
export type AddCommand = (program: Command, terminal: Terminal, end: (exitCode: number) => void) => void;
