/** What is not shown where it stands in a longer text: each behind what tells that it may let somebody in. */
const UNSHOWN: readonly RegExp[] = [
  // Who asks, in front of a host.
  /(:\/\/(?:[^\s/?#@:]{0,200}:)?)([^\s/?#]{1,500})(?=@)/g,
  /([?&][^\s=&#]{1,64}=)([^\s&#]{1,2000})/g,
  /((?:key|token|secret|password|passphrase|pwd|sig|signature|authorization|credentials?)["']?\s{0,8}[=:]\s{0,8}["']?(?:(?:basic|bearer)(?:\s|%20){1,8})?)([^\s;,&"'}]{1,2000})/gi,
];

/** A text of one word that a generator made; names, paths and globs are none. */
const GENERATED = /^(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[^\s/.*;:]{20,}$/;
const KEY_OF_A_MODEL = /\bsk-[\w-]{8,500}/g;

/** Who asks, in an address: the password behind a name, or a token alone. */
const ASKERS = /:\/\/(?:[^\s/?#@:]{0,200}:([^\s/?#]{1,500})|([^\s/?#@:]{20,500}))(?=@)/g;
const PAIRS =
  /([?&]?)([\w.-]{1,64})["']?\s{0,8}[=:](?!\/\/)\s{0,8}["']?(?:(?:basic|bearer)(?:\s|%20){1,8})?([^\s;,&"'}]{1,2000})/gi;
const NAME_OF_A_KEY =
  /(?:token|secret|password|passphrase|pwd|signature|credentials?|authorization)$|(?:api|access|account|auth|secret|private|master|license|subscription|storage|encryption|signing|session|service|admin|function|host|client|webhook|deploy|hmac|jwt)[_.-]?key$/i;
/** Names that say so in an address alone: elsewhere they mean a member, or a column. */
const IN_A_QUERY = /^(?:key|sig|code)$/i;
/** Times, numbers and files are no keys, whatever they are called. */
const NO_KEY = /^[\d.:T+-]+Z?$|^(?:[\w.-]+\/)+[\w-]+\.\w{1,5}$/;

/** The passwords of addresses, and whatever its name calls a key; as they are written, and as an address means them. */
export function keysIn(text: string): string[] {
  const askers = [...text.matchAll(ASKERS)].map(([, password, token]) => password ?? token ?? '');
  const named = [...text.matchAll(PAIRS)].flatMap(([, sign, name = '', value = '']) => {
    const isKey = NAME_OF_A_KEY.test(name) || (sign !== '' && IN_A_QUERY.test(name));
    return isKey && !NO_KEY.test(value) ? [value] : [];
  });
  return [...new Set([...askers, ...named].flatMap((key) => [key, unescaped(key)]))];
}

/** The same text as a message may show it, wherever that is read. */
export function withoutKeys(text: string): string {
  if (GENERATED.test(text)) return '***';
  const shown = UNSHOWN.reduce((rest, pattern) => rest.replace(pattern, '$1***'), text);
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
