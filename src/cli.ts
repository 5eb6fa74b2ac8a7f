import { runCommandLine } from './commands/command-line';
import { EXIT } from './commands/exit-codes';
import { ownTerminal } from './commands/terminal';

/** Until it is known: a process that waits for what nothing will bring ends by itself, and that is no review. */
process.exitCode = EXIT.noReview;

/** The door of a terminal: `second-pass <command>`. */
void runCommandLine(process.argv.slice(2), ownTerminal()).then((exitCode) => {
  process.exitCode = exitCode;
});
