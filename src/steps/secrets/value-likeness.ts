import { entropyOf } from '../diff/entropy';

/** True for what stands in for a value: samples of manuals, references to variables, filler. */
export function isStandIn(value: string): boolean {
  return new Set(value).size < 4 || REFERENCE.test(value) || FILLER.test(value);
}

/** True for what has the form of a token and says itself that it is none. */
export function isSample(value: string): boolean {
  return new Set(value).size < 6 || SAMPLE.test(value);
}

/** A word that somebody typed for a test; what guards something is longer and mixed. */
export function isWeak(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return (
    value.length < 8 || kinds < 2 || /pass(?:word)?|secret|test|admin|user|guest|demo|root|login|default/i.test(value)
  );
}

/** True where letters and digits are mixed as a generator mixes them and nobody would type them. */
export function looksRandom(value: string, shortest = 16): boolean {
  if (value.length < shortest || isStandIn(value)) return false;
  const hasDigit = /\d/.test(value);
  const hasLetter = /[a-z]/i.test(value);
  return hasDigit && hasLetter && entropyOf(value) >= Math.min(3.2, Math.log2(value.length) * 0.75);
}

/** `${NAME}`, `$(name)`, `%NAME%`, `{{name}}`, `<name>`, `#{name}`, `process.env.NAME` and the like. */
const REFERENCE =
  /^(?:[$#@]?[{([<]|\$\w|%\w{1,64}%|['"`]|__|process\.env|os\.environ|env\.|secrets?\.|vars?\.|config\.|null$|none$|undefined$|true$|false$)|[<{][\w .-]{1,64}[>}]/i;

/** The storage and Cosmos DB emulators' keys stand in every manual and open nothing. */
export const EMULATOR_KEYS = /^(?:Eby8vdM02xNOcqFlqUwJPLlmEtlCDX|C2y6yDjf5\/R\+ob0N8A7Cgv30VRDJIWEHLM)/;

const SAMPLE = /example|sample|placeholder|dummy|fake|redacted|xxxx|\*\*\*|\.\.\.|…/i;

const FILLER =
  /example|sample|placeholder|dummy|fake|redacted|change.?me|change.?it|not.?a.?(?:real|secret)|your[_-]|yourpass|insert|replace|todo|xxxx|\*\*\*|\.\.\.|…|lorem|foobar|<secret|my.?secret|super.?secret|12345678|abcdefgh/i;
