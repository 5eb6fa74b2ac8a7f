import type { PostedStatus } from '../../ports/code-host';
import type { OwnFinding } from './known-thread';
import { PROPERTY } from './properties';
import type { Seal, Trust } from './signature';

/** What somebody else changed on our threads, in a sentence each: it decides nothing, and nobody should miss it. */
export function tamperingNotes(
  findings: readonly OwnFinding[],
  memories: readonly Trust[],
  { key }: Pick<Seal, 'key'>,
): string[] {
  const broken = findings.filter(({ known: { trust } }) => trust === 'broken').map(({ thread: { id } }) => id);
  const changed = findings.flatMap((finding) => {
    const names = changedProperties(finding);
    return names.length === 0 ? [] : [`${finding.thread.id} (${names.join(', ')})`];
  });
  const lost = findings.length > 0 && memories.length === 0;
  const isKeyless = key === null && findings.length + memories.length > 0;
  return [
    ...(isKeyless ? [KEYLESS] : []),
    ...(memories.includes('broken') ? [BROKEN_MEMORY] : []),
    ...(lost
      ? ['The memory of earlier reviews is gone, though their threads are here: what they cost is not known.']
      : []),
    ...(broken.length > 0 ? [`${BROKEN_TEXT} ${broken.join(', ')}.`] : []),
    ...(changed.length > 0 ? [`${CHANGED} ${changed.join(', ')}. The text counts.`] : []),
  ];
}

export const KEYLESS =
  'This run has no secret to sign with, so of what earlier reviews left only the money spent is believed: set `memoryKey`. ' +
  'What is signed is kept as it is for runs that have the key.';

const BROKEN_MEMORY =
  'The memory of earlier reviews does not bear the signature of this key: it was changed by somebody else, or the key was. ' +
  'Of it only the money spent is believed; every finding is open that no person accepts.';

const BROKEN_TEXT =
  'The text of these threads does not bear the signature of this key, so they count as open until a person accepts them:';

const CHANGED = 'Properties of these threads are not what their signed text says, so somebody else changed them:';

/** A status under our name that another identity posted: where the policy names no account, it counts like ours. */
export function foreignStatusNotes(statuses: readonly PostedStatus[], selfId: string, name: string): string[] {
  const foreign = statuses.filter((one) => one.name === name && one.by.id !== selfId);
  return foreign
    .slice(-3)
    .map(
      ({ by, state, iteration }) =>
        `The status ${name} was posted as “${state}” on iteration ${iteration} by ${by.name || 'another account'}, not by this review: name its account in the branch policy.`,
    );
}

/** Of those that the signed text tells as well; the path may change with a rename and is none of them. */
function changedProperties({ told, thread: { properties } }: OwnFinding): string[] {
  if (told?.trust !== 'signed' || told.isRewritten) return [];
  const { identity, name } = told;
  const wanted = {
    kind: 'finding',
    name,
    fingerprint: identity.fingerprint,
    twin: identity.twin,
    mark: identity.mark,
    side: identity.side,
    status: identity.openedAs,
    severity: identity.severity,
    category: identity.category,
    enforced: String(identity.enforced),
  };
  const names = Object.entries(wanted) as [keyof typeof wanted, string][];
  return names.filter(([key, value]) => properties[PROPERTY[key]] !== value).map(([key]) => key);
}
