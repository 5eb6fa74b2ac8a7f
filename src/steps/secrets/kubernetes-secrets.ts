import type { Reading } from './file-reading';
import type { FoundSecret } from './found-secret';
import { mappingsIn } from './mappings';
import type { MappedValue, Mapping } from './open-mappings';
import { isStandIn, looksThrown, looksTyped } from './value-likeness';

export const KUBERNETES_HINTS: readonly string[] = [
  'kind: Secret',
  'kind: "Secret',
  "kind: 'Secret",
  'kind": "Secret',
  'kind":"Secret',
];

/** All that one has; what has other keys is settings of something else. */
const KEYS: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'type',
  'immutable',
  'data',
  'stringData',
  'sops',
]);
const WORD = /^[^\s"'#|>{$<&*!]\S{3,4000}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** What tells where and who, and opens nothing as long as nothing but that stands there. */
const HARMLESS = /^(?:user(?:name)?|login|host(?:name)?|port|db(?:name)?|database|namespace|type|url|email|region)$/i;
/** What runs, or leads to it. */
const RUNS = /^(?:image|command|cmd|script|entrypoint|args?|run|exec|shell|uses|task|repository)$/i;
const OPENS_NOTHING = /^(?:https?:\/\/)?[a-z0-9][\w.-]{0,80}(?::\d{1,5})?(?:[/@][\w./-]{0,120})?$/i;
/** A file, a page or an image. */
const ADDRESS =
  /^(?:[a-z0-9][\w.-]{0,80}(?::\d{1,5})?|https?:\/|[.~]{0,2})(?:\/[\w.-]{1,80}){1,12}(?::[\w.-]{1,60})?$/i;
const CERTIFICATE = /^(?:ca|tls)\.crt$/i;

/** The values of a `Secret` of Kubernetes, plain or in base64: that they are secret is what it says. In code a value has to look so itself. */
export function kubernetesSecrets(text: string, reading: Reading): FoundSecret[] {
  return mappingsIn(text)
    .filter((one) => isSecretObject(one, text))
    .flatMap(({ below }) => below.flatMap(({ key, mapping }) => valuesIn(text, key, mapping)))
    .filter(({ start, end }) => reading === 'settings' || isThrownBase64(text.slice(start, end)))
    .map(({ key, start, end }) => ({
      ...{ start, end, rule: 'kubernetes-secret', isCertain: false },
      ...(isFile(key, text.slice(start, end)) && { mayLead: true as const }),
    }));
}

/** A file that a container gets, which may as well run: it has lines, or words and the name of one. Blocks of keys are known by their marks. */
function isFile(key: string, value: string): boolean {
  if (!BASE64.test(value)) return false;
  const inner = Buffer.from(value, 'base64').toString('utf8');
  if (inner.includes('\ufffd') || inner.startsWith('-----BEGIN ')) return false;
  return /\n\s*\S/.test(inner) || (/\S\s+\S/.test(inner) && (/\w\.\w{1,8}$|_keys$/.test(key) || RUNS.test(key)));
}

/** Whoever writes `kind: Secret` into anything else hides nothing with it. */
function isSecretObject({ keys, values }: Mapping, text: string): boolean {
  const valuesOf = (key: string) =>
    values.filter((one) => one.key === key).map((one) => text.slice(one.start, one.end));
  const kinds = valuesOf('kind');
  return (
    kinds.length > 0 &&
    kinds.every((kind) => kind === 'Secret') &&
    keys.has('apiVersion') &&
    // A template may stand for it.
    valuesOf('apiVersion').every((version) => version === 'v1') &&
    [...keys].every((key) => KEYS.has(key))
  );
}

function valuesIn(text: string, under: string, { values }: Mapping): MappedValue[] {
  return values.filter(({ key, start, end, isLine }) => {
    const value = text.slice(start, end);
    if (isStandIn(value) || CERTIFICATE.test(key)) return false;
    if (under === 'data') return isBase64(value) && isSecret(key, Buffer.from(value, 'base64').toString('latin1'));
    // What has lines of its own is a file, and read as one.
    return under === 'stringData' && !isLine && WORD.test(value) && isSecret(key, value);
  });
}

/** No word that happens to have such letters. */
function isBase64(value: string): boolean {
  if (!BASE64.test(value) || value.length % 4 !== 0) return false;
  return !looksTyped(value) || !Buffer.from(value, 'base64').toString('utf8').includes('\ufffd');
}

function isThrownBase64(value: string): boolean {
  return BASE64.test(value) && looksThrown(value, 12);
}

/** An address is read, and so is the name of a user or of what runs, unless somebody threw it. */
function isSecret(key: string, text: string): boolean {
  if (looksThrown(text, 10)) return true;
  if (ADDRESS.test(text) && looksTyped(text)) return false;
  return !(HARMLESS.test(key) || RUNS.test(key)) || !OPENS_NOTHING.test(text);
}
