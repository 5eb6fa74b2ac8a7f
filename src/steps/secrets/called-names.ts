import type { FoundSecret } from './found-secret';
import { lineBefore } from './line-before';

/** Whether a text itself runs, loads or starts what a name of it stands for. */
export type IsCalled = (name: string, hasSign: boolean) => boolean;

/** Names of secrets in one text; of more, any may be called. */
const MOST_NAMES = 200;
/** Letters before a name and behind it that tell. */
const WIDEST = 120;

/** First in a command of a shell, of make or of cmd: `$password`, `RUN $PASSWORD`, `$(PASSWORD)` in a recipe. */
const COMMAND =
  /(?:^|[;|&]|\$\(|\b(?:then|do|else|RUN|CMD|ENTRYPOINT|time|nohup|sudo)(?=[ \t]))[ \t]*[@+-]?["']?(?:\.\/)?\\?[$%]{1,2}[({]?$/i;
/** Its end, where nothing is made of it. */
const ENDS_COMMAND =
  /^[)}%]{0,2}["']?(?:[ \t]*(?:\r|\n|$|[;&])|[ \t]+(?![-+*/.?!:]{0,2}=|[|+?:]|-(?:eq|ne|i?match|i?replace|i?split|join|i?like|is|as|and|or|f)\b)[^\s]|\/)/;
/** Behind what runs, loads or picks whatever a reference stands for. */
const REFERENCE =
  /(?:(?:^|[\s;&|(])(?:eval|exec|source|\.|call|start|iex|Invoke-Expression|(?:ba|z|k|da)?sh(?:[ \t]+-c)?|pwsh|FROM|-?include(?:_once)?|require(?:_once)?|do|npx|bunx|uvx|pip3?[ \t]+install|npm[ \t]+(?:i|install|exec)|docker[ \t]+run|Import-Module|Start-Process|Add-Type[ \t]+-\w{1,20})[ \t]+|(?:^|["'\s{,])(?:script|run|command|cmd|bash|pwsh|powershell|entrypoint|uses|image|template|source|executable|handler)["']?[ \t]*[:=][ \t]*|<(?:artifactId|groupId|command|executable|mainClass|script|goal|dependency)>|`|&[ \t]*)\\?["']?(?:\.\/)?(?:\\{0,2}[$%@#]{1,2}[({]{0,2}[ \t]*(?:self\.|env\.|env:|vars?\.|variables\.)?|var\.|local\.)$/i;
/** In the place of an argument of what runs or loads it. */
const ARGUMENT =
  /(?:(?<![\w.])(?:exec|eval|import|include|require)|(?<![A-Za-z])(?:import_module|__import__|importScripts|exec(?:Sync|File|FileSync|[lv]p?e?)|system|shell_exec|passthru|proc_open|popen|spawn|spawnSync|subprocess\.\w{1,20}|dofile|dlopen|LoadLibrary[AW]?|LoadFrom|LoadFile|Assembly\.Load|CreateInstance|CreateObject|forName|const_get|public_send|plugin\.Open|exec\.Command|Process\.Start|ProcessBuilder|(?:child_process|cp|getRuntime\(\))\.exec|runIn\w{1,20}|Function|Worker))[ \t]*\([ \t]*(?:[$@]|(?:(?:os\.environ|process\.env|ENV)(?:\.|\[|\.get\()|(?:os\.|System\.)?getenv\()["']?)?$|apply[ \t]+from:[ \t]*$/;
const ENDS_REFERENCE = /^(?![\w-])/;
const ENDS_ARGUMENT = /^["']?[\])]?[ \t]*(?:[),;]|\r|\n|$)/;
/** The name of what is called. */
const PICKED = /(?:\$|_G\[|\b(?:window|globalThis|global|self|this)\[)$/;
const CALLED = /^\]?(?:->)?\(/;

/** Asks about names of one text, each letter of which is looked at once for a name. */
export function calledNames(text: string): IsCalled {
  const known = new Map<string, boolean>();
  let small: string | undefined;
  return (name, hasSign) => {
    const key = `${hasSign} ${name}`;
    const told = known.get(key);
    if (told !== undefined) return told;
    if (known.size >= MOST_NAMES) return true;
    small ??= text.toLowerCase();
    const isCalled = isCalledIn(text, small, name.toLowerCase(), hasSign);
    known.set(key, isCalled);
    return isCalled;
  };
}

/** What stands behind a name that the same text runs may lead to something, whatever rule found it. */
export function markCalled(text: string, found: readonly FoundSecret[], isCalled: IsCalled): FoundSecret[] {
  return found.map((one) => {
    if (one.isCertain || one.mayLead) return one;
    const { sign, name } = NAME_BEFORE.exec(lineBefore(text, one.start, WIDEST))?.groups ?? {};
    return name !== undefined && isCalled(name, sign === '$') ? { ...one, mayLead: true as const } : one;
  });
}

const NAME_BEFORE = /(?<sign>\$?)(?<name>(?<![\w.-])[A-Za-z_][\w.]{0,60})["']?[ \t]{0,4}=[ \t]{0,4}["']?$/;

function isCalledIn(text: string, small: string, name: string, hasSign: boolean): boolean {
  for (let at = small.indexOf(name); at >= 0; at = small.indexOf(name, at + name.length)) {
    const before = lineBefore(text, at, WIDEST);
    const behind = text.slice(at + name.length, at + name.length + WIDEST);
    if (isCalledBetween(before, behind, hasSign)) return true;
  }
  return false;
}

function isCalledBetween(before: string, behind: string, hasSign: boolean): boolean {
  // Of most names the letter in front tells that it is no reference.
  if (!/[$%@#({[.:&`"' \t]$/.test(before)) return false;
  return (
    (!hasSign && COMMAND.test(before) && ENDS_COMMAND.test(behind)) ||
    (REFERENCE.test(before) && ENDS_REFERENCE.test(behind)) ||
    (ARGUMENT.test(before) && ENDS_ARGUMENT.test(behind)) ||
    (PICKED.test(before) && CALLED.test(behind))
  );
}
