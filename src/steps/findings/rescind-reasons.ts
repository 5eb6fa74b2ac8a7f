/** What a candidate may be rescinded for, as the critique's task names it. */
export const RESCIND_REASONS = [
  'not there',
  'handled',
  'cannot happen',
  'not from this change',
  'no harm',
  'taste',
  'repeated',
  'unsupported',
  'too small',
] as const;

export type RescindReason = (typeof RESCIND_REASONS)[number] | 'other';

/** Nothing refutes these: they are listed in the tracking comment, where people can still see them. */
const LISTED: ReadonlySet<RescindReason> = new Set<RescindReason>(['unsupported', 'too small']);

/** The name that a reason begins with. */
export function reasonName(reason: string): RescindReason {
  const words = reason
    .toLowerCase()
    .replace(/^\W+/, '')
    .replace(/[-_\s]+/g, ' ');
  return RESCIND_REASONS.find((name) => words.startsWith(name)) ?? 'other';
}

export function isListedReason(reason: string): boolean {
  return LISTED.has(reasonName(reason));
}
