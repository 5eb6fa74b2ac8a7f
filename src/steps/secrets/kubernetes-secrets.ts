import type { FoundSecret } from './found-secret';
import { isStandIn } from './value-likeness';

export const KUBERNETES_HINT = 'kind: Secret';

const KIND = /^kind: Secret\s*$/m;
const VALUES = /^(?<indent> {0,8})(?:data|stringData):[ \t]*\r?$/;
const ENTRY =
  /^(?<indent> {1,16})["']?(?<name>[\w.-]{1,128})["']?:[ \t]{1,8}["']?(?<secret>[^\s"'#|>{$<&*!][^\s"']{3,4000})["']?[ \t]*\r?$/;
/** What tells where and who, and opens nothing. */
const HARMLESS =
  /^(?:user(?:name)?|login|host(?:name)?|port|db(?:name)?|database|(?:ca|tls)\.crt|namespace|type|url|email|region)$/i;

/** The values of a `Secret` of Kubernetes, plain or in base64: that they are secret is what it says. */
export function kubernetesSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  let start = 0;
  for (const document of text.split(/^(?=---)/m)) {
    if (KIND.test(document)) found.push(...valuesIn(document, start));
    start += document.length;
  }
  return found;
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
    if (value !== '' && !HARMLESS.test(name) && !isStandIn(value)) {
      const start = at + line.lastIndexOf(value);
      found.push({ start, end: start + value.length, rule: 'kubernetes-secret', isCertain: false });
    }
    at += line.length + 1;
  }
  return found;
}
