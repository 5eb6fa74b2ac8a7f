import { basename } from 'node:path/posix';
import { runsUnread } from './runs-unread';

const PATH = '(?:[^\\s"\'`]{0,150}[/\\\\])?$';
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

const LOADED = new RegExp(
  `\\b(?:dlopen\\s{0,4}\\((?:\\s{0,4}\\w{1,20}\\s{0,4},)?|(?:C|Py|Win|Ole)DLL\\s{0,4}\\(|(?:cdll\\.)?LoadLibrary[AWEx]{0,3}\\s{0,4}\\(|Assembly\\]?(?:\\.|::)(?:Unsafe)?Load(?:From|File)\\s{0,4}\\(|System\\.load\\s{0,4}\\(|plugin\\.Open\\s{0,4}\\(|importScripts\\s{0,4}\\(|Worker\\s{0,4}\\(|fork\\s{0,4}\\(|require_relative[\\s(]|check_(?:call|output)\\s{0,4}\\(\\s{0,4}\\[|createRequire\\s{0,4}\\([^()]{0,40}\\)\\s{0,4}\\(|(?:SourceFileLoader|spec_from_file_location)\\s{0,4}\\(\\s{0,4}["'][^"']{0,60}["']\\s{0,4},|(?:EvaluateAsync|__import__)\\s{0,4}\\([^\\n]{0,60}\\()\\s{0,4}["'\`]${PATH}`,
);
const OF_POWERSHELL = new RegExp(
  `\\b(?:Import-Module|Add-Type\\s{1,4}-(?:Literal)?Path|(?:iex|Invoke-Expression)\\s[^;|\\n]{0,80})\\s{0,4}["'(]{0,2}${PATH}`,
  'i',
);
const OF_PAGE = new RegExp(`<script\\b[^<>]{0,100}\\ssrc\\s{0,4}=\\s{0,4}["']?${PATH}`, 'i');

/** What one language alone has a word of every day for. */
const OF_LANGUAGES: readonly [language: RegExp, loads: RegExp][] = [
  [
    /\.(?:rb|rake|ru|gemspec)$|file$/i,
    new RegExp(`\\b(?:load|eval\\s{1,4}(?:File|IO)\\.\\w{1,10})[\\s(]{1,4}["']${PATH}`),
  ],
  [/\.p[lm]$/i, new RegExp(`\\bdo\\s{1,4}["']${PATH}`)],
  [/\.r$/i, new RegExp(`\\bsource\\s{0,4}\\(\\s{0,4}["']${PATH}`)],
  [/\.(?:gradle|kts)$/i, new RegExp(`\\bapply\\s{0,4}\\(?\\s{0,4}from\\s{0,4}[:=]\\s{0,4}["']${PATH}`)],
  [
    /proj$|\.(?:props|targets|xml)$/i,
    new RegExp(`<import\\s[^<>]{0,100}(?:project|resource)\\s{0,4}=\\s{0,4}["']${PATH}`, 'i'),
  ],
  [/\.conf$/i, new RegExp(`^\\s{0,20}include\\s{1,8}["']?${PATH}`, 'i')],
  [/\.ya?ml$/i, new RegExp(`^\\s{0,40}-\\s{1,4}(?:template|local)\\s{0,4}:\\s{0,4}["']?${PATH}`)],
  [
    /\.[cm]?[jt]sx?$|\.json$/i,
    new RegExp(
      `\\b(?:setupFiles(?:AfterEnv)?|globalSetup|globalTeardown)["']?\\s{0,4}:\\s{0,4}\\[?\\s{0,4}["']${PATH}`,
    ),
  ],
];
const STEP = new RegExp(
  `^\\s{0,40}(?:-\\s{1,4})?(?:template|filePath|scriptPath|targetFile)\\s{0,4}:\\s{0,4}["']?${PATH}`,
);
const PACKAGE = new RegExp(
  `"(?:main|module|browser|bin|exports|preload)"\\s{0,4}:\\s{0,4}(?:\\{\\s{0,4}"[^"\\n]{1,60}"\\s{0,4}:\\s{0,4})?"${PATH}`,
);

/** True where a program is told to take its orders from the file that stands behind this. */
export function givesOrders(lead: string): boolean {
  return (
    READS_ORDERS.some((pattern) => pattern.test(lead)) ||
    FED.test(lead) ||
    PRELOADED.test(lead) ||
    BY_THEMSELVES.test(lead)
  );
}

/** True where code, or the settings of a tool, load as code what stands behind this. */
export function loadsAsCode(path: string, lead: string): boolean {
  if (LOADED.test(lead) || OF_POWERSHELL.test(lead) || OF_PAGE.test(lead)) return true;
  if (OF_LANGUAGES.some(([language, loads]) => language.test(path) && loads.test(lead))) return true;
  if (/\.ya?ml$/i.test(path) && STEP.test(lead)) return runsUnread(path);
  return basename(path) === 'package.json' && PACKAGE.test(lead);
}
