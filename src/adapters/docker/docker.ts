import { SecondPassError } from '../../errors';
import type { HandsAnswer, HandsOrder } from '../../ports/hands';
import type { Door, SetUpOrder, Workshop, Workshops } from '../../ports/workshop';
import { firstLine } from '../process/collect-output';
import { findPrograms, trustedPlaces } from '../process/find-programs';
import { HANDS_LIMITS, type HandsLimits, limitedCommand, runHands } from '../process/run-hands';
import { runProgram } from '../process/run-program';
import { INSIDE, makeFolders, openedOrRemoved, removeHostile, writeFiles } from '../process/workshop-folder';
import { containerArguments, FILES, type Folders, foldersIn } from './container';

export interface DockerOptions {
  /** A new folder that only this user can read. */
  scratchFolder: () => Promise<string>;
  /** Folders where `docker` is looked for. */
  path: readonly string[];
  hiddenFolders: readonly string[];
  /** On the agent already: nothing is pulled here. */
  image: string;
  /** As Docker knows it; empty: its own. */
  runtime: string;
  limits?: Partial<HandsLimits>;
  /** Address of the daemon; empty: as the program finds it. */
  host?: string;
  openDoor: (folder: string, order: SetUpOrder) => Promise<Door>;
}

/** Workshops in containers of the customer's image: a fresh one for each command, so that nothing survives it but files. */
export function createDocker(options: DockerOptions): Workshops {
  return {
    async open(fill, signal) {
      const program = await findDocker(options);
      await checkImage(program, options, signal);
      const folder = await options.scratchFolder();
      const folders = foldersIn(folder);
      return openedOrRemoved(folder, async () => {
        await makeFolders(Object.values(folders));
        await writeFiles(folders.etc, FILES);
        await fill(folders.tree);
        return workshop({ program, folder, folders, options });
      });
    },
  };
}

interface Built {
  program: string;
  folder: string;
  folders: Folders;
  options: DockerOptions;
}

function workshop(built: Built): Workshop {
  const { folder, folders, options } = built;
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (order: HandsOrder, signal: AbortSignal, door?: Door): Promise<HandsAnswer> => {
    const run = last.then(() => runOne(built, order, AbortSignal.any([signal, closing.signal]), door));
    last = run.catch(() => undefined);
    return run;
  };
  const stop = async () => {
    closing.abort();
    await last;
  };
  return {
    kind: 'docker',
    tree: folders.tree,
    inside: INSIDE.tree,
    hands: { run: (order, signal) => inTurn(order, signal) },
    async setUp(order, signal) {
      const door = await options.openDoor(folders.door, order);
      try {
        const answer = await inTurn({ script: order.command, time: order.time }, signal, door);
        return { ...answer, egress: door.uses() };
      } finally {
        await door.close();
      }
    },
    stop,
    async destroy() {
      await stop();
      return removeHostile(folder);
    },
  };
}

let count = 0;

/** The container is killed by its name, whatever became of the program that started it. */
async function runOne(
  { program, folders, options }: Built,
  order: HandsOrder,
  signal: AbortSignal,
  door: Door | undefined,
): Promise<HandsAnswer> {
  const limits = { ...HANDS_LIMITS, ...options.limits };
  count += 1;
  const name = `second-pass-${process.pid}-${count}-${Date.now().toString(36)}`;
  const carried = {
    program,
    arguments: [
      ...containerArguments({ ...options, name, folders, limits, door }),
      ...(door?.before ?? []),
      ...limitedCommand(order, limits),
    ],
    environment: environmentOf(options),
    folder: folders.etc,
    limits: { ...limits, memory: Number.POSITIVE_INFINITY },
  };
  try {
    return told(await runHands(carried, order, signal));
  } finally {
    await docker(program, options, ['rm', '--force', '--volumes', name]);
  }
}

/** Docker's own code for a container that did not begin, and the system's for one that ran out of memory. */
function told(answer: HandsAnswer): HandsAnswer {
  if (answer.why !== 'exit') return answer;
  if (answer.code === 125) return { ...answer, why: 'notStarted', code: null };
  return answer.code === 137 ? { ...answer, why: 'memory', code: null } : answer;
}

async function findDocker({ path, hiddenFolders, image }: DockerOptions): Promise<string> {
  if (image === '') throw impossible('`sandboxImage` names no image');
  const [program] = await findPrograms('docker', await trustedPlaces(path, hiddenFolders, {}));
  if (program === undefined) throw impossible('docker is not on the PATH of this agent');
  return program.real;
}

async function checkImage(program: string, options: DockerOptions, signal: AbortSignal): Promise<void> {
  const ended = await docker(program, options, ['image', 'inspect', '--format', '{{.Id}}', options.image], signal);
  if (ended.code === 0) return;
  signal.throwIfAborted();
  throw impossible(
    `the image is not on this agent, or Docker does not answer: ${firstLine(ended.firstErrors) || ended.why}`,
  );
}

function docker(
  program: string,
  options: DockerOptions,
  words: readonly string[],
  signal = new AbortController().signal,
) {
  return runProgram({
    program,
    arguments: words,
    folder: '/',
    environment: environmentOf(options),
    limits: { time: 30_000, output: 10_000 },
    signal,
  });
}

function environmentOf({ host = '' }: DockerOptions): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', ...(host === '' ? {} : { DOCKER_HOST: host }) };
}

function impossible(reason: string): SecondPassError {
  return new SecondPassError({
    kind: 'sandbox',
    code: 'sandbox-impossible',
    message: `No workshop could be opened: ${reason}.`,
    advice:
      'Pull the image in a step before this one, and let the account of the agent use Docker. There is no way to work without a sandbox.',
  });
}
