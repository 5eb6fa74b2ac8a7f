import { basename } from 'node:path/posix';
import { PATH, QUOTED } from './lead';
import { runsUnread } from './runs-unread';

/** Calls that start a program, or load a file as one. */
const CALLED = new RegExp(
  `(?:(?<![\\w.])(?:require|include|require_once|include_once|exec|system)|\\b(?:dofile|loadfile|execfile|run_path|spawn(?:Sync)?|execFile(?:Sync)?|exec(?:v|vp|ve|l)|popen|Popen|subprocess\\.\\w{1,20}|Process\\.Start|Start-Process|Invoke-Expression))\\s{0,4}\\(?\\s{0,4}\\[?\\s{0,4}(?:open\\s{0,4}\\(\\s{0,4})?["'\`(]${PATH}`,
);
/** The text of a file, run by its reader. */
const EVALUATED = new RegExp(
  `\\b(?:eval|exec|new Function|runIn\\w{1,20}Context|loadstring|(?:instance|class)_eval)\\s{0,4}\\(.{0,100}["'\`(]${PATH}`,
);

const LOADED = new RegExp(
  `\\b(?:dlopen\\s{0,4}\\((?:\\s{0,4}\\w{1,20}\\s{0,4},)?|(?:C|Py|Win|Ole)DLL\\s{0,4}\\(|(?:cdll\\.)?LoadLibrary[AWEx]{0,3}\\s{0,4}\\(|Assembly\\]?(?:\\.|::)(?:Unsafe)?Load(?:From|File)\\s{0,4}\\(|System\\.load\\s{0,4}\\(|plugin\\.Open\\s{0,4}\\(|importScripts\\s{0,4}\\(|import\\s{0,4}\\(|Worker\\s{0,4}\\(|fork\\s{0,4}\\(|require_relative[\\s(]|check_(?:call|output)\\s{0,4}\\(\\s{0,4}\\[|createRequire\\s{0,4}\\([^()]{0,40}\\)\\s{0,4}\\(|(?:SourceFileLoader|spec_from_file_location)\\s{0,4}\\(\\s{0,4}["'][^"']{0,60}["']\\s{0,4},|(?:EvaluateAsync|__import__)\\s{0,4}\\([^\\n]{0,60}\\()\\s{0,4}["'\`]${PATH}`,
);
const OF_POWERSHELL = new RegExp(
  `\\b(?:Import-Module|Add-Type\\s{1,4}-(?:Literal)?Path|(?:iex|Invoke-Expression)\\s[^;|\\n]{0,80})\\s{0,4}["'(]{0,2}${PATH}`,
  'i',
);
const OF_PAGE = new RegExp(`<script\\b[^<>]{0,100}\\ssrc\\s{0,4}=\\s{0,4}["']?${PATH}`, 'i');

/** What one kind of file alone has such words for: those of every day in a language, those of compilers, builds and clouds. */
const OF_KINDS: readonly [kind: RegExp, loads: RegExp][] = [
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
const STEP = new RegExp(
  `^\\s{0,40}(?:-\\s{1,4})?(?:template|filePath|scriptPath|targetFile)\\s{0,4}:\\s{0,4}["']?${PATH}`,
);
const PACKAGE = new RegExp(
  `"(?:main|module|browser|bin|exports|preload)"\\s{0,4}:\\s{0,4}(?:\\{\\s{0,4}"[^"\\n]{1,60}"\\s{0,4}:\\s{0,4})?"${PATH}`,
);

const PIPELINE = /\.ya?ml$/i;
const ANYWHERE: readonly RegExp[] = [CALLED, EVALUATED, LOADED, OF_POWERSHELL, OF_PAGE];

/** True where code, or the settings of a tool, load as code what stands behind this. */
export function loadsAsCode(path: string, lead: string): boolean {
  if (ANYWHERE.some((loads) => loads.test(lead))) return true;
  if (OF_KINDS.some(([kind, loads]) => kind.test(path) && loads.test(lead))) return true;
  if (PIPELINE.test(path) && STEP.test(lead) && runsUnread(path)) return true;
  return basename(path) === 'package.json' && PACKAGE.test(lead);
}

/** A compiler takes the file for its own lines; such a line looks like a comment of a shell. */
const INCLUDED = new RegExp(`^\\s*#\\s*include\\s*["<]${PATH}|\\binclude!\\s*\\(\\s*"${PATH}`);

export function isIncluded(lead: string): boolean {
  return INCLUDED.test(lead);
}
