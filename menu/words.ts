import type { FailureKind } from '../web/rest/failure';

export const WORDS = {
  title: 'Ask Second Pass for a change',
  kind: 'What you want',
  words: 'In your words',
  pipeline: 'Pipeline that works on it',
  ask: 'Ask',
  asWhom: 'A comment is written and the pipeline is queued, both in your name.',
  asked: 'Asked. The answer comes on the thread of your comment.',
  run: 'Run',
  noPipelines: 'The pipelines of this project could not be read',
  nothingToQueue: 'This project has no pipeline that could work on it: docs/fix.md shows how to make one.',
  notWritten: 'The comment could not be written',
  notStarted: 'Your comment stands there, but the pipeline was not queued',
} as const;

export const KINDS: readonly (readonly [value: string, shown: string])[] = [
  ['fix', 'A change'],
  ['plan', 'A change, only to look at'],
  ['answer', 'An answer to a question'],
];

const WHY: Readonly<Partial<Record<FailureKind, string>>> = {
  refused: 'no answer came, which is also how a missing permission looks',
  unauthorized: 'you are not signed in any more',
  forbidden: 'you have no right to do that',
  notFound: 'it is not there, or you may not see it',
};

export function said(what: string, kind: FailureKind): string {
  return `${what}: ${WHY[kind] ?? 'Azure DevOps refused it'}.`;
}
