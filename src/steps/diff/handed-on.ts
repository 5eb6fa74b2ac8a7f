import { cutStart } from '../../cut-text';

/** `const logo = "`, `logo: '`, `$logo = "data:...,`: what a text is called, right before it. */
const NAMED =
  /(?:^|[^\w$-])(\$?[A-Za-z_][\w$]{0,60})["']?\s{0,4}(?::\s{0,4}[\w<>[\]|. ]{1,40})?(?::?=|=>|:)\s{0,4}[A-Za-z@$]{0,2}["'`](?:data:[^"'`,]{0,160},)?$/;
/** Attributes and properties of what is shown; each page has many of them. */
const SHOWN = /^(?:src|srcset|href|poster|content|background(?:Image)?|url|uri)$/i;
/** `decode("data:...`, and no call that shows it. */
const IN_CALL = /([\w$)\]]{1,60})\s{0,4}\(\s{0,4}["'`](?:data:[^"'`,]{0,160},)?$/;
/** Calls that show a picture, keep it, or compare it. */
const SHOWING =
  /^(?:url|src|set\w{0,40}|add\w{0,40}|Image|loadImage|img|css|style|styled|toBe|toEqual|toStrictEqual|equal|deepEqual|strictEqual|is|push|if|while|switch|return|require|static|encodeURI\w{0,9})$/;
/** It is given to a member that shows it, or has the name of such a one. */
const TO_SHOW =
  /(?:\.\w{1,40}\s{0,4}=|\b(?:src|href|icon|image|img|logo|url|uri|poster|photo|avatar|picture|thumbnail|background\w{0,10})\s{0,4}[:=])\s{0,4}[{"'`]{0,2}(?:\$\{)?$/i;
/** Words behind which a text is run, opened or handed back. */
const WORD_OF_USE =
  /\b(?:include|include_once|require|require_once|eval|exec|source|do|load|import|await|yield)\s{1,4}$/;

/** So much around a name is looked at. */
const NEAR = 400;

/** More names than a page of pictures has; beyond, all of them count as handed on. */
const MOST_NAMES = 500;

/** Whether the lines of a file hand on what a text is called: to a call, piece by piece, or under another name. */
export function handedOn(lines: readonly string[]): (before: string) => boolean {
  const known = new Map<string, boolean>();
  return (line) => {
    const before = cutStart(line, NEAR);
    const call = IN_CALL.exec(before)?.[1];
    if (call !== undefined) return !SHOWING.test(call);
    const name = NAMED.exec(before)?.[1];
    if (name === undefined || SHOWN.test(name)) return false;
    const told = known.get(name) ?? (known.size >= MOST_NAMES || lines.some((line) => isHandedOn(line, name)));
    known.set(name, told);
    return told;
  };
}

function isHandedOn(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length)) {
    const [before, after] = [
      line.slice(Math.max(0, at - NEAR), at),
      line.slice(at + name.length, at + name.length + NEAR),
    ];
    if (/[\w$]$/.test(before) || /^[\w$]/.test(after)) continue;
    if (isTakenApart(before, after)) return true;
  }
  return false;
}

/** A call, a method, an index, or another name for it. */
function isTakenApart(before: string, after: string): boolean {
  if (WORD_OF_USE.test(before)) return true;
  if (/^\s{0,4}(?:=(?!=)|:)/.test(after)) return false;
  if (/^(?:\??\.(?!default\b|src\b|width\b|height\b)\w|\[)/.test(after)) return true;
  if (TO_SHOW.test(before)) return false;
  const call = openCall(before);
  if (call !== undefined) return !SHOWING.test(call);
  return /(?:^|[^=!<>])=\s{0,4}$/.test(before) && !/^\s{0,4}[/>]/.test(after);
}

/** What is called where a bracket stands open. */
function openCall(before: string): string | undefined {
  let closed = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const sign = before[at];
    if (sign === ')') closed += 1;
    else if (sign === '(') {
      if (closed === 0) return /([\w$]{1,60}|[)\]])\s{0,4}$/.exec(before.slice(0, at))?.[1];
      closed -= 1;
    }
  }
  return undefined;
}
