import { StringDecoder } from 'node:string_decoder';
import type { Log } from '../../ports/log';
import { createMask, type Mask } from '../http/mask';
import { commandLine } from './command';
import { defused, linesOf, visibleText } from './inert-text';

export type TaskResult = 'Succeeded' | 'SucceededWithIssues' | 'Failed';

/**
 * The one way to the agent's log, where text and commands share a line. What anybody prints comes out as inert text
 * without known secrets; commands come from the methods below and from nowhere else.
 */
export interface LogWriter extends Log {
  /** An error of the run; it does not end the task. */
  error(line: string): void;
  /** Tells the agent, and hides the value here: whole, encoded and in parts. */
  addSecret(secret: string): void;
  /** The text without any known secret, for files and comments, which the agent does not mask. */
  masked(text: string): string;
  /** Knows the same secrets. */
  mask: Pick<Mask, 'hide' | 'finds'>;
  setOutput(name: string, value: string): void;
  /** `path` is absolute; the agent reads the file after the step. */
  uploadSummary(path: string): void;
  addAttachment(type: string, name: string, path: string): void;
  /** Everything in the folder becomes an artifact of the build. */
  uploadArtifact(name: string, folder: string): void;
  /** Makes the run one that can be looked for. */
  addBuildTag(tag: string): void;
  /** The task's result; `isStuck` ends the step although the process may linger. */
  complete(result: TaskResult, message: string, isStuck?: boolean): void;
  isComplete(): boolean;
  /** Runs the work and drops what it prints. */
  quietly<T>(work: () => T): T;
  /** Writes the unfinished last line. */
  flush(): void;
}

export interface LogStreams {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  on(event: 'exit', listener: () => void): unknown;
}

/** A line without an end is cut here rather than kept in memory. */
const MAX_LINE_LENGTH = 65_536;

/**
 * Takes both output streams over. To be called before any module is loaded that might print.
 * Everything goes to stdout: the agent reads both streams alike, and only one keeps its order.
 */
export function installLogWriter(streams: LogStreams = process): LogWriter {
  const rawWrite = streams.stdout.write.bind(streams.stdout);
  const mask = createMask();
  let isQuiet = false;
  let isGroupOpen = false;
  let isComplete = false;

  // Once as a whole, since a secret can lie in two lines, and once as each line is shown.
  const inert = (text: string) => linesOf(mask.hide(text)).map((line) => defused(mask.hide(visibleText(line))));
  const raw = (line: string) => {
    if (!isQuiet) rawWrite(`${line}\n`);
  };
  const printed = [streams.stdout, streams.stderr].map((stream) =>
    takeOver(stream, (line) => inert(line).forEach(raw)),
  );
  const flush = () => {
    for (const { rest } of printed) rest();
  };
  const own = (line: string) => {
    flush();
    raw(line);
  };
  const command = (name: string, properties: Record<string, string | undefined>, message: string) =>
    own(commandLine({ name, properties: mapValues(properties, inert), message: inert(message).join('\n') }));
  const endGroup = () => {
    if (isGroupOpen) own('##[endgroup]');
    isGroupOpen = false;
  };

  streams.stdout.on('error', () => {});
  streams.on('exit', flush);
  return {
    info: (text) => inert(text).forEach(own),
    warn: (text) => command('task.logissue', { type: 'warning' }, text),
    error: (text) => command('task.logissue', { type: 'error' }, text),
    group(title) {
      endGroup();
      own(`##[group]${inert(title).join(' ')}`);
      isGroupOpen = true;
    },
    addSecret(secret) {
      mask.add(secret);
      for (const line of linesOf(secret)) if (line !== '') own(commandLine({ name: 'task.setsecret', message: line }));
    },
    masked: (text) => mask.hide(text),
    mask,
    setOutput: (variable, value) => command('task.setvariable', { variable, isOutput: 'true' }, value),
    uploadSummary: (path) => own(commandLine({ name: 'task.uploadsummary', message: path })),
    addAttachment: (type, name, path) =>
      own(commandLine({ name: 'task.addattachment', properties: { type, name }, message: path })),
    uploadArtifact: (artifactname, folder) =>
      own(
        commandLine({
          name: 'artifact.upload',
          properties: { containerfolder: artifactname, artifactname },
          message: folder,
        }),
      ),
    addBuildTag: (tag) => own(commandLine({ name: 'build.addbuildtag', message: tag })),
    complete(result, message, isStuck) {
      isComplete = true;
      endGroup();
      command('task.complete', { result, done: isStuck ? 'true' : undefined }, message);
    },
    isComplete: () => isComplete,
    quietly(work) {
      flush();
      isQuiet = true;
      try {
        return work();
      } finally {
        flush();
        isQuiet = false;
      }
    },
    flush,
  };
}

function mapValues(properties: Record<string, string | undefined>, inert: (text: string) => string[]) {
  const entries = Object.entries(properties).map(([key, value]) => [key, value && inert(value).join(' ')] as const);
  return Object.fromEntries(entries);
}

/** Replaces the stream's write by one that gives whole lines away. `rest` gives the unfinished last one. */
function takeOver(stream: NodeJS.WriteStream, giveLine: (line: string) => void): { rest(): void } {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  stream.write = ((chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    pending += decoder.write(bytesOf(chunk, encoding));
    giveWholeLines();
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback as () => void);
    return true;
  }) as typeof stream.write;
  return {
    rest() {
      if (pending !== '') giveLine(pending.replace(/\r$/, ''));
      pending = '';
    },
  };

  function giveWholeLines(): void {
    // A carriage return at the very end may be the first half of a line break.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    lines.forEach(giveLine);
    if (pending.length <= MAX_LINE_LENGTH) return;
    giveLine(pending);
    pending = '';
  }
}

function bytesOf(chunk: string | Uint8Array, encoding: unknown): Buffer {
  if (typeof chunk !== 'string') return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
}
