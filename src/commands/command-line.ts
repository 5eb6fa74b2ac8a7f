import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { inFull, isSecondPassError, ourFault } from '../errors';
import { harmless } from '../steps/comments/harmless';
import type { AddCommand } from './command';
import { addDoctor } from './doctor';
import { addEvaluate } from './evaluate';
import { EXIT } from './exit-codes';
import { addPolicy } from './policy';
import { addReport } from './report';
import { addPreview, addReview } from './review';
import { addStats } from './stats';
import { guardedTerminal, type Terminal } from './terminal';

const COMMANDS: readonly AddCommand[] = [addReview, addPreview, addDoctor, addReport, addStats, addPolicy, addEvaluate];

/** Carries out the words of a command line. @returns the exit code; whatever is thrown becomes one and a sentence */
export async function runCommandLine(words: readonly string[], own: Omit<Terminal, 'mask'>): Promise<number> {
  const terminal = guardedTerminal(own);
  let exitCode: number = EXIT.good;
  const program = commandLine(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error, words, terminal, program);
  }
}

function commandLine(terminal: Terminal, end: (exitCode: number) => void): Command {
  const program = new Command('second-pass')
    .description('Reviews a change with Claude: a sweep finds, a critique takes back what does not hold up.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show how to use it')
    .helpCommand('help [command]', 'show how to use a command')
    .addHelpText('after', HELP)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: () => {}, getOutHasColors: () => terminal.coloursResult });
  for (const add of COMMANDS) add(program, terminal, end);
  return program;
}

const HELP = `
Begin with:
  $ second-pass preview --base main              what a review would send; needs no key and sends nothing
  $ second-pass review --base main --no-model    static analysis alone; needs no key and no network
  $ second-pass review --base main               the review; ANTHROPIC_API_KEY holds the key

Exit code 0: nothing blocks. 1: the task would fail. 2: there was no whole review, and the last line says why.`;

function failed(error: unknown, words: readonly string[], terminal: Terminal, program: Command): number {
  if (error instanceof CommanderError) return wordsFailed(error, words, terminal, program);
  const known = isSecondPassError(error) ? error : ourFault(error);
  terminal.say(`${harmless(inFull(known))}\n`);
  return EXIT.noReview;
}

/** Asking for help is no failure; saying nothing at all shows the help too, and reviews nothing. */
function wordsFailed(
  { code, message }: CommanderError,
  words: readonly string[],
  terminal: Terminal,
  program: Command,
): number {
  if (code === 'commander.helpDisplayed' || code === 'commander.version') return EXIT.good;
  if (code === 'commander.help' && words.length > 0) return EXIT.good;
  if (code === 'commander.help') {
    terminal.say('Name a command, for example: second-pass review --base main\n');
    return EXIT.noReview;
  }
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`;
  const meant = program.commands.find((command) => command.name() === words[0])?.name() ?? 'review';
  const advice = `\`second-pass help\` lists the commands, \`second-pass help ${meant}\` the inputs.`;
  terminal.say(`${harmless([sentence, ...more, advice].join(' '))}\n`);
  return EXIT.noReview;
}
