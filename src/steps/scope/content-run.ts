import { isPackageOfPrograms } from './program-name';
import { type Statement, statementsOf, wordsIn } from './statements';

/** What runs a text, or bytes, that it is given. */
const RUNS: readonly RegExp[] = [
  /(?<![\w.$>:])(?:eval|loadstring)\s{0,4}\(|(?<![\w.$])eval\s{1,4}[\w"'$`@]/,
  /(?:\bnew\s{1,4}|(?<![\w.]))Function\s{0,4}\(|\bvm\.\w{1,30}\s{0,4}\(|\brunIn\w{0,20}Context\s{0,4}\(|\b_compile\s{0,4}\(/,
  /\bWebAssembly\.\w{1,30}\s{0,4}\(|\bimportScripts\s{0,4}\(|\bnew\s{1,4}(?:Worker|vm\.Script)\s{0,4}\(|\bscript\w{0,20}\.(?:text|textContent|innerHTML)\s{0,4}=/,
  /\b(?:marshal|c?[pP]ickle|dill|cloudpickle|joblib|shelve|jsonpickle|torch)\.(?:loads?|Unpickler|open|decode)\s{0,4}\(|\bload\s{0,4}\((?=[\s\S]{0,120}\ballow_pickle\s{0,3}=\s{0,3}True)/,
  /\b(?:read_pickle|load_model|register_custom_ops_library|sys\.path\.(?:insert|append|extend))\s{0,4}\(|\bphar:\/\/|\bprocess\.dlopen\s{0,4}\(/,
  /\b(?:FunctionType|CodeType|exec_module|runsource|run_path|zipimporter|SourceFileLoader|spec_from_file_location)\s{0,4}\(/,
  /\b(?:instance|class|module)_eval\b|\bMarshal\.(?:load|restore)\b|\bload_from_binary\b|\b(?:thaw|retrieve|unserialize|create_function)\s{0,4}\(/,
  /\bAssembly\]?(?:\.|::)(?:Unsafe)?Load\w{0,12}\s{0,4}\(|\bLoadFromStream\s{0,4}\(|\b(?:BinaryFormatter|CSharpScript|GetDelegateForFunctionPointer|LosFormatter|NetDataContractSerializer)\b/,
  /\bdefine(?:Hidden|Anonymous)?Class\w{0,8}\s{0,4}\(|DexClassLoader\s{0,4}\(|\bObjectInputStream\s{0,4}\(|\.eval\s{0,4}\(|\bURLClassLoader\s{0,4}\(/,
  /\b(?:luaL_load\w{1,12}|lua_load|PyRun_\w{1,30}|PyMarshal_\w{1,40}|JS_Eval\w{0,12}|duk_p?eval\w{0,12})\s{0,4}\(|\bModule::(?:new|from_binary)\s{0,4}\(/,
  /\b(?:dlopen|LoadLibrary\w{0,4}|(?:C|Py|Win|Ole)DLL|plugin\.Open|System\.load|Library::new)\s{0,4}\(/,
  /\b(?:iex|Invoke-Expression|Add-Type|Import-Module|ipmo|using\s{1,4}(?:module|assembly))\s|\bScriptBlock\]?::Create\s{0,4}\(/i,
  /\bwrite_?(?:File|bytes)\w{0,5}\s{0,4}\((?=[^\n]{0,200}\b0o?7[0-7][0-7]\b)/i,
  /\bchmod\w{0,5}\s{0,4}\(|\bsetExecutable\s{0,4}\(/i,
];
/** Memory that runs: whatever the file opens may come there. */
const RUNS_MEMORY = /\bPROT_EXEC\b|\bPAGE_EXECUTE|\bMAP_JIT\b/;

const STARTS_FIRST =
  /(?:^|[;&|({"'`]|\bthen|\bdo)\s{0,8}(?:(?:sudo|exec|eval|(?:ba|z|da|k)?sh|source|\.|python[\d.]{0,5}|node|perl|ruby|php|chmod\s{1,4}\S{1,10})\s{1,4}(?:-\S{1,20}\s{1,4}){0,3}){1,3}["']?([^\s"';|&<>()]{1,150})/g;
const INTO_INTERPRETER =
  /\|\s{0,4}(?:sudo\s{1,4})?(?:(?:ba|z|da|k)?sh|node|python[\d.]{0,5}|perl|ruby|php|pwsh|iex|Invoke-Expression)(?=\s|$|["'`)])/i;
const WRITES_TO = /(?:>{1,2}|\bof=|\s-o(?:ut)?|\s--output|\btee)[\s=]{0,4}["']?([^\s"';|&<>()]{1,150})/g;
/** Loaded into a program, or as one, whatever it is called. */
const LOADED_NEXT =
  /(?:\b(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|PYTHONPATH|CLASSPATH)[\s=:]{1,4}|\s-(?:jar|cp|classpath)\s{1,4}|\s-(?:javaagent|agentpath):|\b(?:insmod|wasmtime|wasmer)\s{1,4}(?:run\s{1,4})?)["']?([^\s"';|&<>()]{1,150})/g;
/** Images of whole systems, and packages that are installed. */
const INSTALLED =
  /\b(?:docker|podman|nerdctl|buildah|minikube|kind|k3d|ctr)\s{1,4}(?:(?:images?|-n\s{1,4}\S{1,40}|--\S{1,40})\s{1,4}){0,3}(?:load|import)\b([^\n;|&]{0,300})|\b(?:pip[\d.]{0,5}|npm|yarn|pnpm|bun|helm|conda|apt(?:-get)?|dnf|yum|rpm|dpkg|gem|brew|apk)\s{1,4}(?:install|add|i|-i|upgrade|template)\s([^\n;|&]{1,300})|["'](?:file|link|portal):([^"'\n]{1,200})["']|^\s{0,20}ADD\s([^\n]{1,300}\.(?:tar|tgz|tbz2?|txz|tar\.\w{1,4}))(?=["'\s,])/;
const UNPACKS = /\b(?:unzip|tar|bsdtar|7za?|unrar|Expand-Archive)\s([^\n;|&]{1,300})/g;
const INTO_FOLDER =
  /\s(?:-C|-d|--directory|--one-top-level|-DestinationPath|-o(?=\S))[\s=]{0,4}["']?([^\s"';|&<>()]{1,150})/gi;
/** Where a system looks for programs, or takes all of what lies there. */
const OF_SYSTEM = /^\/(?:$|s?bin\b|lib\b|etc\b|usr\/(?:local\/)?(?:$|s?bin\b|lib\b))/;
const GOES_TO = /\b(?:cd|pushd|WORKDIR)\s{1,4}["']?([^\s"';|&<>()]{1,150})/g;
/** A path where a command stands, which starts it. */
const STARTED_PATH =
  /(?:^|[;&|({"'`]|\bthen|\bdo|\bRUN|\bCMD|\bENTRYPOINT|\[|-\s|:)\s{0,8}["']?(?=[\w.$/])([^\s"';|&<>()]{0,100}\/[^\s"';|&<>()]{1,100})/g;

const COMMANDS = /\.(?:sh|bash|zsh|ksh|ya?ml|json|mk|toml)$|(?:^|\/)[^/.]+$|file$/i;

const PROGRAMS: readonly RegExp[] = [...RUNS, RUNS_MEMORY];
/** What runs a text in one language alone: in others it starts a program that is named there, or loads data. */
const OF_KINDS: readonly [kind: RegExp, runs: RegExp][] = [
  [/(?:\.(?:pyw?|bzl)|(?:^|\/)(?:SConstruct|SConscript|wscript))$/i, /(?<![\w.])exec\s{0,4}\(/],
  [/\.go$/i, /\b(?:Instantiate\w{0,20}|CompileModule|NewModule)\s{0,4}\(/],
  [/\.lua$/i, /(?<![\w.:])load\s{0,4}\(/],
];
const SHELL: readonly RegExp[] = [
  INTO_INTERPRETER,
  /(?:\bsh|\.|\bsource|\bpython[\d.]{0,5}|\bnode|\bperl|\bruby|\bphp|\bchmod|\bexec|\beval)\s/,
  /\b(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|PYTHONPATH|CLASSPATH|java|insmod|wasmtime|wasmer|load|import|install|add|i|upgrade|template|file|link|portal|ADD|unzip|tar|bsdtar|7za?|unrar|Expand-Archive)\b/,
];

/** What is read, or written, lies then in whatever else stands there. */
const PASSES_ON =
  /(?:write|read|recv|cpy|copy|move|save|append|push|extend|decrypt|decipher|decode|inflate|uncompress|update|xor)\w{0,20}\s{0,4}!?\(/i;

/** Words of every day, of which nothing follows. */
const SAID_ANYWHERE = new Set(
  'self this fs os path sys io Buffer console print None null nil true false True False new const let var auto int char void byte string str bytes return await async err error e i n len length size utf8 rb wb if for while in of as with'.split(
    ' ',
  ),
);

/** Of more that one file names, it lists what there is. */
const MAX_NAMES = 10;
/** Of more names each word of a text is looked up instead. */
const FEW = 50;
const FILE_NAME = /[\w.@-]{2,255}/g;

/** Those of these files that a program opens and whose content it then runs, which is followed from one name to the next. */
export type ContentRun = (path: string, text: string) => readonly string[];

export function contentRunAmong(names: ReadonlySet<string>): ContentRun {
  if (names.size === 0) return () => [];
  const namedIn = (text: string) =>
    names.size > FEW
      ? [...new Set(text.match(FILE_NAME))].filter((word) => names.has(word))
      : [...names].filter((name) => text.includes(name));
  return (path, text) => {
    const isShell = COMMANDS.test(path);
    const those = (isShell ? SHELL : programsOf(path)).filter((one) => one.test(text));
    if (those.length === 0) return [];
    const named = namedIn(text)
      .filter((name) => name.includes('.') || namesFile(text, name))
      .slice(0, MAX_NAMES);
    if (named.length === 0 || those.includes(RUNS_MEMORY)) return named;
    if (isShell) return named.filter((name) => isStarted(text, name));
    const statements = statementsOf(text);
    return named.filter((name) => isRun(statements, name, those));
  };
}

function programsOf(path: string): readonly RegExp[] {
  return [...PROGRAMS, ...OF_KINDS.flatMap(([kind, runs]) => (kind.test(path) ? [runs] : []))];
}

function isRun(statements: readonly Statement[], name: string, runs: readonly RegExp[]): boolean {
  const flow: Flow = { name, words: new Set(), parameters: new Map(), runs };
  return follow(statements, flow) || follow(statements, flow);
}

interface Flow {
  name: string;
  runs: readonly RegExp[];
  /** What holds the content, or says where it lies. */
  words: Set<string>;
  /** Functions of the file that are given it. */
  parameters: Map<string, readonly string[]>;
}

function follow(statements: readonly Statement[], flow: Flow): boolean {
  const declared = new Map(statements.flatMap((one) => (one.declared ? [[one.declared.name, one.declared]] : [])));
  let within = '';
  for (const { text, words, assigned, declared: begins } of statements) {
    if (begins) {
      within = begins.name;
      for (const word of begins.parameters) flow.words.delete(word);
      for (const word of flow.parameters.get(within) ?? []) flow.words.add(word);
    }
    const isHeld = namesFile(text, flow.name) || words.some((word) => flow.words.has(word) && word !== begins?.name);
    if (!isHeld) {
      for (const word of assigned) flow.words.delete(word);
      continue;
    }
    if (begins && assigned.length === 0) continue;
    if (flow.runs.some((one) => isGiven(text, one, flow))) return true;
    for (const word of assigned) flow.words.add(word);
    if (PASSES_ON.test(text)) for (const word of plainWords(text)) flow.words.add(word);
    for (const word of words) {
      const called = declared.get(word);
      if (called) flow.parameters.set(word, called.parameters);
    }
    if (within !== '' && /\breturn\b/.test(text)) flow.words.add(within);
  }
  return false;
}

function isGiven(text: string, runs: RegExp, { name, words }: Flow): boolean {
  const match = runs.exec(text);
  if (!match) return false;
  const rest = text.slice(match.index + match[0].length);
  return namesFile(rest, name) || wordsIn(rest).some((word) => words.has(word));
}

/** Those that are not called, nor members, and mean something. */
function plainWords(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w.'"])[A-Za-z_]\w{0,80}(?![\w(])/g)]
    .map(([word]) => word)
    .filter((word) => !SAID_ANYWHERE.has(word));
}

/** A name without an ending is a word of every day, unless it stands in a text, or behind a folder. */
function namesFile(text: string, name: string): boolean {
  const at = text.indexOf(name);
  const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' '];
  if (at < 0 || /[\w-]/.test(before) || /[\w-]/.test(after)) return false;
  return name.includes('.') || (/["'`/\\]/.test(before) && /["'`]/.test(after));
}

function loadedIn(line: string): readonly string[] {
  const [, ...installed] = INSTALLED.exec(line) ?? [];
  return [...line.matchAll(LOADED_NEXT)].map(([, words = '']) => words).concat(installed.filter(Boolean));
}

/** What is named so often is taken for started. */
const MOST_UNPACKED = 50;

/** What is unpacked from it lies in a folder of the system, or a line further on starts something of that folder. */
function isUnpackedAndStarted(text: string, name: string): boolean {
  const folders = new Set<string>();
  let [isWithin, unpacked] = [false, 0];
  for (const line of text.split('\n')) {
    if (line.length > 2_000) continue;
    if (folders.size > 0) {
      for (const [, folder = ''] of line.matchAll(GOES_TO)) isWithin = folders.has(plainFolder(folder));
      if (startsWithin(line, folders, isWithin)) return true;
    }
    if (!line.includes(name)) continue;
    for (const { 0: all, 1: given = '', index } of line.matchAll(UNPACKS)) {
      const words = given.split(BETWEEN_WORDS);
      if (!words.some((word) => nameOfWord(word) === name)) continue;
      unpacked += 1;
      if (unpacked > MOST_UNPACKED) return true;
      const into = [...` ${given}`.matchAll(INTO_FOLDER)].map(([, folder = '']) => folder);
      if (into.some((folder) => OF_SYSTEM.test(folder))) return true;
      for (const folder of [name.replace(/(?:\.tar)?\.\w{1,8}$/, ''), ...into]) folders.add(plainFolder(folder));
      if (startsWithin(line.slice(index + all.length), folders, false)) return true;
    }
  }
  return false;
}

function startsWithin(line: string, folders: ReadonlySet<string>, isWithin: boolean): boolean {
  if (!line.includes('/') || !(isWithin || [...folders].some((folder) => line.includes(`${folder}/`)))) return false;
  return [...line.matchAll(STARTS_FIRST), ...line.matchAll(STARTED_PATH)].some(([, word = '']) => {
    const path = plainFolder(word);
    if (isWithin && /^\.\//.test(word)) return true;
    return path
      .split('/')
      .some((_, at, names) => at > 0 && folders.has(names.slice(0, at).join('/')) && at < names.length);
  });
}

/** As it is called from where one stands. */
function plainFolder(path: string): string {
  return path.replace(/^(?:\.\/|\$\{?PWD\}?\/|\$\(pwd\)\/)+/, '').replace(/(?<!\/)\/+$/, '');
}

/** In commands the content goes from file to file. */
function isStarted(text: string, name: string): boolean {
  const isProgram = isPackageOfPrograms(name);
  if (!isProgram && isUnpackedAndStarted(text, name)) return true;
  const held = new Set([name]);
  const isHeld = (word: string) => held.has(nameOfWord(word));
  const holds = (words: string) => words.split(BETWEEN_WORDS).some(isHeld);
  for (const line of text.split('\n')) {
    if (line.length > 2_000 || !holds(line)) continue;
    const into = INTO_INTERPRETER.exec(line);
    if (into && holds(line.slice(0, into.index))) return true;
    for (const [, word = ''] of line.matchAll(STARTS_FIRST)) if (isHeld(word)) return true;
    if (!isProgram && loadedIn(line).some(holds)) return true;
    for (const [, word = ''] of line.matchAll(WRITES_TO)) held.add(nameOfWord(word));
    const [, variable] = /^\s{0,40}(?:export\s{1,4})?(\w{1,60})=/.exec(line) ?? [];
    if (variable) held.add(variable);
  }
  return false;
}

const BETWEEN_WORDS = /[\s"'`=:;|&<>()]+/;

/** The name of its file, or of the variable that it is. */
function nameOfWord(word: string): string {
  return word.replace(/^.*[/\\]/, '').replace(/^\$\{?(\w+)\}?$/, '$1');
}
