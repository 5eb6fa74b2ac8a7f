import { hashAt, hashOfWord, isWord, type Tokens, tokensFrom } from './gist-tokens';

/** More is new code. */
const MAX_PUT_IN = 3;
/** Shorter statements are alike by chance. */
const MIN_WANTED = 6;
const [PLUS, ZERO, COLON] = ['+', '0', ':'].map(hashOfWord);

/**
 * The code of a gist with a little put in that changes nothing when it runs: `+ 0`, a sign, a type. Anything else that is put in
 * (`?.`, `- 1`, a call) may be what mends it.
 */
export function disguisedIn(tokens: Tokens, wanted: readonly string[]): Tokens | undefined {
  if (wanted.length < MIN_WANTED) return undefined;
  for (let at = 0; at < tokens.count; at += 1) {
    const found = hashAt(tokens, at) === wanted[0] ? withMore(tokens, at, wanted) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function withMore(tokens: Tokens, from: number, wanted: readonly string[]): Tokens | undefined {
  let next = 0;
  for (let at = from; at < tokens.count && at - from - next <= MAX_PUT_IN; at += 1) {
    if (hashAt(tokens, at) === wanted[next]) next += 1;
    else if (!isIdle(tokens, at)) return undefined;
    if (next === wanted.length) return tokensFrom(tokens, from, at + 1);
  }
  return undefined;
}

/** A plus, a zero, or a colon with the name of a type. */
function isIdle(tokens: Tokens, at: number): boolean {
  const [before, hash] = [hashAt(tokens, at - 1), hashAt(tokens, at) ?? ''];
  return hash === PLUS || hash === ZERO || hash === COLON || (before === COLON && isWord(hash));
}
