/** What lets somebody in where it stands in a longer text: each behind what tells that it does. */
const PATTERNS: readonly RegExp[] = [
  // Who asks, in front of a host.
  /(:\/\/(?:[^\s/?#@:]{0,200}:)?)([^\s/?#]{1,500})(?=@)/g,
  /([?&][^\s=&#]{1,64}=)([^\s&#]{1,2000})/g,
  /((?:key|token|secret|password|passphrase|pwd|sig|signature|authorization|credentials?)["']?\s{0,8}[=:]\s{0,8}["']?(?:(?:basic|bearer)(?:\s|%20){1,8})?)([^\s;,&"'}]{1,2000})/gi,
];

/** A text of one word that a generator made; names, paths and globs are none. */
const GENERATED = /^(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[^\s/.*;:]{20,}$/;
const KEY_OF_A_MODEL = /\bsk-[\w-]{8,500}/g;

/** The passwords of addresses, and whatever its name calls a key; as they are written, and as an address means them. */
export function keysIn(text: string): string[] {
  const keys = PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, , key = '']) => key));
  return [...new Set(keys.flatMap((key) => [key, unescaped(key)]))];
}

/** The same text as a message may show it, wherever that is read. */
export function withoutKeys(text: string): string {
  if (GENERATED.test(text)) return '***';
  const shown = PATTERNS.reduce((rest, pattern) => rest.replace(pattern, '$1***'), text);
  return shown.replace(KEY_OF_A_MODEL, '***');
}

/** As a url means it; as it is where it is none. */
export function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
