import * as z from 'zod';
import { badInputs } from '../../errors';

const line = z.int().min(1);

const problem = z.strictObject({
  id: z.string().min(1).describe('Unique in the case; judgements name it.'),
  path: z.string().min(1).describe('File at the head, or at the base for removed lines.'),
  side: z.enum(['new', 'old']).optional().describe('old for removed lines; new where it is left out.'),
  startLine: line.optional().describe('1-based, on that side; left out for a problem of the whole file.'),
  endLine: line.optional().describe('Inclusive; equals startLine where it is left out.'),
  title: z.string().min(1).describe('What is wrong, in one line.'),
  explanation: z.string().optional().describe('How it shows, and how it became known.'),
  severity: z.enum(['blocker', 'warning', 'suggestion']).optional(),
  category: z.enum(['bug', 'security', 'performance', 'error-handling', 'maintainability', 'testing']).optional(),
});

/** One case of an evaluation, as its `gold.json` says it; docs/gold.schema.json is made of it. */
export const goldShape = z.strictObject({
  about: z.string().optional().describe('Where the change comes from.'),
  repository: z
    .string()
    .optional()
    .describe(
      'Folder of a git repository, relative to this file. Without it the case holds base/ and head/, or base/ and change.patch.',
    ),
  base: z.string().optional().describe('Commit, branch or tag that the change starts from; needs repository.'),
  head: z.string().optional().describe('Last commit of the change; needs repository.'),
  problems: z.array(problem).describe('Known problems of the change; empty for a change that is known to be clean.'),
});

export type Gold = z.infer<typeof goldShape>;
export type KnownProblem = Gold['problems'][number];

/** @throws SecondPassError `bad-input` that names the case and what is wrong in it */
export function readGold(text: string, name: string): Gold {
  const read = goldShape.safeParse(parsed(text));
  if (!read.success) throw badGold(name, z.prettifyError(read.error).replace(/\s+/g, ' '));
  const gold = read.data;
  const ids = gold.problems.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw badGold(name, 'two problems have the same id');
  const named = [gold.repository, gold.base, gold.head].filter((value) => value !== undefined).length;
  if (named !== 0 && named !== 3) throw badGold(name, 'only some of repository, base and head are given');
  return gold;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badGold(name: string, was: string) {
  return badInputs([{ input: `${name}/gold.json`, was, allowed: 'JSON as docs/gold.schema.json describes it' }]);
}
