import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { FailedLog } from '../ports/pipelines';
import type { Material } from '../steps/brief/material';
import type { AcceptedRequest } from './heard';

/** Words by which a request is about a run of a pipeline, and not about code alone. */
const ABOUT_BUILDS = /\b(build|pipeline|ci|checks?|tests?|validation)\b/i;

/** What the newest run of the pull request says where it failed, if that is what the request is about. */
export async function failedBuild(
  { pipelines, log }: FixWorld,
  { request, pullRequest }: AcceptedRequest,
): Promise<Material[]> {
  if (pullRequest === undefined || !ABOUT_BUILDS.test(request.text)) return [];
  try {
    const failed = await pipelines.lastFailed(`refs/pull/${pullRequest.id}/merge`);
    return failed === null ? [] : toldLogs(await pipelines.failedLogs(failed));
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    log.warn(`The log of the failed run could not be read: ${inFull(error)}`);
    return [];
  }
}

/** The ends of its logs as material: they may hold anything that a build prints. */
export function toldLogs(logs: readonly FailedLog[]): Material[] {
  return logs.map(({ name, lines, of }) => ({
    kind: 'build',
    title: `Log of the failed step ${JSON.stringify(name)}${of > lines.length ? `, its last ${lines.length} of ${of} lines` : ''}`,
    text: lines.join('\n'),
  }));
}
