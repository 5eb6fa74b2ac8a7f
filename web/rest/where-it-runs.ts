import type { RepositoryUse } from '../../src/steps/insights/repository-use';
import { entriesOf, listOf, objectOf, textOf } from './answers';
import { readRecordFacts } from './record-facts';
import type { Rest } from './rest';
import { listTaggedRuns, type TaggedRun } from './tagged-runs';

const STATUS_POLICY = 'cbdc66da-9728-4af8-aada-9a5a32e4a226';
const BUILD_POLICY = '0609b952-1397-4640-95ec-e00a01b2c241';
const TAG = 'second-pass';
const MOST_RUNS = 500;
/** Records that are read: each is two more questions. */
const MOST_RECORDS = 12;

interface BranchPolicy {
  isStatus: boolean;
  definitionId: number;
  /** Empty for all repositories. */
  repositories: readonly string[];
}

export async function readUse(rest: Rest, project: string): Promise<RepositoryUse[]> {
  const base = encodeURIComponent(project);
  const [repositories, statuses, builds, runs] = await Promise.all([
    rest.json(`${base}/_apis/git/repositories`),
    policiesOf(rest, base, STATUS_POLICY),
    policiesOf(rest, base, BUILD_POLICY),
    listTaggedRuns(rest, project, TAG, MOST_RUNS),
  ]);
  const ours = new Set(runs.map(({ definition }) => definition.id));
  const newest = newestByRepository(runs);
  const asked = [...newest.values()].slice(0, MOST_RECORDS);
  const known = new Map(
    await Promise.all(asked.map(async (run) => [run.id, await recordFacts(rest, project, run)] as const)),
  );
  return entriesOf(repositories).flatMap((entry) => {
    const { id, name } = objectOf(entry);
    if (typeof id !== 'string' || typeof name !== 'string') return [];
    const run = newest.get(id.toLowerCase());
    const required = requirementOf(id.toLowerCase(), [...statuses, ...builds], ours);
    const isUnread = run !== undefined && !known.has(run.id);
    const record: Facts = (run && known.get(run.id)) ?? { version: '', policy: isUnread ? 'unread' : 'unknown' };
    return [{ name, required, lastSeen: run?.finishedAt ?? 0, ...record }];
  });
}

async function policiesOf(rest: Rest, base: string, type: string): Promise<BranchPolicy[]> {
  const answer = await rest.json(`${base}/_apis/policy/configurations`, { query: { policyType: type } });
  return entriesOf(answer).flatMap((entry) => {
    const { isEnabled, isBlocking, settings, type: told } = objectOf(entry);
    const { statusGenre, buildDefinitionId, scope } = objectOf(settings);
    const isOfType = textOf(objectOf(told).id).toLowerCase() === type;
    const isStatus = type === STATUS_POLICY;
    if (!isOfType || isEnabled !== true || isBlocking !== true || (isStatus && statusGenre !== 'second-pass'))
      return [];
    const ids = listOf(scope).map((one) => textOf(objectOf(one).repositoryId).toLowerCase());
    return [{ isStatus, definitionId: Number(buildDefinitionId) || 0, repositories: ids.includes('') ? [] : ids }];
  });
}

function requirementOf(
  id: string,
  policies: readonly BranchPolicy[],
  ours: ReadonlySet<number>,
): RepositoryUse['required'] {
  const own = policies.filter(({ repositories }) => repositories.length === 0 || repositories.includes(id));
  if (own.some(({ isStatus }) => isStatus)) return 'status';
  return own.some(({ definitionId }) => ours.has(definitionId)) ? 'build' : 'no';
}

/** Of runs that are sorted newest first; so are its repositories. */
function newestByRepository(runs: readonly TaggedRun[]): ReadonlyMap<string, TaggedRun> {
  const newest = new Map<string, TaggedRun>();
  for (const run of runs) if (run.repositoryId && !newest.has(run.repositoryId)) newest.set(run.repositoryId, run);
  return newest;
}

type Facts = Pick<RepositoryUse, 'version' | 'policy'>;

async function recordFacts(rest: Rest, project: string, run: TaggedRun): Promise<Facts | undefined> {
  try {
    const facts = await readRecordFacts(rest, project, run.id);
    return facts && { version: facts.version, policy: facts.policy === undefined ? 'no' : 'yes' };
  } catch {
    // A run that retention took away in between is like one without a record.
    return undefined;
  }
}
