import { PassThrough } from 'node:stream';
import { SecondPassError } from '../../errors';
import type { HandsAnswer, HandsOrder } from '../../ports/hands';
import { type Ends, keepEnds } from './keep-ends';
import { type Ended, runProgram } from './run-program';
import { watchMemory } from './watch-memory';
import type { BeyondSpace, Space, SpaceLimits } from './watch-space';

/** The program that carries an order into its sandbox. */
export interface Carrier {
  program: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** On the agent. */
  folder: string;
  /** Of the workshop. */
  space: Space;
  limits: HandsLimits;
  /** See `ProgramRun`. */
  tellsFirst?: boolean;
  forbids?: boolean;
}

/** What one order may take of the machine. */
export interface HandsLimits extends SpaceLimits {
  /** Mebibytes of resident memory, and processes, of the whole tree. */
  memory: number;
  processes: number;
  /** Of all its processes; the system does not count them for root. */
  threads: number;
  /** Bytes of one file. */
  file: number;
  openFiles: number;
  /** Bytes that it may print. */
  printed: number;
}

export const HANDS_LIMITS: HandsLimits = {
  memory: 4096,
  processes: 512,
  threads: 1024,
  file: 1_073_741_824,
  disk: 4_294_967_296,
  entries: 1_000_000,
  openFiles: 4096,
  printed: 67_108_864,
};

const KEPT = 65_536;

/**
 * What `sh` runs in a sandbox: limits that only the process itself can take on, then the order with its words as arguments. The
 * greatest number of processes has two names among shells.
 */
export function limitedCommand(
  { script, words = [], withErrors = true }: HandsOrder,
  { file, openFiles, threads }: HandsLimits,
): string[] {
  const limited = [
    `ulimit -c 0; ulimit -f ${file / 512}; ulimit -n ${openFiles}`,
    `(ulimit -u ${threads}) 2>/dev/null && ulimit -u ${threads} || ulimit -p ${threads} 2>/dev/null`,
    ...(withErrors ? ['exec 2>&1'] : []),
    'order=$1; shift; exec /bin/sh -c "$order" sh "$@"',
  ].join('; ');
  return ['/bin/sh', '-c', limited, 'sh', script, ...words];
}

/**
 * Runs one order to its end or its limits; nothing that it started is left.
 * @throws SecondPassError where the disk is full: what fills it goes with the workshop, and nothing else frees it
 */
export async function runHands(carrier: Carrier, order: HandsOrder, signal: AbortSignal): Promise<HandsAnswer> {
  const begun = performance.now();
  const stop = new AbortController();
  const ends = keepEnds(order.kept ?? KEPT);
  let beyond: HandsAnswer['why'] | BeyondSpace | undefined;
  const end = (why: HandsAnswer['why'] | BeyondSpace) => {
    beyond ??= why;
    stop.abort();
  };
  const input = order.reply ? new PassThrough() : order.input;
  const space = await carrier.space.watch(end);
  const memory = watchMemory(carrier.limits.memory, () => end('memory'));
  let printed = 0;
  const ended = await runProgram({
    ...carrier,
    ...(input === undefined ? {} : { input }),
    limits: { time: order.time, tree: carrier.limits },
    leavesNothing: true,
    endsAll: true,
    signal: AbortSignal.any([signal, stop.signal]),
    onOutput(chunk) {
      ends.add(chunk);
      answerIn(input, order, ends);
      printed += chunk.length;
      if (printed > carrier.limits.printed) end('output');
    },
  });
  await space.end();
  memory.end();
  const milliseconds = Math.round(performance.now() - begun);
  if (beyond === 'full') throw diskFull();
  const why = ended.why === 'processor' ? 'time' : ended.why;
  return { why: beyond ?? why, code: codeOf(ended, beyond), ...ends.kept(), milliseconds };
}

function diskFull(): SecondPassError {
  return new SecondPassError({
    kind: 'sandbox',
    code: 'workshop-too-large',
    message: 'What commands left in the workshop filled the disk of the agent, and was removed with it.',
    advice: 'Free space on the disk, or let the commands leave less.',
  });
}

/** What it waits for is said once; then there is nothing more to read. */
function answerIn(input: unknown, { reply }: HandsOrder, ends: Ends): void {
  if (!reply || !(input instanceof PassThrough) || input.writableEnded) return;
  const said = reply(ends.kept().first);
  if (said !== undefined) input.end(said);
}

/** A program that a signal ended has the code that shells give it. */
function codeOf({ why, code, signal }: Ended, beyond: unknown): number | null {
  if (beyond !== undefined || why !== 'exit') return null;
  return code ?? (signal === null ? null : 128);
}
