import type { FoundSecret } from './found-secret';
import { isStandIn } from './value-likeness';

export const KUBERNETES_HINT = 'kind: Secret';

const KIND = /^kind: Secret\s*$/m;
const VALUES = /^(?<indent> {0,8})(?:data|stringData):[ \t]*\r?\n/gm;
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

function valuesIn(document: string, offset: number): FoundSecret[] {
  return [...document.matchAll(VALUES)].flatMap(({ index, 0: head, groups }) => {
    const found: FoundSecret[] = [];
    let at = index + head.length;
    for (const line of document.slice(at).split('\n')) {
      const entry = ENTRY.exec(line)?.groups;
      const isInside = line.trim() === '' || /^\s/.test(line.slice(groups?.indent?.length ?? 0));
      if (!isInside) break;
      const value = entry?.secret ?? '';
      if (entry && !HARMLESS.test(entry.name ?? '') && !isStandIn(value)) {
        const start = offset + at + line.lastIndexOf(value);
        found.push({ start, end: start + value.length, rule: 'kubernetes-secret', isCertain: false });
      }
      at += line.length + 1;
    }
    return found;
  });
}
