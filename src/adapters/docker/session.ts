import { PassThrough } from 'node:stream';
import type { HandsAnswer, HandsOrder } from '../../ports/hands';
import type { Door } from '../../ports/workshop';
import { HANDS_LIMITS, type HandsLimits, limitedCommand, runHands } from '../process/run-hands';
import { runProgram } from '../process/run-program';
import type { Space } from '../process/watch-space';
import { containerArguments, type Folders } from './container';

export interface ContainerOptions {
  /** On the agent already: nothing is pulled here. */
  image: string;
  /** As Docker knows it; empty: its own. */
  runtime: string;
  limits?: Partial<HandsLimits>;
  /** Address of the daemon; empty: as the program finds it. */
  host?: string;
}

export interface Built {
  program: string;
  folders: Folders;
  container: ContainerOptions;
  space: Space;
}

/** A container that waits for commands. */
interface Waiting {
  name: string;
  /** Closes what it listens to, by which it also ends when this process is gone. */
  close(): void;
  ended: Promise<unknown>;
}

/**
 * One container for all commands of a workshop. What a command leaves running is ended with it; one that does not end by itself
 * takes the container along, and the next begins another.
 */
export function createSession(built: Built): {
  run(order: HandsOrder, signal: AbortSignal): Promise<HandsAnswer>;
  end(): Promise<void>;
} {
  let waiting: Waiting | undefined;
  const end = async () => {
    const gone = waiting;
    waiting = undefined;
    if (gone === undefined) return;
    gone.close();
    await remove(built, gone.name);
    await gone.ended;
  };
  return {
    end,
    async run(order, signal) {
      waiting ??= await begin(built, signal);
      if (waiting === undefined) return runAlone(built, order, signal);
      const { name } = waiting;
      const words = ['exec', '--interactive', name, ...endingAll(order, limitsOf(built))];
      const answer = await runIn(built, words, order, signal);
      // Docker's own code for what it could not do, and the system's for what was killed.
      const isWhole = answer.why === 'exit' && answer.code !== null && answer.code < 125;
      if (isWhole && (answer.code !== GONE || (await isRunning(built, name)))) return answer;
      await end();
      return isWhole ? { ...answer, why: 'notStarted', code: null } : told(answer);
    },
  };
}

/** Docker's code for a container that is not there, which is that of many a command as well. */
const GONE = 1;

async function isRunning({ program, container }: Built, name: string): Promise<boolean> {
  const { code, output } = await docker(program, container, ['inspect', '--format', '{{.State.Running}}', name]);
  return code === 0 && output.toString('utf8').trim() === 'true';
}

/** Whatever it listens to says nothing; killed with everything else, its `cat` is begun again, and it ends when nobody holds the other end. */
const WAIT = 'exec 3<&0; echo; while :; do cat <&3 >/dev/null & wait $!; [ $? -gt 128 ] || exit 0; done';

/** Undefined where it does not come so far: then the command is run alone, and says why. */
function begin(built: Built, signal: AbortSignal): Promise<Waiting | undefined> {
  const name = newName();
  const input = new PassThrough();
  const ending = new AbortController();
  const words = containerArguments({ ...built.container, ...built, name, limits: limitsOf(built), init: false });
  return new Promise((resolve) => {
    const ended = runProgram({
      ...carried(built, [...words, '/bin/sh', '-c', WAIT]),
      ...{ input, limits: { time: LONGEST }, leavesNothing: true, endsAll: true },
      signal: AbortSignal.any([ending.signal, signal]),
      onOutput: () => resolve({ name, ended, close }),
    });
    const close = () => {
      input.end();
      ending.abort();
    };
    void ended.then(() => resolve(undefined));
  });
}

/** Longer than any run; it ends with its session. */
const LONGEST = 2_000_000_000;

/** The command in a shell of its own; after it everything else in the container, and what it left for the next in `/tmp`. */
function endingAll(order: HandsOrder, limits: HandsLimits): string[] {
  const script =
    'order=$1; shift; /bin/sh -c "$order" sh "$@"; code=$?; kill -KILL -1; rm -rf /tmp/* /tmp/.[!.]* /dev/shm/* 2>/dev/null; exit $code';
  return limitedCommand({ ...order, script, words: [order.script, ...(order.words ?? [])] }, limits);
}

/** A container for one command alone. */
export async function runAlone(
  built: Built,
  order: HandsOrder,
  signal: AbortSignal,
  door?: Door,
): Promise<HandsAnswer> {
  const limits = limitsOf(built);
  const name = newName();
  const words = containerArguments({ ...built.container, ...built, name, limits, door, init: true });
  try {
    return told(
      await runIn(built, [...words, ...(door?.before ?? []), ...limitedCommand(order, limits)], order, signal),
    );
  } finally {
    await remove(built, name);
  }
}

function runIn(built: Built, words: readonly string[], order: HandsOrder, signal: AbortSignal): Promise<HandsAnswer> {
  const limits = { ...limitsOf(built), memory: Number.POSITIVE_INFINITY };
  return runHands({ ...carried(built, words), limits, space: built.space }, order, signal);
}

function carried({ program, folders, container }: Built, words: readonly string[]) {
  return { program, arguments: words, environment: environmentOf(container), folder: folders.etc };
}

export function limitsOf({ container }: Pick<Built, 'container'>): HandsLimits {
  return { ...HANDS_LIMITS, ...container.limits };
}

let count = 0;

function newName(): string {
  count += 1;
  return `second-pass-${process.pid}-${count}-${Date.now().toString(36)}`;
}

/** Killed by its name, whatever became of the program that started it. */
function remove({ program, container }: Built, name: string): Promise<unknown> {
  return docker(program, container, ['rm', '--force', '--volumes', name]);
}

/** Docker's own code for a container that did not begin, and the system's for one that ran out of memory. */
function told(answer: HandsAnswer): HandsAnswer {
  if (answer.why !== 'exit') return answer;
  if (answer.code === 125) return { ...answer, why: 'notStarted', code: null };
  return answer.code === 137 ? { ...answer, why: 'memory', code: null } : answer;
}

export function docker(
  program: string,
  container: ContainerOptions,
  words: readonly string[],
  signal = new AbortController().signal,
) {
  return runProgram({
    program,
    arguments: words,
    folder: '/',
    environment: environmentOf(container),
    limits: { time: 30_000, output: 10_000 },
    signal,
  });
}

function environmentOf({ host = '' }: ContainerOptions): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...(host === '' ? {} : { DOCKER_HOST: host }) };
}
