import type { Token } from '../adapters/azure-devops/host';
import { createPolicyReader, type PolicyReader, type RunPlace } from '../adapters/azure-devops/policy-file';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import type { HttpClient } from '../adapters/http/http';
import { inFull, isSecondPassError, ourFault, SecondPassError } from '../errors';
import { sha256 } from '../sha256';
import type { PolicySubject } from '../steps/policy/effective-policy';
import { type Governed, governFix, governReview, type PolicyFacts } from '../steps/policy/govern';
import { POLICY_PLACE_FORM, type PolicyPlace, parsePolicyPlace, placeText } from '../steps/policy/policy-place';
import { type Policy, problemLines, readPolicy } from '../steps/policy/read-policy';
import type { FixSettings } from '../steps/settings/fix-settings';
import { quoted } from '../steps/settings/kinds';
import type { Settings } from '../steps/settings/settings';
import type { Surroundings } from './connection';
import { pullRequestIdOf } from './host';

/** What the policy of the service connection makes of a run. */
export interface Governance<Read = Settings> extends Partial<Governed<Read>> {
  settings: Read;
  /** Absent where the connection names none, and where it could not be read. */
  facts?: PolicyFacts;
  /** Why nothing may be sent to Claude. */
  failure?: unknown;
}

interface Asked<Read = Settings> {
  surroundings: Surroundings;
  http: HttpClient;
  settings: Read;
  token: () => Promise<Token>;
}

/** What a task knows of itself: which repository its run is about, and how its inputs are read. */
interface Task<Read> {
  subject(reader: PolicyReader): Promise<RunPlace>;
  hold(policy: Policy, subject: PolicySubject, inputs: Readonly<Record<string, string>>): Governed<Read>;
}

/** Reads the policy that the connection with the key names, and holds the inputs against it. Taking back needs no leave. */
export async function govern(asked: Asked): Promise<Governance> {
  const { settings, surroundings } = asked;
  if (settings.runMode === 'clean') return { settings };
  const subject = (reader: PolicyReader) => subjectOf(reader, surroundings.facts, settings);
  return governTask(asked, { subject, hold: governReview });
}

/** The same for the second task: its gate works in the pipeline's own repository alone. */
export async function governFixRun(asked: Asked<FixSettings>): Promise<Governance<FixSettings>> {
  const { settings, surroundings } = asked;
  if (settings.runMode === 'clean') return { settings };
  const subject = (reader: PolicyReader) => placeOfPipeline(reader, surroundings.facts);
  return governTask(asked, { subject, hold: governFix });
}

async function governTask<Read>(asked: Asked<Read>, task: Task<Read>): Promise<Governance<Read>> {
  const { settings, surroundings } = asked;
  const named = surroundings.facts.policy.trim();
  if (named === '') return { settings };
  try {
    return await governedBy(placeIn(named), asked, task);
  } catch (failure) {
    return { settings, failure: isPolicys(failure) ? failure : unreadable(named, failure) };
  }
}

async function governedBy<Read>(
  place: PolicyPlace,
  { surroundings, http, token }: Asked<Read>,
  { subject: subjectIn, hold }: Task<Read>,
): Promise<Governance<Read>> {
  const { facts, log } = surroundings;
  const source = placeText(place);
  const reader = createPolicyReader({ collectionUrl: facts.collectionUrl, token: await token(), http, log });
  const [{ commit, text }, subject] = await Promise.all([reader.file(place), subjectIn(reader)]);
  const reading = readPolicy(text);
  if (!reading.ok) throw unusable(source, problemLines(reading.problems));
  const governed = hold(reading.policy, subject, facts.inputs);
  const told = { ...governed, facts: { source, commit, sha256: sha256(text), changed: governed.changed } };
  return governed.refusals.length === 0 ? told : { ...told, failure: refusal(source, governed.refusals) };
}

/** By what the service says of the pull request: variables and names of the pipeline are not asked. */
async function subjectOf(reader: PolicyReader, facts: PipelineFacts, settings: Settings): Promise<RunPlace> {
  const id = pullRequestOf(facts, settings);
  return id === undefined ? placeOfPipeline(reader, facts) : reader.placeOfPullRequest(id);
}

async function placeOfPipeline(reader: PolicyReader, { project, repository }: PipelineFacts): Promise<RunPlace> {
  if (repository.id !== '') return reader.placeOfRepository(project.id || project.name, repository.id);
  return { project: [project.name, project.id], repository: [] };
}

function pullRequestOf(facts: PipelineFacts, settings: Settings): number | undefined {
  try {
    return pullRequestIdOf(facts, settings);
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'notAPullRequest') return undefined;
    throw error;
  }
}

function placeIn(named: string): PolicyPlace {
  const place = parsePolicyPlace(named);
  if (place !== null) return place;
  throw policyFailure(
    'POLICY_UNREADABLE',
    `The field "policy" of the service connection was ${quoted(named)}; allowed: ${POLICY_PLACE_FORM}.`,
    'Whoever administers the connection can mend it.',
  );
}

/** Failures that say themselves what is wrong: of the policy, and of inputs that its values leave no room for. */
function isPolicys(failure: unknown): boolean {
  return isSecondPassError(failure) && (failure.kind === 'policy' || failure.kind === 'badInput');
}

function unreadable(named: string, failure: unknown): SecondPassError {
  const why = isSecondPassError(failure) ? failure : ourFault(failure);
  return policyFailure(
    'POLICY_UNREADABLE',
    `The policy ${named} could not be read, so nothing is sent to Claude: ${inFull(why)}`,
    'The identity of this run needs to read that repository (docs/policy.md).',
    failure,
  );
}

function unusable(source: string, problems: readonly string[]): SecondPassError {
  const shown = problems.slice(0, 5);
  const more = problems.length > 5 ? ` ${problems.length - 5} more problems.` : '';
  const message = `The policy ${source} is not valid, so nothing is sent to Claude. ${shown.join(' ')}${more}`;
  return policyFailure('POLICY_UNREADABLE', message, '`second-pass policy FILE` checks it (docs/policy.md).');
}

function refusal(source: string, refusals: readonly string[]): SecondPassError {
  const message = `Nothing is sent to Claude. ${refusals.join(' ')}`;
  return policyFailure('POLICY_REFUSES', message, `Change the input, or ask for a change of ${source}.`);
}

function policyFailure(
  code: 'POLICY_UNREADABLE' | 'POLICY_REFUSES',
  message: string,
  advice: string,
  cause?: unknown,
): SecondPassError {
  return new SecondPassError({ kind: 'policy', code, message, advice, cause });
}
