import { hashOfWord, isWord, type Token } from './gist-tokens';

/** More is new code. */
const MAX_PUT_IN = 3;
/** Shorter statements are alike by chance. */
const MIN_WANTED = 6;
const [PLUS, ZERO, COLON] = ['+', '0', ':'].map(hashOfWord);

/**
 * The code of a gist with a little put in that changes nothing when it runs: `+ 0`, a sign, a type. Anything else that is put in
 * (`?.`, `- 1`, a call) may be what mends it.
 */
export function disguisedIn(tokens: readonly Token[], wanted: readonly string[]): Token[] | undefined {
  if (wanted.length < MIN_WANTED) return undefined;
  for (const [at, { hash }] of tokens.entries()) {
    const found = hash === wanted[0] ? withMore(tokens, at, wanted) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function withMore(tokens: readonly Token[], from: number, wanted: readonly string[]): Token[] | undefined {
  let next = 0;
  for (let at = from; at < tokens.length && at - from - next <= MAX_PUT_IN; at += 1) {
    if (tokens[at]?.hash === wanted[next]) next += 1;
    else if (!isIdle(tokens, at)) return undefined;
    if (next === wanted.length) return tokens.slice(from, at + 1);
  }
  return undefined;
}

/** A plus, a zero, or a colon with the name of a type. */
function isIdle(tokens: readonly Token[], at: number): boolean {
  const [before, hash] = [tokens[at - 1]?.hash, tokens[at]?.hash ?? ''];
  return hash === PLUS || hash === ZERO || hash === COLON || (before === COLON && isWord(hash));
}
