import { PATH } from './lead';

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

/** A shell or an interpreter is given it, or it becomes a program. */
const STARTS: readonly RegExp[] = [
  new RegExp(`${IN_TEXT}(?:[^\\s"'\`]{0,60}[/\\\\])?(?:${INTERPRETERS})${ARGUMENTS}${GIVEN}${PATH}`),
  new RegExp(`${COMMAND}(?:${WORDS})${ARGUMENTS}${GIVEN}${PATH}`),
  new RegExp(
    `\\bchmod(?:\\s{1,4}-\\w{1,10}){0,3}[\\s=]{1,4}(?:[ugoa]{0,4}[+=][rwst]{0,4}x\\w{0,4}|[0-7]?[1357][0-7]{2}|[0-7]{1,2}[1357][0-7]|[0-7]{1,3}[1357])\\s{1,4}["']?${PATH}`,
  ),
];

const BEGINS = '(?:^|[\\s;&|({"\'`@/\\\\])';
const MORE = '(?:\\.exe)?(?=\\s)[^;&|\\n]{0,120}\\s';

/** By an option of its own a program takes its orders from a file; what else it is given is what it works on. */
const ORDERS: readonly [programs: string, options: string][] = [
  [
    '[gmn]?awk|sed|g?make|nmake|psql|mongosh?|kubectl|oc|docker|docker-compose|podman|buildah|helm',
    '-f|--file(?:name)?',
  ],
  ['sqlcmd|isql', '-i'],
  ['gdb|lldb|vim?|nvim|emacs', '-x|-S|--command|--load'],
  ['(?:g?cc|g\\+\\+|c\\+\\+|clang(?:\\+\\+)?)', '-x\\s{1,4}\\S{1,12}|-include|-T'],
  ['node|nodejs|ts-node|tsx|mocha', '-r|--require|--import|--loader'],
  ['ruby|perl', '-r|-M'],
  ['java', '-jar|-cp|-classpath|--class-path'],
  ['pip3?', '-r|-c|--requirement|--constraint'],
  ['git', 'apply|am'],
];

const READS_ORDERS = ORDERS.map(
  ([programs, options]) => new RegExp(`${BEGINS}(?:${programs})${MORE}(?:${options})[\\s=]{1,4}["']?${PATH}`),
);
/** Of what is read as data a client says so. */
const FED = new RegExp(
  `${BEGINS}(?:mysql|mariadb|psql|sqlite3|mongosh?|sqlcmd|isql|patch)(?=\\s)(?![^\\n]{0,150}(?:copy|stdin|import|load|insert))[^;&|\\n]{0,120}<\\s{0,4}["']?${PATH}`,
  'i',
);
const PRELOADED = new RegExp(
  `\\b(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|BASH_ENV|PYTHONSTARTUP|-javaagent)["']?\\s{0,4}[=:]\\s{0,4}["']?${PATH}`,
);
const BY_THEMSELVES = new RegExp(`(?:^|[;&|]|\\bsudo)\\s{0,8}(?:crontab|ansible-playbook)\\s{1,4}["']?${PATH}`);

/** Commands that are spelt so where one kind of file stands, or anywhere. */
const OF_KINDS: readonly [kind: RegExp, lead: RegExp][] = [
  [
    /\.(?:sh|bash|zsh|ksh|ya?ml|json|mk|toml|bat|cmd|ps1)$|(?:^|\/)[^/.]+$|file$/i,
    new RegExp(
      `(?:^|[\\s"'\`(@;&|])(?:zx|java|dotnet\\s{1,3}script|go\\s{1,3}run|k6\\s{1,3}run|run-parts|patch(?:\\s{1,3}-\\S{1,20}){0,4}\\s{1,3}-i|(?:nginx|supervisord|packer|ant)\\b[^|;&]{0,80}\\s-[cfx]|(?:ba|z|da|k)?sh(?:\\s{1,3}-\\w{1,9}){0,3}["']?\\s{0,3}<)(?:\\s{1,3}-\\S{1,30}){0,4}\\s{0,4}["']?${PATH}`,
    ),
  ],
  [
    /./,
    new RegExp(
      `\\b(?:NODE_OPTIONS|PERL5OPT|RUBYOPT|GIT_SSH(?:_COMMAND)?|GIT_ASKPASS|SSH_ASKPASS|EDITOR|PROMPT_COMMAND|MAKEFILES|hooksPath)["']?\\s{0,3}[=:\\s]\\s{0,3}["']?(?:-\\S{1,20}[ =])?${PATH}`,
    ),
  ],
  [/cron[^/]*$/i, new RegExp(`^\\s*(?:[^\\s#]{1,40}\\s{1,8}){5,6}(?:/bin/)?(?:ba|z|da|k)?sh\\s{1,4}${PATH}`)],
  [/\.ps[m]?1$/i, /(?:^|[;{(|])\s{0,8}[&.]\s{1,4}["'][^"']{0,150}[\\/]$/],
];

const MADE = new RegExp(`^\\s*[-s]?include\\s{1,8}(?:\\S{1,100}\\s{1,8}){0,5}${PATH}`);
const MAKEFILE = /(?:file|\.mk|\.mak|\.am)$/i;

const INTO_SHELL =
  /\|\s*(?:sudo\s+)?(?:(?:ba|z|da)?sh|node|python[\d.]{0,5}|perl|ruby|php|pwsh|iex|Invoke-Expression)\s*(?:-\s*|-s\s*)?(?:$|["'`|;&)])/i;

const COMMANDS: readonly RegExp[] = [...STARTS, ...READS_ORDERS, FED, PRELOADED, BY_THEMSELVES];

/** True where a command is given the file that stands behind one of these, the same lead as it is written and otherwise, or is it. */
export function isCommand(path: string, leads: readonly string[], rest: string): boolean {
  return leads.some((lead) => isGiven(path, lead)) || INTO_SHELL.test(rest);
}

function isGiven(path: string, lead: string): boolean {
  if (MAKEFILE.test(path) && MADE.test(lead)) return true;
  if (COMMANDS.some((command) => command.test(lead))) return true;
  return OF_KINDS.some(([kind, command]) => kind.test(path) && command.test(lead));
}

/** Where a line of a shell may stand, which begins with what it starts. */
const HOLDS_COMMANDS = /\.(?:sh|bash|zsh|ksh|ps1|bat|cmd|ya?ml|json|mk|toml)$|(?:^|\/)[^/.]+$|file$/i;
const OF_COMMANDS =
  '(?:run|script|bash|pwsh|command|cmd|entrypoint|prepare|(?:pre|post)\\w{1,20})["\']?\\s{0,4}:\\s{0,4}["\'[]{0,2}';
const ALONE = new RegExp(`(?:^\\s*|[;&|(]\\s{0,4}|(?:^|[\\s"'{,])${OF_COMMANDS})${WRAPPED}\\.{1,2}[/\\\\]${PATH}`);
/** What follows is an argument, or one of a list. */
const GOES_ON = /(?:[\\`^,&([{=]|[^:\s-]\s{0,4}\|)\s*$/;

/** True where a line begins with the file itself. */
export function standsAlone(path: string, lead: string, before: string): boolean {
  return HOLDS_COMMANDS.test(path) && ALONE.test(lead) && !GOES_ON.test(before);
}
