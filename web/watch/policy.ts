import type { PolicyFacts } from '../../src/steps/policy/govern';
import { type PolicyPlace, parsePolicyPlace, placeText } from '../../src/steps/policy/policy-place';
import { readPolicy } from '../../src/steps/policy/read-policy';
import type { PolicyContent } from '../pages/policy/state';
import { failureKind } from '../rest/failure';
import { readPolicyFile } from '../rest/policy-file';
import { readRecordFacts } from '../rest/record-facts';
import type { Rest } from '../rest/rest';
import { listTaggedRuns } from '../rest/tagged-runs';

interface Read {
  rest: Rest;
  project: string;
  collectionUrl: string;
  /** Named by the reader; empty: as the newest run says. */
  file: string;
}

/** So many of the newest runs are asked which policy they held to. */
const MOST_RUNS = 5;

/** The policy as it is now, at the place that the newest run names, or the reader. */
export async function readPolicyOf(read: Read): Promise<PolicyContent> {
  const run = await runPolicy(read).catch(() => undefined);
  const named = read.file || run?.source || '';
  if (named === '') return { kind: 'unnamed', wrong: '' };
  const place = parsePolicyPlace(named);
  if (place === null) return { kind: 'unnamed', wrong: named };
  try {
    return await shownPolicy(read, place, run);
  } catch (error) {
    return { kind: 'trouble', trouble: failureKind(error), file: named };
  }
}

async function shownPolicy(
  { rest, collectionUrl }: Read,
  place: PolicyPlace,
  newest?: PolicyFacts,
): Promise<PolicyContent> {
  const run = newest?.source === placeText(place) ? newest : undefined;
  const { text } = await readPolicyFile(rest, place);
  const [project, repository] = [place.project, place.repository].map(encodeURIComponent);
  const address = new URL(`${collectionUrl}${project}/_git/${repository}`);
  address.searchParams.set('path', `/${place.path}`);
  address.searchParams.set('version', `GB${place.branch}`);
  return {
    kind: 'policy',
    ...{ source: placeText(place), url: address.href, text, reading: readPolicy(text) },
    ...(run ? { run } : {}),
    ...(newest && !run ? { heldElsewhere: newest.source } : {}),
    isSame: run ? await isSameText(text, run.sha256) : null,
  };
}

async function runPolicy({ rest, project }: Read): Promise<PolicyFacts | undefined> {
  for (const { id } of await listTaggedRuns(rest, project, 'second-pass', MOST_RUNS)) {
    const facts = await readRecordFacts(rest, project, id).catch(() => undefined);
    if (facts?.policy) return facts.policy;
  }
  return undefined;
}

/** A page of a Server without https has no hashes to compare by. */
async function isSameText(text: string, sha256: string): Promise<boolean | null> {
  const { subtle } = globalThis.crypto;
  if (subtle === undefined) return null;
  const bytes = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hash = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hash === sha256.toLowerCase();
}
