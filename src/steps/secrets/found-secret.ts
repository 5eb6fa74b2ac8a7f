/** A value in a text that opens a door to whoever reads it. Offsets are UTF-16 units of that text. */
export interface FoundSecret {
  start: number;
  end: number;
  /** Name of the rule, in lower case with dashes: it stands in the placeholder and in the alert. */
  rule: string;
  /** True where the form leaves no doubt. Otherwise the value is held back too, but judging it is left to the reviewer. */
  isCertain: boolean;
  /** Nothing in its own place says that it is one, or it holds more than one: it may name, or be, what runs. */
  mayLead?: true;
}

/** Looks for one kind of secret. Every pattern is linear in the length of a text: `test/patterns.test.ts` runs them all. */
export interface SecretRule {
  name: string;
  /** Texts of which one must be there before the pattern is tried, as they are written. */
  hints: readonly string[];
  /** Global; the group `secret` is what is hidden, the whole match where there is none. */
  pattern: RegExp;
  /** What the value must be like besides; `leads` means that it may say what runs too, and `no` that it is none. */
  judge?: (value: string, match: RegExpMatchArray) => 'certain' | 'likely' | 'leads' | 'no';
}
