import { runCommandLine } from './commands/command-line';
import { ownTerminal } from './commands/terminal';

/** The door of a terminal: `second-pass <command>`. */
void runCommandLine(process.argv.slice(2), ownTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
