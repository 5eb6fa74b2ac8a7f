import { entropyOf } from '../diff/entropy';
import {
  isStandIn,
  isWeak,
  kindsOf,
  looksMade,
  looksRandom,
  looksSigned,
  looksThrown,
  looksThrownSmall,
  looksTyped,
} from './value-likeness';

/** What leads to a value and is none: parts of templates, calls, paths, addresses. */
const LEADS =
  /\$[{(]|\{\{|\}\}|<%|%\w{1,64}%|:\/\/|^[.~]{0,2}\/|^[\w.:]{1,200}\([^()]*\)|^(?:env|exec|file|vault|ref|arn|kms|ssm|data|url|urn|sha\d{1,3}|md5|secretref|keyvault)[:+]/i;
/** What no quotes keep apart from signs of YAML, of code and of shells. */
const OF_LANGUAGE = /[(){}<>[\]]|^[!&*|>@%#]|^\d+(?:[.:/-]\d+)*[a-z]{0,3}$|^v?\d+\.\d+\.\d|\*$|^[\w-]+=(?!=?$)/i;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Braces around a name run it where a text is put together, and so does an entity of XML. */
const INTERPOLATED = /\{\$?[A-Za-z_][\w.]*(?:\(|\}|\[)|&\w+;/;

/** Whether somebody may really use this as a password; without quotes it must look like one, for any name may stand there. */
export function isPassword(value: string, isBare: boolean): boolean {
  if (/\s/.test(value)) return isPhrase(value);
  if (looksThrownSmall(value) || (!isBare && looksMade(value))) return true;
  if (isBare && !/\d/.test(value)) return false;
  if (isBeyondDoubt(value) || (!isBare && isNumber(value))) return true;
  if (isStandIn(value) || isWeak(withoutWeakWords(value)) || leads(value) || entropyOf(value) < 2.5) return false;
  if (!isBare) return !INTERPOLATED.test(value) && (!hasBrackets(value) || kindsOf(value) === 4);
  if (OF_LANGUAGE.test(value) || INTERPOLATED.test(value) || isId(value)) return false;
  return !looksTyped(value) || /[^\w.:-]|^[A-Z].*\d\d/.test(value);
}

/**
 * What is no password but says something of one: its type, that there is one, the word itself in other languages, and who it is of by
 * default.
 */
const ABOUT_ONE =
  /^(?:string|number|bool(?:ean)?|integer|object|array|text|char|varchar|required|optional|enabled?|disabled?|always|never|confirm(?:ed|ation)|mismatch(?:ed)?|plaintext|different|unchanged|incorrect|forgotten|hidden|masked|missing|invalid|unknown|wrong|empty|encrypted|generated?|random|auto\w*|prompt|manual|external|internal|inherit\w*|contrase\S*|senha|wachtwoord|heslo|has\S?o|parola?|l\S{1,2}senord|adgangskode|salasana|lozinka|zaporka|passord|kodeord|geslo|sifre|\S{2}ifre|kata.?sandi|mat.?khau|contrasenya|contrasinal|jelsz\S{1,2}|kennwort|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|rabbitmq|wordpress|keycloak|grafana|elastic|sonar|nexus|airflow|minio)\d{0,4}$/i;

/** Whether somebody may have typed this where nothing but a password stands: any word will do. */
export function isTyped(value: string): boolean {
  if (isNumber(value)) return true;
  if (!/^[^\s"'`\\]{6,64}$/.test(value) || isStandIn(value) || leads(value) || isId(value)) return false;
  if (OF_LANGUAGE.test(value) || INTERPOLATED.test(value) || !/[A-Za-z]{3}|\d[A-Za-z]|[A-Za-z]\d/.test(value))
    return false;
  return !WEAK_WORD.test(value) && !ABOUT_ONE.test(value) && !PATH.test(value);
}

/** Words and digits in small and capital letters, as rules for passwords want them, and no name with signs between. */
export function isTypedByRule(value: string): boolean {
  return /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z][\w!@#$%^*+]{9,63}$/.test(value) && isTyped(value);
}

/** As rules for passwords want it, and no name of a host, a table or a file. */
export function isByRule(value: string): boolean {
  return (
    looksThrown(value, 8) ||
    (/^(?=.*[a-z])(?=.*\d)(?=.*[A-Z!@#$%^&*])(?=.*[!@#$%^&*]|.*\d\d$|[A-Z][a-z]{6,20}\d$)[^\s./:\\=]{8,64}$/.test(
      value,
    ) &&
      isTyped(value))
  );
}

/** Whether a program made it. */
export function isGenerated(value: string, isBare: boolean): boolean {
  if (!isBare && (looksThrownSmall(value.toLowerCase()) || isSeed(value) || isSalt(value))) return true;
  if (/\s/.test(value) || !/\d/.test(value)) return false;
  if (isBeyondDoubt(value) || (!isBare && looksMade(value))) return true;
  if (!isBare && value.length >= 16 && kindsOf(value) === 4 && /^[\w!#$%^*?&+~@.-]+$/.test(value))
    return !isStandIn(value);
  if (!looksRandom(value, isBare ? 16 : 20) || looksTyped(value)) return false;
  if (leads(value)) return false;
  if (isBare) return !OF_LANGUAGE.test(value) && !isId(value);
  return !hasBrackets(value) || (value.length >= 40 && kindsOf(value) > 2);
}

/** What is filled in elsewhere. */
const FILLED_IN = /\$[{([]|\{[{$]|\}\}|<%|%\w{1,64}%|[#@]\{|`|^[a-z][\w+.-]{1,20}:\/\//i;

/** Signs between what a generator threw, whatever sign it begins with and whatever word stands in it. */
function isBeyondDoubt(value: string): boolean {
  if (value.length > 128 || FILLED_IN.test(value)) return false;
  const letters = value.replace(/[^\w!#$%^*?&+~@.\u0080-\uffff-]/g, '');
  const own = value.replace(/[^A-Za-z0-9]/g, '');
  return (
    looksSigned(letters) ||
    isDigits(value) ||
    (own.length > value.length * 0.66 && own !== value && looksThrown(own, 12)) ||
    isShort(value)
  );
}

/** Keys of hexadecimal digits. */
function isDigits(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-f])[0-9a-f]{20,128}$/i.test(value) && !isStandIn(value) && entropyOf(value) >= 2.5;
}

/** Seven letters of every kind are as many as some rules ask for. */
function isShort(value: string): boolean {
  return /^\w+[!#$%^*?&+~@-]\w+$/.test(value) && value.length < 8 && kindsOf(value) === 4;
}

function isNumber(value: string): boolean {
  return /^\d{8,20}$/.test(value) && !isStandIn(value) && entropyOf(value) >= 2;
}

/** Groups of letters that were thrown, and words without any that sentences need. */
function isPhrase(value: string): boolean {
  const words = value.split(/[ \t]+/);
  const together = words.join('');
  if (words.length > 12 || /[^\w!#$%^*?&+~@.-]/.test(together)) return false;
  if (looksThrownSmall(together) || looksThrown(together, 12) || looksSigned(together)) return true;
  return words.length >= 4 && words.every((word) => /^[a-z]{3,10}$/.test(word) && !OF_SENTENCES.has(word));
}

/** The same where nothing stands but settings, with short words that no sentence needs. */
export function isPassphrase(value: string, fewest: number): boolean {
  const words = value.split(' ');
  return (
    words.length >= fewest &&
    words.length <= 12 &&
    words.every((word) => /^[a-z]{1,12}$/.test(word) && !OF_SENTENCES.has(word) && !SHORT_OF_SENTENCES.test(word))
  );
}

const SHORT_OF_SENTENCES = /^(?:of|to|in|is|be|by|on|or|at|if|it|no|as|an?|we|do|so|up|us|i)$/;

const OF_SENTENCES: ReadonlySet<string> = new Set(
  (
    'the and for you your are was not has have had with this that from into must should can will may new old when then than ' +
    'enter type use used set please password passwords passphrase secret token key user username name account login email ' +
    'reset change changed forgot confirm again same match more least most characters letters digits numbers required invalid wrong ' +
    'missing empty value values field fields string text code file one two only also else its his her our their all any per'
  ).split(' '),
);

/** Letters of a whole keyboard, blanks among them: of a sentence more are letters, and of code more are alike. */
function isSalt(value: string): boolean {
  const { length } = value;
  if (length < 32 || length > 128 || FILLED_IN.test(value)) return false;
  const share = (kind: RegExp) => (value.match(kind)?.length ?? 0) / length;
  return share(/\d/g) >= 0.05 && share(/[A-Z]/g) >= 0.1 && share(/[^\w\s]/g) >= 0.15 && entropyOf(value) >= 4.5;
}

/** In base32, as programs for one-time passwords show it. */
function isSeed(value: string): boolean {
  return /^[A-Z2-7]{16,64}$/.test(value) && /[2-7]/.test(value) && !isStandIn(value) && !looksTyped(value);
}

export function isId(value: string): boolean {
  return GUID.test(value);
}

/** Names with dots lead to a value too, unless nobody would give such names. */
function leads(value: string): boolean {
  return LEADS.test(value) || (/^\w{1,80}(?:\.\w{1,80})+$/.test(value) && (looksTyped(value) || !/\d/.test(value)));
}

const PATH = /^[\w.-]{1,64}(?:\/[\w.-]{1,64})+\/?$/;
const WEAK_WORD = /pass(?:w|$)|secret|test|admin|user|guest|demo|root|login|default/i;

/** A word that makes a password weak makes what stands beside it no weaker. */
function withoutWeakWords(value: string): string {
  const rest = value.replace(/password|secret|test|admin|user|guest|demo|root|login|default/gi, '');
  return isWeak(rest) ? value : rest;
}

/** What nobody would call a variable: thrown, long and of hexadecimal digits, or as rules for passwords want them, with signs between letters and digits. */
export function isNoName(value: string): boolean {
  if (!/\d/.test(value) || isStandIn(value) || leads(value)) return false;
  if (looksThrown(value, 8) || /^(?:0x)?(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{32,}$/i.test(value)) return true;
  return !isWeak(value) && /\d/.test(value) && /^[A-Za-z]\w*[!@#$%^*+?~]\w/.test(value);
}

function hasBrackets(value: string): boolean {
  return /[(){}<>[\]]/.test(value);
}
