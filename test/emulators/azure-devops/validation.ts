import { checkAnswer, checkRequest, type Operation } from '../../contract/azure-devops-description';
import type { PullRequest } from './model';
import type { ThreadBody } from './threads';

/** Something that Microsoft's description, or what the real service is known to punish, does not allow. */
export interface Violation {
  side: 'request' | 'answer';
  method: string;
  path: string;
  problem: string;
}

/** What is wrong with a request by the description. */
export function requestProblems(
  operation: Operation | undefined,
  request: { method: string; query: URLSearchParams; body: unknown; contentType: string | undefined },
): string[] {
  if (!operation) return ['no such operation in the description'];
  const problems = checkRequest(operation, request.query, request.body);
  if (request.body === undefined) return problems;
  const wanted = wantsPatch(operation) ? /^application\/json-patch\+json\b/i : /^application\/(json|octet-stream)\b/i;
  if (wanted.test(request.contentType ?? '')) return problems;
  return [...problems, `content type ${request.contentType} is not ${wanted.source}`];
}

export function answerProblems(operation: Operation | undefined, status: number, body: unknown): string[] {
  return operation && status === 200 ? checkAnswer(operation, body) : [];
}

/**
 * Threads the service accepts and then shows in the wrong place, or breaks on: a path without its slash, a start without
 * an end, a tracking id of another file or none at all.
 */
export function threadProblems(pullRequest: PullRequest, body: ThreadBody): string[] {
  const context = body.threadContext;
  if (!context) return [];
  const problems: string[] = [];
  if (!context.filePath?.startsWith('/')) problems.push(`filePath ${context.filePath} does not begin with a slash`);
  if (Boolean(context.rightFileStart) !== Boolean(context.rightFileEnd))
    problems.push('right start and end are not both set');
  if (Boolean(context.leftFileStart) !== Boolean(context.leftFileEnd))
    problems.push('left start and end are not both set');
  return [...problems, ...trackingProblems(pullRequest, body)];
}

function trackingProblems(pullRequest: PullRequest, body: ThreadBody): string[] {
  const path = body.threadContext?.filePath ?? '';
  const id = body.pullRequestThreadContext?.changeTrackingId;
  if (id === undefined) return [`the thread on ${path} has no changeTrackingId`];
  const right = pullRequest.trackingIds.get(path);
  return right === id ? [] : [`changeTrackingId ${id} is not that of ${path}, which is ${right}`];
}

function wantsPatch(operation: Operation): boolean {
  const body = operation.parameters.find((parameter) => parameter.in === 'body');
  return body?.schema?.$ref === '#/definitions/JsonPatchDocument';
}
