import { createHash } from 'node:crypto';
import type { Token } from '../adapters/azure-devops/host';
import { createPolicyReader, type PolicyReader, type RunPlace } from '../adapters/azure-devops/policy-file';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import type { HttpClient } from '../adapters/http/http';
import { inFull, isSecondPassError, ourFault, SecondPassError } from '../errors';
import { type Governed, governReview, type PolicyFacts } from '../steps/policy/govern';
import { POLICY_PLACE_FORM, type PolicyPlace, parsePolicyPlace, placeText } from '../steps/policy/policy-place';
import { problemLines, readPolicy } from '../steps/policy/read-policy';
import { quoted } from '../steps/settings/kinds';
import type { Settings } from '../steps/settings/settings';
import type { Surroundings } from './connection';
import { pullRequestIdOf } from './host';

/** What the policy of the service connection makes of a run. */
export interface Governance extends Partial<Governed> {
  settings: Settings;
  /** Absent where the connection names none, and where it could not be read. */
  facts?: PolicyFacts;
  /** Why nothing may be sent to Claude. */
  failure?: unknown;
}

interface Asked {
  surroundings: Surroundings;
  http: HttpClient;
  settings: Settings;
  token: () => Promise<Token>;
}

/** Reads the policy that the connection with the key names, and holds the inputs against it. Taking back needs no leave. */
export async function govern(asked: Asked): Promise<Governance> {
  const { settings, surroundings } = asked;
  const named = surroundings.facts.policy.trim();
  if (named === '' || settings.runMode === 'clean') return { settings };
  try {
    return await governedBy(placeIn(named), asked);
  } catch (failure) {
    return { settings, failure: isPolicys(failure) ? failure : unreadable(named, failure) };
  }
}

async function governedBy(place: PolicyPlace, { surroundings, http, settings, token }: Asked): Promise<Governance> {
  const { facts, log } = surroundings;
  const source = placeText(place);
  const reader = createPolicyReader({ collectionUrl: facts.collectionUrl, token: await token(), http, log });
  const [{ commit, text }, subject] = await Promise.all([reader.file(place), subjectOf(reader, facts, settings)]);
  const reading = readPolicy(text);
  if (!reading.ok) throw unusable(source, problemLines(reading.problems));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const governed = governReview(reading.policy, subject, facts.inputs);
  const told = { ...governed, facts: { source, commit, sha256, changed: governed.changed } };
  return governed.refusals.length === 0 ? told : { ...told, failure: refusal(source, governed.refusals) };
}

/** By what the service says of the pull request: variables and names of the pipeline are not asked. */
async function subjectOf(reader: PolicyReader, facts: PipelineFacts, settings: Settings): Promise<RunPlace> {
  const id = pullRequestOf(facts, settings);
  if (id !== undefined) return reader.placeOfPullRequest(id);
  const { project, repository } = facts;
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
