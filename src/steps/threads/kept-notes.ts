import type { Triaged } from '../triage/placed-finding';

const MAX_NAMED = 10;

/** What counts as graver than this run's reviewer calls it, in a sentence each. */
export function keptNotes(triaged: readonly Triaged[]): string[] {
  const kept = triaged.flatMap((one) => (one.to !== 'merged' && one.finding.calledNow ? [one] : []));
  const more = kept.length - MAX_NAMED;
  return [
    ...kept.slice(0, MAX_NAMED).map(keptNote),
    ...(more > 0 ? [`${more} more findings count on like these.`] : []),
  ];
}

function keptNote({ finding: { title, path, severity, calledNow }, ...one }: Triaged): string {
  const where = one.to === 'thread' && one.known ? `${path}, thread ${one.known.threadId}` : path;
  return (
    `“${title}” (${where}) was told as a ${severity} and this review calls it a ${calledNow}: its lines stand, so it counts ` +
    `as a ${severity} until they are mended or a person accepts it.`
  );
}
