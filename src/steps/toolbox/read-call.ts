import * as z from 'zod';
import { cutText } from '../../cut-text';
import type { ToolUse } from '../../ports/model';

/** A call whose arguments were read; paths are relative to the top of the tree. */
export type Call =
  | { tool: 'view'; path: string; range?: readonly [first: number, last: number] }
  | { tool: 'create'; path: string; text: string }
  | { tool: 'replace'; path: string; old: string; now: string }
  | { tool: 'insert'; path: string; line: number; text: string }
  | { tool: 'bash'; command: string }
  | { tool: 'validate' }
  | {
      tool: 'finish';
      title: string;
      summary: string;
      files: readonly string[];
      answers: readonly string[];
      /** Why files outside of the finding's are changed. */
      elsewhere: string;
    }
  | { tool: 'giveUp'; why: string };

export type ReadCall = { call: Call } | { problem: string };

const LONGEST_COMMAND = 32_000;
const LONGEST_FILE = 1_048_576;

const words = z.string().max(LONGEST_FILE);
const edit = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('view'), path: words, view_range: z.tuple([z.int(), z.int()]).nullish() }),
  z.strictObject({ command: z.literal('create'), path: words, file_text: words }),
  z.strictObject({ command: z.literal('str_replace'), path: words, old_str: words.min(1), new_str: words.default('') }),
  z.strictObject({
    command: z.literal('insert'),
    path: words,
    insert_line: z.int().min(0),
    insert_text: words.optional(),
    new_str: words.optional(),
  }),
]);
const bash = z.strictObject({
  command: z.string().min(1).max(LONGEST_COMMAND).optional(),
  restart: z.boolean().optional(),
});
const finish = z.strictObject({
  title: z.string().max(2_000).default(''),
  summary: z.string().max(20_000),
  files: z.array(z.string().max(1_000)).max(1_000).default([]),
  answers: z.array(z.string().max(20_000)).max(50).default([]),
  elsewhere: z.string().max(4_000).default(''),
});
const giveUp = z.strictObject({ why: z.string().max(20_000) });

/** Reads the arguments strictly: what a tool does not know is told, and nothing is guessed. */
export function readCall({ name, input }: ToolUse, top: string): ReadCall {
  if (input === undefined) return { problem: 'The arguments broke off; call the tool again.' };
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (read === undefined) return { problem: `There is no tool ${JSON.stringify(cutText(name, 60))}; ${KNOWN}` };
  return read(input, top);
}

const READERS: Readonly<Record<string, (input: unknown, top: string) => ReadCall>> = {
  str_replace_based_edit_tool: (input, top) => parsed(edit, input, (given) => editCall(given, top)),
  bash: (input) => parsed(bash, input, bashCall),
  validate: (input) => parsed(z.strictObject({}), input, () => ({ call: { tool: 'validate' } })),
  finish: (input, top) => parsed(finish, input, (given) => finishCall(given, top)),
  give_up: (input) => parsed(giveUp, input, ({ why }) => ({ call: { tool: 'giveUp', why } })),
};

const KNOWN = `the tools are ${Object.keys(READERS).join(', ')}.`;

function parsed<T>(schema: z.ZodType<T>, input: unknown, make: (given: T) => ReadCall): ReadCall {
  const result = schema.safeParse(input);
  if (result.success) return make(result.data);
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  return {
    problem: `The arguments cannot be used: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'unknown'}.`,
  };
}

function editCall(given: z.infer<typeof edit>, top: string): ReadCall {
  const path = pathOf(given.path, top);
  if (path === null)
    return { problem: `${JSON.stringify(given.path)} is outside of the repository, or in its .git folder.` };
  switch (given.command) {
    case 'view':
      return { call: { tool: 'view', path, ...(given.view_range ? { range: given.view_range } : {}) } };
    case 'create':
      return path === ''
        ? { problem: 'A file needs a name.' }
        : { call: { tool: 'create', path, text: given.file_text } };
    case 'str_replace':
      return { call: { tool: 'replace', path, old: given.old_str, now: given.new_str } };
    default:
      return {
        call: { tool: 'insert', path, line: given.insert_line, text: given.insert_text ?? given.new_str ?? '' },
      };
  }
}

function bashCall({ command, restart }: z.infer<typeof bash>): ReadCall {
  if (command !== undefined) return { call: { tool: 'bash', command } };
  return { problem: restart ? 'Every command has a fresh shell already.' : 'command: a command is needed.' };
}

function finishCall({ files, ...told }: z.infer<typeof finish>, top: string): ReadCall {
  const paths = files.map((file) => pathOf(file, top));
  const outside = files.find((_, index) => !paths[index]);
  if (outside !== undefined) return { problem: `files: ${JSON.stringify(outside)} is no file of the repository.` };
  return { call: { tool: 'finish', ...told, files: paths.flatMap((path) => path ?? []) } };
}

/** Null for what lies outside of the tree, or in the folder that git keeps there. */
function pathOf(given: string, top: string): string | null {
  if (given.includes('\0')) return null;
  const inside = given === top || given.startsWith(`${top}/`) ? given.slice(top.length) : given;
  if (inside === given && given.startsWith('/')) return null;
  const names: string[] = [];
  for (const name of inside.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names[0]?.toLowerCase() === '.git' ? null : names.join('/');
}
