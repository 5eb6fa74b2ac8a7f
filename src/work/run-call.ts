import type { Hands, HandsAnswer } from '../ports/hands';
import type { Masking } from '../steps/secrets/masking';
import type { MaskedText } from '../steps/secrets/placeholders';
import { type Edited, insertAfter, keepingEnds, numberedLines, replaceOnce } from '../steps/toolbox/edit-text';
import { mayEdit } from '../steps/toolbox/may-edit';
import { bashOrder, createOrder, editOrder, lookOrder, MET, MOST_READ, shownFile } from '../steps/toolbox/orders';
import { putBack } from '../steps/toolbox/put-back';
import type { Call } from '../steps/toolbox/read-call';
import { shapeOutput } from '../steps/toolbox/shape-output';
import { failureSign } from '../steps/turns/failure-sign';
import type { Happening } from '../steps/turns/turns';
import type { Validation } from './validate';

/** What a call came to, for the model and for the machine. */
export interface Done {
  text: string;
  isError: boolean;
  /** Paths of files that the text shows. */
  files?: readonly string[];
  /** A file that the edit tool made: it belongs to the change without being named. */
  made?: string;
  happening?: Happening;
  exit?: number | null;
}

export interface Around {
  hands: Hands;
  signal: AbortSignal;
  /** What the model sees in place of secrets. */
  masking: Masking;
  /** Makes secrets of files known that a text names. */
  learn: (text: string) => Promise<void>;
  /** Null where no command is set. */
  validate: (() => Promise<Validation>) | null;
  /** Milliseconds that one command may take. */
  commandTime: number;
}

/** Carries out one call; what goes wrong is told to the model and ends nothing. */
export async function runCall(call: Call, around: Around): Promise<Done> {
  switch (call.tool) {
    case 'view':
      return view(call, around);
    case 'create':
      return create(call, around);
    case 'replace':
      return edit(call.path, around, (text) => replaceOnce(text, call.old, call.now));
    case 'insert':
      return edit(call.path, around, (text) => insertAfter(text, call.line, call.text));
    case 'bash':
      return bash(call, around);
    case 'validate':
      return runValidation(around);
    default:
      return failed('finish and give_up stand alone: call it by itself, after the others have answered.');
  }
}

async function view({ path, range }: Call & { tool: 'view' }, around: Around): Promise<Done> {
  const look = await around.hands.run(lookOrder(path), around.signal);
  if (look.why !== 'exit') return failed(endedBy(look));
  if (look.code === MET.nothing) return failed(`There is no file or folder ${JSON.stringify(path)}.`);
  if (look.code === MET.folder) return { text: shapeOutput(look, around.masking.text) || '(empty)', isError: false };
  const read = textOf(path, look);
  if ('problem' in read) return failed(read.problem);
  // As a whole, so that the middle of a key is known for what it is though nothing else is asked for.
  const lines = numberedLines(around.masking.file(read.text, path).text, range);
  if ('problem' in lines) return failed(lines.problem);
  const bytes = Buffer.from(lines.text);
  const shown = shapeOutput({ first: bytes, last: Buffer.alloc(0), printed: bytes.length }, around.masking.own);
  return { text: shown, isError: false, files: [path] };
}

async function create({ path, text }: Call & { tool: 'create' }, around: Around): Promise<Done> {
  if (around.masking.signIn(text) !== undefined) return edit(path, around, () => ({ text }));
  const written = await around.hands.run(createOrder(path, text), around.signal);
  if (written.code === MET.folder) return failed(`${JSON.stringify(path)} is a folder, or no file at all.`);
  const isNew = written.code === MET.madeAnew;
  if (written.code !== 0 && !isNew) return failed(endedBy(written, around));
  const done = { text: 'Written.', isError: false, happening: EDITED };
  return isNew ? { ...done, made: path } : done;
}

async function edit(path: string, around: Around, change: (text: string) => Edited): Promise<Done> {
  let edited: Edited | undefined;
  const order = editOrder(path, (file) => {
    const read = textIn(file);
    edited =
      'problem' in read ? read : keepingEnds(read.text, (own) => behindMasking(around.masking.file(own, path), change));
    return 'problem' in edited ? null : edited.text;
  });
  const answer = await around.hands.run(order, around.signal);
  if (answer.why !== 'exit') return failed(endedBy(answer));
  const shown = shownFile(answer.first);
  if (answer.code === MET.large) return failed(tooLarge(shown?.size ?? 0));
  if (edited === undefined) return failed(`There is no file ${JSON.stringify(path)} that can be read.`);
  if ('problem' in edited) return failed(edited.problem);
  if (answer.code !== 0) return failed(endedBy({ ...answer, first: shown?.after ?? answer.first }, around));
  return { text: 'Written.', isError: false, happening: EDITED };
}

/** Edits what the model sees of a file, and gives what then stands in the file itself. */
function behindMasking(masked: MaskedText, change: (text: string) => Edited): Edited {
  const edited = change(masked.text);
  return 'problem' in edited ? edited : putBack(masked, edited.text);
}

async function bash({ command }: Call & { tool: 'bash' }, around: Around): Promise<Done> {
  const sign = around.masking.signIn(command);
  if (sign !== undefined) return failed(`${sign} ${IN_COMMAND}`);
  const answer = await around.hands.run(bashOrder(command, around.commandTime), around.signal);
  await around.learn(`${command}\n${Buffer.concat([answer.first, answer.last])}`);
  const shown = shapeOutput(answer, around.masking.text);
  const end =
    answer.why === 'exit' ? (answer.code === 0 ? '' : `\n(exit code ${answer.code})`) : `\n(${endedBy(answer)})`;
  return {
    text: `${shown}${end}`.trim() || '(no output)',
    isError: answer.why !== 'exit' || answer.code !== 0,
    exit: answer.code,
    ...(mayEdit(command) ? { happening: EDITED } : {}),
  };
}

async function runValidation({ validate }: Around): Promise<Done> {
  if (validate === null) return failed('No validation command is set for this repository.');
  const run = await validate();
  return {
    text: validationText(run),
    isError: run.exitCode !== 0,
    exit: run.exitCode,
    happening: { kind: 'validated', exitCode: run.exitCode, failure: failureSign(run.exitCode, run.output) },
  };
}

/** How it ended, what was counted, and the end of its output. */
export function validationText({ exitCode, why, cases, output }: Validation): string {
  const end = exitCode === null ? `It did not end by itself (${why}).` : `Exit code ${exitCode}.`;
  const counts = cases
    ? ` ${cases.ran.length} test cases ran, ${cases.failed.length} failed, ${cases.skipped.length} skipped.`
    : '';
  const failing = cases?.failed.slice(0, 20).map((name) => `\nfailed: ${name}`) ?? [];
  return `${end}${counts}${failing.join('')}\n${output}`.trim();
}

const IN_COMMAND =
  'stands in place of a secret, which no command can hold: edit such a line with str_replace, and look for it by what stands beside it.';

const EDITED: Happening = { kind: 'edited' };

/** What a file holds, where it is text that can be shown. */
function textOf(path: string, answer: HandsAnswer): Edited {
  if (answer.why !== 'exit') return { problem: endedBy(answer) };
  if (answer.code !== 0) return { problem: `There is no file ${JSON.stringify(path)} that can be read.` };
  if (answer.printed > MOST_READ) return { problem: tooLarge(answer.printed) };
  return textIn(Buffer.concat([answer.first, answer.last]));
}

function textIn(file: Uint8Array): Edited {
  const bytes = Buffer.from(file);
  if (bytes.includes(0)) return { problem: 'The file is binary.' };
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? { text } : { problem: 'The file is no UTF-8 text.' };
}

function tooLarge(bytes: number): string {
  return `The file has ${bytes} bytes; look at parts of it with bash.`;
}

function failed(text: string): Done {
  return { text, isError: true };
}

const ENDINGS: Readonly<Record<HandsAnswer['why'], string>> = {
  exit: 'it failed',
  time: 'ended: it took too long',
  output: 'ended: it printed without end',
  memory: 'ended: it took too much memory',
  processes: 'ended: it started too many processes',
  space: 'ended: it filled the disk',
  entries: 'ended: it made too many files and folders',
  cancelled: 'ended with the run',
  notStarted: 'it could not be started',
};

function endedBy(answer: HandsAnswer, around?: Around): string {
  const said = around ? `: ${shapeOutput(answer, around.masking.text, 500)}` : '';
  return `${ENDINGS[answer.why]}${said}`;
}
