import { assignedTo, becomesCode, includes, startsBeside, withoutPlaces } from './run-forms';
import { givesOrders, loadsAsCode } from './taken-up';

/** So much stands before a name that says what is done with it. */
const MAX_BEFORE = 200;

const PATH = '(?:[^\\s"\'`]{0,150}[/\\\\])?$';

const INTERPRETERS =
  '(?:ba|z|da|k|fi|a|t?c|mk)?sh|node(?:js)?|deno|bun|(?:uv|deno|bun)\\s{1,4}run|tsx|ts-node|tclsh|runghc|python[\\d.]{0,5}|py|ruby|perl|php|lua|pwsh|powershell|osascript|cscript|wscript|Rscript';
/** Words of every day, too, where no command stands. */
const WORDS =
  'source|\\.|call|start|eval|exec|iex|xargs|cmd|expect|julia|groovy|guile|racket|elixir|escript|octave|dotnet|msbuild|wine|mshta|rundll32|regsvr32';

const WRAPPED =
  '(?:\\w{1,40}=\\S{0,60}\\s{1,4}){0,4}(?:(?:[^\\s"\'`]{0,60}[/\\\\])?(?:sudo|exec|eval|env|time|nohup|nice|setsid|timeout\\s{1,4}\\d{1,5}\\w?|xargs|busybox|npx|bunx|pnpx|(?:uv|poetry|pipenv|pdm|hatch|rye|pipx)\\s{1,4}run|call|start|then|do|else|if|while|RUN|CMD|ENTRYPOINT)\\s{1,4}(?:-\\S{1,30}\\s{1,4}|\\w{1,40}=\\S{0,60}\\s{1,4}){0,4}){0,3}';
const KEY =
  '(?:run|script|bash|pwsh|command|cmd|entrypoint|shell|inlineScript|prepare|(?:pre|post)?(?:install|build|test|start|publish|pack|version))["\']?\\s{0,4}:\\s{0,4}[|>]?\\s{0,4}["\'[]{0,2}';
const COMMAND = `(?:^\\s*(?:[-@]{1,2}|[-+$>]\\s{1,4})?|[;&|({\`]\\s{0,4}|(?:^|[\\s"'{,])${KEY})${WRAPPED}`;
const IN_TEXT = `(?:${COMMAND}|["'\\[,=]\\s{0,4})`;

const ARGUMENTS = '(?:\\.exe)?(?:\\s{1,8}[-+/][^\\s"\']{0,40}){0,4}';
const GIVEN =
  '(?:\\s{1,8}["\'(]{0,2}|\\s{0,8}<\\s{0,8}["\'(]{0,2}|["\'],\\s{0,8}\\[?["\'](?:-[^\\s"\']{0,30}["\'],\\s{0,8}["\']){0,3})(?:\\$?\\(?(?:z?cat|base64(?:\\s{1,4}-{1,2}\\w{1,8})?)\\s{1,8}|\\$\\(<\\s{0,4})?';

const STARTS: readonly RegExp[] = [
  new RegExp(`${IN_TEXT}(?:[^\\s"'\`]{0,60}[/\\\\])?(?:${INTERPRETERS})${ARGUMENTS}${GIVEN}${PATH}`),
  new RegExp(`${COMMAND}(?:${WORDS})${ARGUMENTS}${GIVEN}${PATH}`),
  new RegExp(
    `\\bchmod(?:\\s{1,4}-\\w{1,10}){0,3}[\\s=]{1,4}(?:[ugoa]{0,4}[+=][rwst]{0,4}x\\w{0,4}|[0-7]?[1357][0-7]{2}|[0-7]{1,2}[1357][0-7]|[0-7]{1,3}[1357])\\s{1,4}["']?${PATH}`,
  ),
];

/** Where a line of a shell may stand, which begins with what it starts. */
const HOLDS_COMMANDS = /\.(?:sh|bash|zsh|ksh|ps1|bat|cmd|ya?ml|json|mk|toml)$|(?:^|\/)[^/.]+$|file$/i;
const OF_COMMANDS =
  '(?:run|script|bash|pwsh|command|cmd|entrypoint|prepare|(?:pre|post)\\w{1,20})["\']?\\s{0,4}:\\s{0,4}["\'[]{0,2}';
const ALONE = new RegExp(`(?:^\\s*|[;&|(]\\s{0,4}|(?:^|[\\s"'{,])${OF_COMMANDS})${WRAPPED}\\.{1,2}[/\\\\]${PATH}`);
/** What follows is an argument, or one of a list. */
const GOES_ON = /(?:[\\`^,&([{=]|[^:\s-]\s{0,4}\|)\s*$/;

/** Calls that start a program, or load a file as one. */
const CALLED = new RegExp(
  `(?:(?<![\\w.])(?:require|include|require_once|include_once|exec|system)|\\b(?:dofile|loadfile|execfile|run_path|spawn(?:Sync)?|execFile(?:Sync)?|exec(?:v|vp|ve|l)|popen|Popen|subprocess\\.\\w{1,20}|Process\\.Start|Start-Process|Invoke-Expression))\\s{0,4}\\(?\\s{0,4}\\[?\\s{0,4}(?:open\\s{0,4}\\(\\s{0,4})?["'\`(]${PATH}`,
);
/** The text of a file, run by its reader. */
const EVALUATED = new RegExp(
  `\\b(?:eval|exec|new Function|runIn\\w{1,20}Context|loadstring|(?:instance|class)_eval)\\s{0,4}\\(.{0,100}["'\`(]${PATH}`,
);

/** A compiler, or make, takes the file for its own lines. */
const INCLUDED = new RegExp(`^\\s*#\\s*include\\s*["<]${PATH}|\\binclude!\\s*\\(\\s*"${PATH}`);
const MADE = new RegExp(`^\\s*[-s]?include\\s{1,8}(?:\\S{1,100}\\s{1,8}){0,5}${PATH}`);
const MAKEFILE = /(?:file|\.mk|\.mak|\.am)$/i;

/** Loaded, it is data. */
const JSON_NAME = /\.(?:json|map|geojson|topojson|har|tfstate|lock)$/i;

const INTO_SHELL =
  /\|\s*(?:sudo\s+)?(?:(?:ba|z|da)?sh|node|python[\d.]{0,5}|perl|ruby|php|pwsh|iex|Invoke-Expression)\s*(?:-\s*|-s\s*)?(?:$|["'`|;&)])/i;

const COMMENT = /^\s*(?:#(?!!)|\/\/|\*|\/\*|--\s|;|<!--|rem\s|""")/i;

/** Its lines begin with times, of which any is a star. */
const CRONTAB = /cron[^/]*$/i;

export interface Line {
  path: string;
  text: string;
  /** The line above. */
  before: string;
  /** Variables of which the file starts what they name. */
  started: () => ReadonlySet<string>;
}

/** A command gives it to a shell or an interpreter, or is it; a call loads it, and bundlers load pictures so. */
export type Start = 'command' | 'call';

/** How a line starts the file that it names there, or hands it to what runs it. */
export function startIn({ path, text, before, started }: Line, name: string, at: number): Start | undefined {
  const lead = text.slice(Math.max(0, at - MAX_BEFORE), at);
  if (INCLUDED.test(lead)) return 'call';
  if (COMMENT.test(text) && !CRONTAB.test(path)) return undefined;
  const leads = [lead, withoutPlaces(lead)];
  if (isCommand(path, leads, text.slice(at, at + MAX_BEFORE))) return 'command';
  if (becomesCode(path, lead, text.slice(at + name.length, at + name.length + MAX_BEFORE))) return 'command';
  if (leads.some((one) => CALLED.test(one) || EVALUATED.test(one) || loadsAsCode(path, one) || includes(path, one)))
    return JSON_NAME.test(name) ? undefined : 'call';
  const variable = assignedTo(lead);
  if (variable !== undefined && started().has(variable)) return 'command';
  const isAlone = HOLDS_COMMANDS.test(path) && ALONE.test(lead) && !GOES_ON.test(before.slice(-MAX_BEFORE));
  return isAlone ? 'command' : undefined;
}

function isCommand(path: string, leads: readonly string[], rest: string): boolean {
  if (MAKEFILE.test(path) && leads.some((lead) => MADE.test(lead))) return true;
  if (leads.some((lead) => STARTS.some((start) => start.test(lead)) || givesOrders(lead) || startsBeside(path, lead)))
    return true;
  return INTO_SHELL.test(rest);
}
