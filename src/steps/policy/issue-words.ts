import type * as z from 'zod/mini';

/** What is wrong with a member, as a sentence that begins with its name goes on. `isThere`: the file holds it. */
export function issueWords(issue: z.core.$ZodIssue, isThere: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return isThere ? `has to be ${KINDS[issue.expected] ?? issue.expected}` : 'is missing';
    case 'invalid_value':
      return `has to be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'invalid_key':
      return 'is no project and no project/repository';
    case 'invalid_union':
      return 'has a value of another kind';
    case 'too_small':
      return `has to be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `may be at most ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  object: 'an object',
  array: 'a list',
  record: 'an object',
};

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters long' : origin === 'array' ? ' entries long' : '';
}
