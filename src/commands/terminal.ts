import { cleanEnvironment } from '../adapters/azure-pipelines/environment';
import { createMask, type Mask } from '../adapters/http/mask';
import { harmlessButOurs } from '../steps/comments/harmless';
import { withAddresses } from './pages';
import { proxyPasswords } from './proxy';

/** The terminal that a command was started in. */
export interface Terminal {
  /** Where the user stands. */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Results: the standard output. */
  print(text: string): void;
  /** Everything else: the standard error stream. */
  say(text: string): void;
  /** Whether somebody reads along who can see colours. */
  coloursResult: boolean;
  coloursLog: boolean;
  /** Whether a line of the log may be drawn over. */
  isInteractive: boolean;
  /** What the environment held that could have steered the run, and what became of it. */
  warnings: readonly string[];
  /** The secrets that the user handed to this run: none of them goes out but to whom it is for. */
  mask: Mask;
}

/** The user's own folder. */
export function homeOf({ environment }: Pick<Terminal, 'environment'>): string | undefined {
  return environment.HOME ?? environment.USERPROFILE;
}

/** The same terminal, which shows none of the secrets in its environment. */
export function guardedTerminal(terminal: Omit<Terminal, 'mask'>): Terminal {
  const mask = createMask();
  for (const secret of secretsIn(terminal.environment)) mask.add(secret);
  const { print, say } = terminal;
  return {
    ...terminal,
    print: (text) => print(harmlessButOurs(mask.hide(text))),
    say: (text) => say(withAddresses(mask.hide(text))),
    mask,
  };
}

/** Keys and tokens of all commands, whichever of them the one at hand needs. */
const SECRETS = ['ANTHROPIC_API_KEY', 'AZURE_DEVOPS_TOKEN', 'SECOND_PASS_MEMORY_KEY'];

function secretsIn(environment: Terminal['environment']): string[] {
  const named = SECRETS.map((name) => (environment[name] ?? '').trim());
  return [...named, ...proxyPasswords(environment)].filter((one) => one !== '');
}

/** The terminal of this process; a script of the package's own is started in the package's folder, whoever calls it. */
export function ownTerminal(): Omit<Terminal, 'mask'> {
  const { stdout, stderr } = process;
  const env = { ...process.env };
  // What the user set for Claude is read by its name alone; nothing of it reaches a library by itself.
  const { warnings } = cleanEnvironment();
  const isOwnScript = env.npm_package_name === 'second-pass' && env.npm_lifecycle_event !== undefined;
  return {
    folder: (isOwnScript && env.INIT_CWD) || process.cwd(),
    environment: env,
    print: (text) => void stdout.write(text),
    say: (text) => void stderr.write(text),
    coloursResult: hasColours(stdout),
    coloursLog: hasColours(stderr),
    isInteractive: stderr.isTTY === true && env.CI === undefined && env.TERM !== 'dumb',
    warnings: warnings.filter((text) => !/ANTHROPIC/.test(text)),
  };
}

/** `NO_COLOR` and `FORCE_COLOR` as everywhere: https://no-color.org, https://force-color.org */
function hasColours(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM } = process.env;
  if (NO_COLOR !== '') return false;
  return FORCE_COLOR !== '' ? FORCE_COLOR !== '0' : stream.isTTY === true && TERM !== 'dumb';
}
