/** Values of inputs from the loosest to the strictest; a lower scope may enforce a stricter one than a higher. */
const STRICTER: Readonly<Record<string, readonly unknown[]>> = {
  approver: ['anyone', 'notRequester'],
  artifacts: ['full', 'excerpts', 'none'],
  dismissal: ['anyone', 'notAuthor', 'nobody'],
  draft: [false, true],
  enabled: [true, false],
  failOn: ['never', 'blocker', 'warning'],
  force: [false, true],
  minimumSeverity: ['blocker', 'warning', 'suggestion'],
  onReviewerError: ['pass', 'warn', 'block'],
  proof: ['shown', 'required'],
  protectTests: [false, true],
  publishArtifact: [true, false],
  requireApproval: [false, true],
  reviewDrafts: [false, true],
  sandbox: ['preferred', 'required'],
  semgrep: ['off', 'auto', 'required'],
  sessionLog: ['full', 'actions', 'none'],
  skipCi: [false, true],
  zeroDataRetention: [false, true],
};

/** True where it is known that one value forbids what the other allowed. */
export function isStricter(name: string, value: unknown, than: unknown): boolean {
  const order = STRICTER[name] ?? [];
  return order.indexOf(than) >= 0 && order.indexOf(value) > order.indexOf(than);
}

/** Globs of the second task: what is named may not be touched, or not be seen. */
const CLOSING: ReadonlySet<string> = new Set(['protectedPaths', 'hiddenPaths']);

/** Lists that only ever forbid more: what each scope and the pipeline name holds together. */
export function isAddedUp(name: string): boolean {
  return name === 'enforcedRules' || CLOSING.has(name);
}

/** What is asked for can add to what holds; an entry that would open again what is closed is left out. */
export function addedUp(name: string, asked: unknown, holds: unknown): unknown {
  const isKept = (entry: unknown) => entry !== '' && !(CLOSING.has(name) && String(entry).startsWith('!'));
  return [...new Set([[asked].flat().filter(isKept), holds].flat(2).filter((entry) => entry !== ''))];
}
