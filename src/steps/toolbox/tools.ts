import type { ModelTool } from '../../ports/model';

const path = { type: 'string', description: 'Path of a file or folder, from the top of the repository' };

/** What the model may call. The first two have the names and the arguments that it was trained with. */
export const TOOLS: readonly ModelTool[] = [
  {
    name: 'str_replace_based_edit_tool',
    trainedAs: 'text_editor_20250728',
    description:
      'View, create and edit files. view: a file with numbered lines, optionally view_range [first, last], or a folder. create: a new file with file_text. str_replace: replaces old_str, which must stand in the file exactly once, by new_str. insert: puts insert_text behind line insert_line (0: at the start).',
    schema: {
      type: 'object',
      properties: {
        command: { type: 'string', enum: ['view', 'create', 'str_replace', 'insert'] },
        path,
        file_text: { type: 'string' },
        old_str: { type: 'string' },
        new_str: { type: 'string' },
        insert_line: { type: 'integer' },
        insert_text: { type: 'string' },
        view_range: { type: 'array', items: { type: 'integer' } },
      },
      required: ['command', 'path'],
    },
  },
  {
    name: 'bash',
    trainedAs: 'bash_20250124',
    description:
      'Runs one command in a fresh shell at the top of the repository. Nothing is kept between commands but files.',
    schema: {
      type: 'object',
      properties: { command: { type: 'string' }, restart: { type: 'boolean' } },
    },
  },
  {
    name: 'validate',
    description:
      'Runs the validation command of this repository and answers with how it ended and the end of its output.',
    schema: { type: 'object', properties: {} },
  },
  {
    name: 'finish',
    description:
      'Ends the work. title: the change in one line of at most 70 characters. summary: what was changed and why, for the person who asked. files: every new file that belongs to the change and was not made by the edit tool; other new files are left behind. answers: answers to questions that were asked. elsewhere: where a finding is mended, why files other than its own had to change.',
    schema: {
      type: 'object',
      properties: {
        title: { type: 'string' },
        summary: { type: 'string' },
        files: { type: 'array', items: { type: 'string' } },
        answers: { type: 'array', items: { type: 'string' } },
        elsewhere: { type: 'string' },
      },
      required: ['summary', 'files'],
    },
  },
  {
    name: 'give_up',
    description:
      'Ends the work without a change: it cannot be done, is done already, or must not be done. why: the reason, for the person who asked.',
    schema: { type: 'object', properties: { why: { type: 'string' } }, required: ['why'] },
  },
];
