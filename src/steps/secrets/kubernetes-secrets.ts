import type { FoundSecret } from './found-secret';
import type { Reading } from './told-values';
import { isStandIn, looksThrown } from './value-likeness';

export const KUBERNETES_HINTS: readonly string[] = [
  'kind: Secret',
  'kind: "Secret',
  "kind: 'Secret",
  'kind": "Secret',
  'kind":"Secret',
];

const KIND = /^[ \t]{0,12}(?:-[ \t]{1,4})?["']?kind["']?:[ \t]{0,4}["']?Secret["']?,?[ \t]{0,4}\r?$/m;
const VALUES = /^(?<indent> {0,12})["']?(?:data|stringData)["']?:[ \t]{0,4}\{?[ \t]{0,4}\r?$/;
const ENTRY =
  /^(?<indent> {1,20})["']?(?<name>[\w.-]{1,128})["']?:[ \t]{1,8}["']?(?<secret>[^\s"'#|>{$<&*!][^\s"']{3,4000}?)["']?,?[ \t]{0,8}\r?$/;
/** What tells where and who, and opens nothing as long as nothing but that stands there. */
const HARMLESS = /^(?:user(?:name)?|login|host(?:name)?|port|db(?:name)?|database|namespace|type|url|email|region)$/i;
const OPENS_NOTHING = /^(?:https?:\/\/)?[a-z0-9][\w.-]{0,80}(?::\d{1,5})?(?:[/@][\w./-]{0,120})?$/i;
const CERTIFICATE = /^(?:ca|tls)\.crt$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The values of a `Secret` of Kubernetes, plain or in base64: that they are secret is what it says. In code a value has to look so itself. */
export function kubernetesSecrets(text: string, reading: Reading): FoundSecret[] {
  const found: FoundSecret[] = [];
  let start = 0;
  for (const document of text.split(/^(?=---)/m).flatMap(itemsOf)) {
    if (KIND.test(document)) found.push(...valuesIn(document, start).filter((one) => isBelieved(text, one, reading)));
    start += document.length;
  }
  return found;
}

/** Two lines in a comment make no Secret of the code below them. */
function isBelieved(text: string, { start, end }: FoundSecret, reading: Reading): boolean {
  const value = text.slice(start, end);
  return reading === 'settings' || (BASE64.test(value) && looksThrown(value, 12));
}

/** A list holds several, each with a kind of its own. */
function itemsOf(document: string): string[] {
  const indent = /^["']?items["']?:[ \t]{0,4}\r?\n(?<indent> {0,4})- /m.exec(document)?.groups?.indent;
  return indent === undefined ? [document] : document.split(new RegExp(`^(?=${indent}- )`, 'm'));
}

/** The lines are read once, each for the mapping that is open there. */
function valuesIn(document: string, offset: number): FoundSecret[] {
  const found: FoundSecret[] = [];
  let indent: number | undefined;
  let at = offset;
  for (const line of document.split('\n')) {
    const head = VALUES.exec(line);
    const isInside = indent !== undefined && (line.trim() === '' || /^\s/.test(line.slice(indent)));
    if (head) indent = head.groups?.indent?.length ?? 0;
    else if (!isInside) indent = undefined;
    const { name = '', secret: value = '' } = (isInside && !head && ENTRY.exec(line)?.groups) || {};
    if (value !== '' && isSecret(name, value)) {
      const start = at + line.lastIndexOf(value);
      found.push({ start, end: start + value.length, rule: 'kubernetes-secret', isCertain: false });
    }
    at += line.length + 1;
  }
  return found;
}

function isSecret(name: string, value: string): boolean {
  if (isStandIn(value) || CERTIFICATE.test(name)) return false;
  const text = BASE64.test(value) ? Buffer.from(value, 'base64').toString('latin1') : value;
  return !HARMLESS.test(name) || !OPENS_NOTHING.test(text) || looksThrown(text, 10);
}
