import type { Reading } from './file-reading';
import { isGenerated, isId, isPassphrase, isPassword, isTyped, isTypedByRule } from './real-values';
import { type Name, withoutField } from './telling-names';
import { looksThrown, looksThrownSmall } from './value-likeness';

export type Judge = (value: string) => boolean;

/** Whether a value is one, by what its name says and by where it stands. */
export interface Judges {
  isQuoted: Judge;
  /** Without quotes, where any name may stand. */
  isReal: Judge;
  /** The same to the end of a line. */
  isAlone: Judge;
  /** Of a setting that a command is given, as files of settings have it. */
  isGiven: Judge;
  /** Of several words. */
  isPhrase: Judge;
}

/** @param line what stands before the name. */
export function judgesOf({ word, rest, isWord, isVague }: Name, line: string, reading: Reading): Judges {
  const isSettings = reading === 'settings';
  const isOfPassword = !isVague && namesPassword(line, word, rest);
  const isOfOne = ONE_SECRET.test(word + rest);
  const isOfSecret = isWord || /^(?:secret|token|[a-z]{3,10}[_.-]?key)$/i.test(word) || /^[_A-Z]+$/.test(word + rest);
  const isPhrase = (value: string) =>
    isSettings &&
    isPassphrase(value, /^(?:psk|pass_?phrase)$/i.test(word) ? 3 : 4) &&
    (isWord ? isOfPassword : /^(?:secret|[a-z]{3,10}[_.-]?key)(?:[_.-]?key)?$/i.test(word + rest));
  const mayBeTyped = (value: string) =>
    isSettings ||
    OF_IMAGE.test(line) ||
    OF_CMDLET.test(line) ||
    isNoCommand(value, reading) ||
    (IS_OPTION.test(line) && /\d/.test(value));
  const isPlain = (value: string) =>
    isPhrase(value) || (isWord ? isOfPassword && isTyped(value) && mayBeTyped(value) : isOfOne && isMadeUp(value));
  const isQuoted = (value: string) =>
    (isWord ? isPassword(value, false) : isGenerated(value, false)) ||
    isPlain(value) ||
    (isSettings && isOfOne && (rest !== '' || /[\w.-]$/.test(line)) && isTypedSecret(value)) ||
    (isWord && reading === 'code' && isOfPassword && isPlainWord(value)) ||
    (isSettings && /^secret$/i.test(word + rest) && isTypedByRule(value));
  const isReal = (value: string) =>
    (isWord ? isPassword(value, true) : isGenerated(value, true) || (isOfOne && looksThrown(value, SHORT))) ||
    isPlain(value) ||
    looksThrownSmall(withoutGroups(value).toLowerCase()) ||
    (isOfSecret && isRealId(value));
  const isAlone = (value: string) =>
    isReal(value) || (isSettings && !NAME_OR_LINK.test(value) && !isId(value) && isQuoted(value));
  const isGiven = (value: string) =>
    isReal(value) ||
    (!IN_CAPITALS.test(value) && (isWord ? isOfPassword && isTyped(value) : isOfOne && isMadeUp(value)));
  return { isQuoted, isReal, isAlone, isGiven, isPhrase };
}

/** Letters that were thrown are shown in groups of as many each. */
function withoutGroups(value: string): string {
  return /^[a-z]{4}(?:-[a-z]{4}){2,7}$/.test(value) ? value.replaceAll('-', '') : value;
}

/** Names that mean a secret that programs use, and nothing about one. */
const ONE_SECRET = /^(?:secret|token|credential|[a-z]{3,10}[_.-]?key)(?:[_.-]?key)?(?:[_.-]?base)?$/i;
/** What a variable of an image is set to. */
const OF_IMAGE = /^[ \t]{0,20}(?:ENV|ARG)[ \t]{1,8}\w{0,60}$/;
/** What takes a password is a command that PowerShell names by a verb. */
const OF_CMDLET = /(?:^|[\s;|({=])[A-Z][a-z]{2,12}-[A-Z]\w{1,30}[ \t][^|;\n]{0,60}-\w{0,20}$/;
const IS_OPTION = /(?:^|\s)--?[\w-]{0,40}$/;
/** What a manual shows in place of a value. */
const IN_CAPITALS = /^[A-Z_-]+$/;
/** What was thrown for a program is rarely shorter. */
const SHORT = 8;

/** As somebody types what rules for passwords want; a name of something has words that say so, and no number of two digits at its end. */
export function isMadeUp(value: string): boolean {
  return isTypedByRule(value) && /[!@#$%^*+]|\d\d$/.test(value) && !NAMES_ONE.test(value);
}

/** The same without capital letters, for what is called the secret of something: of an object that holds it, the name has signs between its words. */
function isTypedSecret(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])[A-Za-z][\w!@#$%^*+]{7,63}$/.test(value) && isTyped(value) && !NAMES_ONE.test(value);
}

const NAMES_ONE = /token|key|secret|name|type|auth|cred/i;

/** A word, or two, of small letters alone: names and keys of translations have capitals or signs. */
function isPlainWord(value: string): boolean {
  return /^[a-z]{8,32}$|^[a-z]{6,32}[!#%]$/.test(value) && isTyped(value);
}

/** No id of a manual, of which digits repeat. */
export function isRealId(value: string): boolean {
  return isId(value) && new Set(value).size > 10 && !/(.)\1{3}/.test(value);
}

/** Where commands stand beside values, a word alone may be one. */
function isNoCommand(value: string, reading: Reading): boolean {
  if (reading !== 'text') return false;
  const isCapitalised = /^[A-Z][a-z]/.test(value) && /\d/.test(value) && /^[\w!#%+~^]+$/.test(value);
  return isCapitalised || /^[A-Za-z]\w*(?:\d\d|[!#%+~^]\w|[!#]$)[\w!#%+~^]*$/.test(value);
}

/** Letters alone, a path of them, and what begins as a link, a mark, a list or a reference does. */
const NAME_OR_LINK =
  /^(?:[A-Za-z]+$|[A-Za-z_.-]{1,64}(?:\/[A-Za-z_.-]{1,64})+$|[&*!][A-Za-z][\w.-]*$|[[{|>]|[$#@%]\w*[({[])/;

/** Names that mean a password and nothing about one, and no verb of what is done with one. */
function namesPassword(line: string, word: string, rest: string): boolean {
  if (!/^\d{0,3}$/.test(withoutField(rest))) return false;
  if (/^pass$/i.test(word) && !BEFORE_PASS.test(line)) return false;
  return !DONE_WITH_ONE.test(line);
}

/** Alone it is what a test does, or a gate. */
const BEFORE_PASS = /[\w.-]$|\b(?:user(?:name)?|login)["']?:[^\n]{1,80}$|_(?:POST|GET|REQUEST)\[["']$/i;

const DONE_WITH_ONE =
  /(?:has|no|is|show|hide|reset|forgot|change|require[ds]|(?<!(?:^|[ \t])(?=require$))require|use|enable|disable|allow|update|need|ask|confirm|log|set|without|with|mask)[_.-]?$/i;
