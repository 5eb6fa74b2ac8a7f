import { matchAt } from './match-at';

/** Where a value may stand without quotes: in code it would be a name, and of what is nothing but settings any word is a value; words of a page stand for themselves. */
export type Reading = 'code' | 'page' | 'text' | 'settings';

/** Where names and calls stand without quotes, so that only a value in quotes is one: the endings of languages, most of which have a grammar. */
const ENDINGS_OF_CODE: ReadonlySet<string> = new Set(
  [
    'js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx es6 vue svelte astro coffee elm purs py pyi pyx pxd bzl star go rb rake gemspec',
    'podspec ru cr java kt kts groovy gradle scala sc sbt cs csx vb vbs bas fs fsi fsx php phtml inc rs c cc cpp cxx h hh hpp hxx inl',
    'ipp tpp cu cl m mm metal glsl hlsl swift dart lua pl pm r jl ex exs erl hrl hs lhs ml mli clj cljc cljs lisp el scm rkt zig nim pas',
    'f90 v sv vhd vhdl tcl asm s sol vy move sql cls trigger apex cfm jsp asp aspx htm html cshtml razor qml xaml css scss less tf hcl',
    'bicep nix jsonnet libsonnet cue graphql proto thrift snap ipynb lock ino pde gs frm abap pks pkb plsql adb ads f95 dpr pp vba',
  ].flatMap((line) => line.split(' ')),
);
const NAME_OF_CODE =
  /^(?:(?:Rake|Gem|Fast|Pod|Guard|Vagrant|Jenkins|Brew|Danger|Cap)file|SConstruct|WORKSPACE|BUILD)$/i;

/** Where nothing stands but settings, each by itself. */
const SETTINGS =
  /^\.env|\.(?:env|ya?ml|jsonc?|json5|properties|ini|cfg|conf|cnf|config|toml|tfvars|xml|props|pubxml|plist|prefs|settings|tfstate|har|jmx|reg|rdp|publishsettings|ldif)$|rc$/i;
/** Words of a page. */
const WORDS_OF_PAGES = /^(?:messages?|translations?|strings?|labels?|locales?|i18n|lang)\b/i;
/** Languages, and countries where people name these instead: other two letters are those of an environment or of a service. */
const LANGUAGES: ReadonlySet<string> = new Set(
  [
    'af am ar as az be bg bn bo br bs ca co cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu ha he hi hr hu hy id ig is it ja jv',
    'ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no oc or pa pl ps pt ro ru rw sd si sk sl sn so sq sr su',
    'sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yi yo zh zu cn jp kr tw ua gr dk cz se vn iw',
  ].flatMap((line) => line.split(' ')),
);
const IN_A_LANGUAGE =
  /^(?:(?<of>[\w.]{1,40})[._-])?(?<language>[a-z]{2})(?:[-_][a-z]{2,4})?\.(?:json|ya?ml|properties|xml)$/i;
/** What is called so has an environment behind it. */
const OF_ENVIRONMENTS = /^(?:application|appsettings|bootstrap|values|config|settings|parameters|compose|secrets?)$/i;

/** Whether something runs there that stands in no text. */
export function isCode(path: string): boolean {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return (dot >= 0 && ENDINGS_OF_CODE.has(name.slice(dot + 1).toLowerCase())) || NAME_OF_CODE.test(name);
}

export function readingOf(path: string, text = ''): Reading {
  const name = nameOf(path);
  if (isCode(name)) return 'code';
  if (WORDS_OF_PAGES.test(name) || isInALanguage(name)) return 'page';
  return SETTINGS.test(name) || XML.test(text) || isOfPairs(text) ? 'settings' : 'text';
}

const XML = /^[^<\w]{0,8}<(?:\?xml|Project)\b/;
/** A line of settings as it stands, a comment or a heading; what a shell makes known to others, or begins with a program, is a command. */
const PAIR = /[ \t]{0,40}["']?[\w.-]{1,80}["']?[ \t]{0,20}[:=](?:[^\n$`]|\$(?!\()){0,4000}(?:\n|$)/y;
const BESIDE_PAIRS = /[ \t\r]{0,200}(?:[#;](?!!)[^\n]{0,4000}|\[[^\]\n]{1,200}\][ \t\r]{0,20})?(?:\n|$)/y;
/** Pairs and headings. */
const FEWEST_PAIRS = 2;

/** Whether a text, however it is called, is nothing but names and values. */
function isOfPairs(text: string): boolean {
  let [at, pairs] = [0, 0];
  while (at < text.length) {
    const pair = matchAt(PAIR, text, at);
    const line = pair ?? matchAt(BESIDE_PAIRS, text, at);
    if (!line) return false;
    if (pair || /^[ \t]*\[/.test(line[0])) pairs += 1;
    at += line[0].length;
  }
  return pairs >= FEWEST_PAIRS;
}

function isInALanguage(name: string): boolean {
  const { of = '', language = '' } = IN_A_LANGUAGE.exec(name)?.groups ?? {};
  return LANGUAGES.has(language.toLowerCase()) && !OF_ENVIRONMENTS.test(of);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
