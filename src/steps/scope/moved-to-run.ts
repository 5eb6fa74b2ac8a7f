import { basename, dirname, extname } from 'node:path/posix';
import { isTest } from '../diff/test-path';
import { isCodeName, isInertName } from './code-name';
import { runsAnew, runsUnread } from './runs-unread';

/** Folders of what is there to be read, shown, compared with or put aside: nothing runs it there. */
const IDLE = folders(
  'docs?|documentation|wiki|rfcs?|proposals?|notes|research|design|content|posts|blog|media|assets|data',
  'examples?|samples?|demos?|snippets|tutorials?|playgrounds?|sandbox|scratch|te?mp|experiments?|prototypes?|contrib',
  'drafts?|wip|todo|archived?|archives|attic|old|legacy|deprecated|obsolete|backups?|bak|retired|graveyard|removed|trash',
  'disabled|inactive|unused|[\\w.]{1,40}-(?:available|disabled)|(?:project[-_]?)?templates|scaffold(?:s|ing)?|skeletons?|boilerplates?',
  '(?:__)?(?:fixtures?|mocks?|stubs|snapshots?)(?:__)?|(?:test|sample|mock)[-_]?data|goldens?|cassettes',
  // What our own rules leave out with a sign.
  'third[-_]?party|3rd[-_]?party|vendor(?:ed)?|node_modules|bower_components|dist|obj',
);

/** Where code is looked for: what lies in such a folder is built, even below one that is called as documents are. */
const SOURCES = folders('src|sources?|libs?|apps?|pkg|internal|cmd|main|server|client');

/** Folders of which a tool takes, applies, serves or starts whatever lies in them. */
const STEERING = new RegExp(
  `^(?:${[
    'roles|playbooks|group_vars|host_vars|inventor(?:y|ies)|migrations?|migrate|changelogs?|flyway|seeds|seeders',
    'pages|routes|api|functions|lambdas?|endpoints|public|static|www|wwwroot|webroot|htdocs|public_html|cgi-bin',
    'templates|charts?|helm|manifests|k8s|kubernetes|kustomize|overlays|clusters|deploy(?:ments?)?|workflows',
    'hooks|triggers|(?:docker-)?entrypoint[\\w.-]{0,40}|init|initdb|startup|autostart|autoload|initializers|systemd',
    '[\\w-]{1,40}\\.d|cron[\\w.]{0,40}|[\\w.]{1,40}-enabled|enabled|active|plugins|middlewares?|commands|mu-plugins|add-?ons',
    'models|controllers|listeners|subscribers|observers|handlers|providers|resolvers|tasks',
    's?bin|dags|jobs|polic(?:y|ies)|rules|buildSrc|build-logic|environments?|config(?:uration)?s?|settings|extensions',
  ].join('|')})$`,
  'i',
);

/** What frameworks and test runners look for by its name. */
const LOOKED_FOR: readonly RegExp[] = [
  /^(?:\+?(?:page|layout|server|error)|route|middleware|instrumentation|_(?:app|document|layout|middleware))(?:\.server)?\.(?:[cm]?[jt]sx?|svelte|vue)$/i,
  /^(?:__init__|__main__|manage|[wa]sgi|apps|urls|index|functions|default)\.(?:py|php|html?|aspx?|cgi)$/i,
  // Where a program begins.
  /^(?:index|main|app|server|cli|worker|handler|bootstrap|startup|lambda_function|function_app)\.(?:[cm]?[jt]sx?|py|rb|php)$/i,
  // What stands nearer than the library of that name.
  /^(?:abc|argparse|ast|asyncio|base64|calendar|code|codecs|collections|contextlib|copy|csv|datetime|email|enum|functools|glob|hashlib|hmac|html|http|inspect|io|itertools|json|locale|logging|math|numbers|operator|os|pathlib|pickle|platform|pprint|profile|queue|random|re|requests|secrets|select|shutil|signal|site|socket|ssl|statistics|string|struct|subprocess|sys|tempfile|threading|time|token|tokenize|traceback|types|typing|unittest|urllib|uuid|warnings|xml|yaml|zipfile)\.py$/,
  /^(?:test_.{1,200}|.{1,200}_(?:test|spec))\.(?:py|go|rb|exs?)$|\.(?:test|spec)\.[cm]?[jt]sx?$/i,
];

/** Of these, folders of which things are taken by nothing but their place: what leaves them is switched off, and nothing else has to change. */
const SWITCHING =
  /^(?:workflows|hooks|triggers|init|initdb|startup|autostart|autoload|initializers|systemd|[\w-]{1,40}\.d|cron[\w.]{0,40}|[\w.]{1,40}-enabled|enabled|active|jobs|polic(?:y|ies)|rules|migrations?)$/i;

/** A compiler takes what lies in its project, whatever the folder is called. */
const COMPILED = /\.(?:cs|vb|fs|java|kt|scala|go|rs|c|cc|cpp|h|hpp|mm?|swift)$/i;

const FAMILIES = [
  ['.yaml', '.yml'],
  ['.json', '.jsonc', '.json5', '.geojson', '.ndjson', '.jsonl', '.lottie'],
  ['.xml', '.kml', '.gpx', '.xlf', '.resx'],
  ['.txt', '.dic', '.dict', '.list', '.lst'],
];

function folders(...names: string[]): RegExp {
  return new RegExp(`(?:^|/)(?:${names.join('|')})/`, 'i');
}

/** Why a file that moved runs, or steers what runs, and did not so before: by what it is called now, or by its place alone. */
export type BeginsToRun = 'byName' | 'fromIdle' | 'inSteering';

export function movesToRun(oldPath: string, path: string): BeginsToRun | null {
  if (runsAnew(oldPath, path)) return 'byName';
  if (isCodeName(path) && !isCodeName(oldPath)) return 'byName';
  if (isInertName(path)) return null;
  if (kindOf(path) !== kindOf(oldPath) && !isCodeName(path)) return 'byName';
  // Tests run only where they are.
  if ((isTest(oldPath) && !isTest(path)) || leavesIdle(oldPath, path)) return 'fromIdle';
  return steersAnew(oldPath, path) ? 'inSteering' : null;
}

/** No list knows all endings by which something runs; some are of one kind. */
function kindOf(path: string): string {
  const ending = extname(path).toLowerCase();
  return FAMILIES.find((family) => family.includes(ending))?.[0] ?? ending;
}

function leavesIdle(oldPath: string, path: string): boolean {
  if (!IDLE.test(oldPath)) return false;
  return !IDLE.test(path) || (isBuilt(path) && !isBuilt(oldPath));
}

function isBuilt(path: string): boolean {
  return SOURCES.test(path.slice(0, (IDLE.exec(path)?.index ?? 0) + 1));
}

/** What tools look for from a folder upwards steers more in one further up. */
function steersAnew(oldPath: string, path: string): boolean {
  if (runsUnread(path) && isAbove(dirname(path), dirname(oldPath))) return true;
  return !COMPILED.test(path) && (isAnew(STEERING, oldPath, path) || isLookedForAnew(oldPath, path));
}

/** True for a file that ran, or steered what runs, by its old path, and does so no more: a guard may be switched off so. */
export function movesFromRun(oldPath: string, path: string): boolean {
  if (runsAnew(path, oldPath)) return true;
  if (isInertName(oldPath)) return false;
  if ((isCodeName(oldPath) && !isCodeName(path)) || leavesIdle(path, oldPath)) return true;
  return !COMPILED.test(oldPath) && (isAnew(SWITCHING, path, oldPath) || isLookedForAnew(path, oldPath));
}

/** True where a tool looks for it by its name, or its folder is one of which things are taken by their place alone. */
export function isStartedByPlace(path: string): boolean {
  return LOOKED_FOR.some((kind) => kind.test(basename(path))) || foldersOf(path).some((name) => SWITCHING.test(name));
}

function isAnew(kind: RegExp, oldPath: string, path: string): boolean {
  const before = new Set(foldersOf(oldPath));
  return foldersOf(path).some((folder) => kind.test(folder) && !before.has(folder));
}

function isLookedForAnew(oldPath: string, path: string): boolean {
  const [name, oldName] = [basename(path), basename(oldPath)];
  return LOOKED_FOR.some((kind) => kind.test(name) && !kind.test(oldName));
}

function foldersOf(path: string): string[] {
  return path.toLowerCase().split('/').slice(0, -1);
}

function isAbove(folder: string, other: string): boolean {
  return folder !== other && (folder === '.' || other.startsWith(`${folder}/`));
}
