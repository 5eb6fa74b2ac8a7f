import { basename } from 'node:path/posix';
import { isCodeName } from './code-name';
import { runsUnread } from './runs-unread';

const PATH = '(?:[^\\s"\'`]{0,150}[/\\\\])?$';
const QUOTED = `["'\`]${PATH}`;

const PIPELINE = /\.ya?ml$/i;

/** Commands that are spelt so where one kind of file stands, or anywhere. */
const STARTS_BESIDE: readonly [kind: RegExp, lead: RegExp][] = [
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

/** Lines of compilers, builds and clouds that take the file for code. */
const INCLUDES: readonly [kind: RegExp, lead: RegExp][] = [
  [
    /proj$|\.(?:props|targets)$/i,
    new RegExp(`<(?:Compile|UsingTask)\\b[^>]{0,100}\\b(?:Include|AssemblyFile)\\s{0,3}=\\s{0,3}${QUOTED}`, 'i'),
  ],
  [
    /\.cmake$|CMakeLists\.txt$/i,
    new RegExp(
      `\\b(?:include|add_executable|add_library|target_sources)\\s{0,3}\\([^)]{0,120}?(?:(?<=[\\s("])|(?<=\\())${PATH}`,
      'i',
    ),
  ],
  [/\.sql$/i, new RegExp(`^\\s*(?:\\\\ir?|\\.read|@{1,2}|source)\\s{1,8}["']?${PATH}`, 'i')],
  [/\.tf$/i, new RegExp(`\\b(?:user_data|\\w{0,20}startup_script|script)\\s{0,8}=.{0,60}${QUOTED}`)],
  [
    /(?:^|\/)[^/]{1,60}\.config\.\w{1,5}$/i,
    new RegExp(`\\bentry["']?\\s{0,4}:\\s{0,4}(?:[[{]\\s{0,4})?(?:["']?[\\w-]{1,40}["']?\\s{0,4}:\\s{0,4})?${QUOTED}`),
  ],
  [
    /file$|\.groovy$/i,
    new RegExp(`(?<![\\w.])(?:load|evaluate)\\s{0,4}\\(?\\s{0,4}(?:new\\s{1,3}File\\s{0,3}\\(\\s{0,3})?${QUOTED}`),
  ],
];

/** True where a command of that kind of file starts what stands behind this. */
export function startsBeside(path: string, lead: string): boolean {
  return STARTS_BESIDE.some(([kind, form]) => kind.test(path) && form.test(lead));
}

/** True where a line of that kind of file takes in what stands behind this. */
export function includes(path: string, lead: string): boolean {
  return INCLUDES.some(([kind, form]) => kind.test(path) && form.test(lead));
}

const SUBSTITUTION = /\$\((?:[^()]|\([^()]{0,60}\)){0,80}\)/g;
const JOINED =
  /(?:(?:os\.)?path\.|Path\.)?(?:join|resolve|combine)\s{0,3}\([^()]{0,120}$|(?:__DIR__|__dirname|\$?[A-Za-z_]\w{0,30})\s{0,3}[.+]\s{0,3}["'][^"'\s]{0,100}$/i;

/** A folder that is asked for where the line runs stands for any. */
export function withoutPlaces(lead: string): string {
  const plain = lead.replace(SUBSTITUTION, '.').replace(/"\.(?=\/)/, '"./');
  const joined = JOINED.exec(plain);
  return joined === null ? plain : `${plain.slice(0, joined.index)}"`;
}

/** Takes a file to another name. */
const COPIES = /(?:^|[\s;&|"'`(@])(?:COPY|ADD|cp|mv|ln|install|copy|move|Copy-Item|Move-Item)\s[^;&|]{0,150}$/;
const LAST_WORD = /^[^;&|\n]{0,200}?["'\s]([^\s"'`;&|]{1,200})["']?\s{0,8}(?:$|[;&|])/;
const MOUNTED = /^:([^\s"':,]{1,200})/;
const NAMED_ANEW = /([\w.-]{1,100})=(?:[^\s"'`]{0,150}[/\\])?$/;
const FOLDER = /(?:^|\/)\.{0,2}\/?$/;
const PROGRAMS =
  /\/s?bin\/[^./]{1,60}$|\/etc\/(?:cron|init|profile|rc|systemd|sudoers|ld\.so|apt|pam)[\w.-]{0,20}(?:\/[^/]{1,60}){0,4}$/;

/** Copied, mounted or named anew so that it runs. */
export function becomesCode(path: string, lead: string, rest: string): boolean {
  const targets = [
    COPIES.test(lead) ? LAST_WORD.exec(rest)?.[1] : undefined,
    MOUNTED.exec(rest)?.[1],
    PIPELINE.test(path) ? NAMED_ANEW.exec(lead)?.[1] : undefined,
  ];
  const isRun = (to: string) => isCodeName(to) || PROGRAMS.test(to) || (!FOLDER.test(to) && runsUnread(basename(to)));
  return targets.some((to) => to !== undefined && isRun(to));
}

const ASSIGNED = new RegExp(
  `(?:^|[\\s;{(])(?:export|local|readonly|set|const|let|var|ENV|ARG)?\\s{0,4}\\$?(\\w{1,60})\\s{0,4}[:?+]{0,2}=\\s{0,4}["'\`]?${PATH}`,
);
const STARTED =
  /(?:^|[\s;&|("'`@])(?:(?:ba|z|da|k)?sh|node|python[\d.]{0,5}|ruby|perl|php|pwsh|source|\.|&|exec|eval)(?:\s{1,4}-\S{1,20}){0,3}\s{1,4}["']?\$[({]?(\w{1,60})|\b(?:require|eval|exec|fork|execFile(?:Sync)?|spawn(?:Sync)?|execfile|run_path|dofile|load)\s{0,3}\(\s{0,3}(?:open\s{0,3}\(|(?:fs\.)?readFileSync\s{0,3}\()?\$?(\w{1,60})/gm;

/** Names of variables of which a line of this text starts what they name. */
export function startedNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(STARTED)].flatMap(([, one, other]) => one ?? other ?? []));
}

/** The variable to which a line gives the name that stands behind this. */
export function assignedTo(lead: string): string | undefined {
  return ASSIGNED.exec(lead)?.[1] ?? ASSIGNED.exec(withoutPlaces(lead))?.[1];
}

const LOOP = /\bfor\s{1,4}(\w{1,60})\s{1,4}in\s{1,4}([^;\n]{1,200})/g;
const PARTS = /\brun-parts(?:\s{1,4}-\S{1,30}){0,4}\s{1,4}["']?([^\s"';|&]{1,200})/g;

/** Whether a file lies in a folder of which this text starts whatever lies there, be it in a loop; absent where it starts none. */
export function startedFolders(text: string): ((path: string) => boolean) | undefined {
  const loops = [...text.matchAll(LOOP)];
  const started = loops.length === 0 ? new Set<string>() : startedNames(text);
  const lists = loops.filter(([, name = '']) => started.has(name)).flatMap(([, , list = '']) => list.split(/\s+/));
  const globs = [
    ...lists.filter((word) => word.includes('*')),
    ...[...text.matchAll(PARTS)].map(([, folder]) => `${folder}/*`),
  ].map((word) => word.replace(/["']/g, ''));
  return globs.length === 0 ? undefined : (path) => globs.some((glob) => isWithin(path, glob));
}

/** Where the text stands when it runs, nobody knows. */
function isWithin(path: string, glob: string): boolean {
  const folder = glob.slice(0, glob.indexOf('*')).replace(/^(?:[^/]*\$[^/]*|\.{1,2})?\/(?:\.{1,2}\/)*/, '');
  const ending = glob.slice(glob.lastIndexOf('*') + 1);
  const at = `/${path}`.lastIndexOf(`/${folder}`);
  return folder.length > 1 && at >= 0 && path.endsWith(ending);
}
