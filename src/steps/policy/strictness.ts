/** Values of inputs from the loosest to the strictest; a lower scope may enforce a stricter one than a higher. */
const STRICTER: Readonly<Record<string, readonly unknown[]>> = {
  artifacts: ['full', 'excerpts', 'none'],
  dismissal: ['anyone', 'notAuthor', 'nobody'],
  failOn: ['never', 'blocker', 'warning'],
  force: [false, true],
  minimumSeverity: ['blocker', 'warning', 'suggestion'],
  onReviewerError: ['pass', 'warn', 'block'],
  publishArtifact: [true, false],
  reviewDrafts: [false, true],
  sandbox: ['preferred', 'required'],
  semgrep: ['off', 'auto', 'required'],
  zeroDataRetention: [false, true],
};

/** True where it is known that one value forbids what the other allowed. */
export function isStricter(name: string, value: unknown, than: unknown): boolean {
  const order = STRICTER[name] ?? [];
  return order.indexOf(than) >= 0 && order.indexOf(value) > order.indexOf(than);
}

/** Lists that only ever forbid more: what each scope and the pipeline name holds together. */
export function isAddedUp(name: string): boolean {
  return name === 'enforcedRules';
}

export function addedUp(first: unknown, second: unknown): unknown {
  return [...new Set([first, second].flat().filter((entry) => entry !== ''))];
}
