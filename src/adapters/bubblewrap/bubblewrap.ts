import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { Hands, HandsAnswer, HandsOrder } from '../../ports/hands';
import type { Door, SetUpOrder, Workshop, Workshops } from '../../ports/workshop';
import { firstLine } from '../process/collect-output';
import { findPrograms, trustedPlaces } from '../process/find-programs';
import { FORBIDDING } from '../process/forbidden-calls';
import { HANDS_LIMITS, type HandsLimits, limitedCommand, runHands } from '../process/run-hands';
import { runProgram } from '../process/run-program';
import { createSpace } from '../process/watch-space';
import {
  giveTo,
  INSIDE,
  isFilled,
  isOpenWay,
  makeFolders,
  openedOrRemoved,
  removeHostile,
  writeFiles,
} from '../process/workshop-folder';
import { AS_NOBODY, type Folders, foldersIn, NOBODY, OWN_FILES, type Walls, wallArguments } from './walls';

export interface BubblewrapOptions {
  /** A new folder that only this user can read. */
  scratchFolder: () => Promise<string>;
  /** Folders where programs are looked for, in order; those below `/usr` and `toolFolders` are on the path inside. */
  path: readonly string[];
  /** Shown read-only besides `/usr`: the agent's tool cache. */
  toolFolders: readonly string[];
  /** The agent's own folders and the job's: never shown, and no program in them is started. */
  hiddenFolders: readonly string[];
  limits?: Partial<HandsLimits>;
  openDoor: (folder: string, order: SetUpOrder) => Promise<Door>;
}

/** Workshops behind bubblewrap: one process tree for each command, all of whose namespaces are its own. */
export function createBubblewrap(options: BubblewrapOptions): Workshops {
  return {
    async open(fill, signal) {
      const program = await findBubblewrap(options);
      const folder = await options.scratchFolder();
      const folders = foldersIn(folder);
      return openedOrRemoved(folder, async () => {
        await makeFolders(Object.values(folders));
        await writeFiles(folders.etc, OWN_FILES);
        const start = await tryWalls(await waysToStart(program, folder), wallsOf(folders, options), {
          limits: { ...HANDS_LIMITS, ...options.limits },
          signal,
        });
        await fill(folders.tree);
        await handOver(start, Object.values(folders));
        return workshop({ ...start, folder, options });
      });
    },
  };
}

/** How bubblewrap is started. */
interface Way {
  program: string;
  /** Words before those of bubblewrap. */
  before: readonly string[];
  isNobody: boolean;
}

interface Start extends Way {
  walls: Walls;
  limits: HandsLimits;
}

interface Built extends Start {
  folder: string;
  options: BubblewrapOptions;
}

function workshop(built: Built): Workshop {
  const { folder, walls, options } = built;
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const { folders } = walls;
  const space = createSpace(folder, built.limits);
  const passing = emptier(built, closing.signal);
  const work = async (order: HandsOrder, within: Walls, before: readonly string[], signal: AbortSignal) => {
    await passing.empty();
    const carried = carrier({ ...built, walls: within }, before, order);
    return runHands({ ...carried, space }, order, AbortSignal.any([signal, closing.signal]));
  };
  const tracked: typeof work = (...words) => {
    const run = work(...words);
    running.add(run);
    return run.finally(() => running.delete(run));
  };
  return {
    kind: 'bubblewrap',
    tree: folders.tree,
    inside: INSIDE.tree,
    hands: createHands((order, signal) => tracked(order, walls, [], signal), closing.signal),
    async setUp(order, signal) {
      const door = await options.openDoor(folders.door, order);
      try {
        const { relay, environment } = door;
        const within = { ...walls, door: { folder: folders.door, relay, environment } };
        const answer = await tracked({ script: order.command, time: order.time }, within, door.before, signal);
        return { ...answer, egress: door.uses() };
      } finally {
        await door.close();
      }
    },
    async stop() {
      closing.abort();
      await Promise.allSettled([...running]);
    },
    async destroy() {
      closing.abort();
      await Promise.allSettled([...running, passing.emptied()]);
      return removeHostile(folder);
    },
  };
}

/** Commands wait for each other: two at once could see each other's half-written files. */
function createHands(run: Hands['run'], closed: AbortSignal): Hands {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(order, signal) {
      const turn = last.then(() => (closed.aborted ? CLOSED : run(order, signal)));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

const CLOSED: HandsAnswer = {
  ...{ why: 'cancelled', code: null, first: new Uint8Array(), last: new Uint8Array() },
  ...{ printed: 0, milliseconds: 0 },
};

function carrier({ program, before, walls, limits }: Start, inside: readonly string[], order: HandsOrder) {
  return {
    program,
    arguments: [
      ...before,
      '--info-fd',
      '3',
      ...FORBIDDING,
      ...wallArguments(walls),
      '--',
      ...inside,
      ...limitedCommand(order, limits),
    ],
    environment: { PATH: '/usr/bin:/bin' },
    folder: walls.folders.etc,
    limits,
    tellsFirst: true,
    forbids: true,
  };
}

/**
 * What one command left in the places for passing things is not there for the next, which does not wait for its removal: there may
 * be very much of it.
 */
function emptier(start: Start, closing: AbortSignal): { empty(): Promise<void>; emptied(): Promise<unknown> } {
  const { temporary, shared } = start.walls.folders;
  let count = 0;
  let emptied: Promise<unknown> = Promise.resolve();
  return {
    async empty() {
      for (const folder of [temporary, shared]) {
        if (!(await isFilled(folder))) continue;
        count += 1;
        const aside = `${folder}-${count}`;
        await rename(folder, aside);
        await makeFolders([folder]);
        await handOver(start, [folder]);
        emptied = emptied.then(() => removeHostile(aside, undefined, closing));
      }
    },
    emptied: () => emptied,
  };
}

async function handOver({ isNobody }: Way, folders: readonly string[]): Promise<void> {
  if (isNobody) await giveTo(NOBODY, folders);
}

/** Root hands the sandbox to nobody where it can: as root, the system neither counts processes nor keeps settings closed. */
async function waysToStart(program: string, folder: string): Promise<Way[]> {
  const direct: Way = { program, before: [], isNobody: false };
  if (process.getuid?.() !== 0) return [direct];
  await chmod(folder, 0o711);
  const isOpen = (await isOpenWay(join(folder, 'tree'))) && (await isOpenWay(process.execPath));
  const nobody: Way = { program: '/usr/bin/setpriv', before: [...AS_NOBODY, program], isNobody: true };
  return isOpen ? [nobody, direct] : [direct];
}

async function findBubblewrap({ path, hiddenFolders }: BubblewrapOptions): Promise<string> {
  if (process.platform !== 'linux') throw impossible('only Linux has bubblewrap');
  const [program] = await findPrograms('bwrap', await trustedPlaces(path, hiddenFolders, {}));
  if (program === undefined) throw impossible('bubblewrap (bwrap) is not on the PATH of this agent');
  return program.real;
}

function wallsOf(folders: Folders, { path, toolFolders, hiddenFolders }: BubblewrapOptions): Walls {
  const shown = ['/usr', ...toolFolders];
  const isShown = (folder: string) => shown.some((one) => isBelow(folder, one));
  const standard = ['/usr/local/bin', '/usr/bin', '/bin'];
  return {
    folders,
    tools: toolFolders,
    covered: hiddenFolders.filter((folder) => folder.startsWith('/') && isShown(folder)),
    path: [...new Set([...path.filter(isShown), ...standard])],
    closesNamespaces: true,
  };
}

function isBelow(folder: string, above: string): boolean {
  return `${join(folder, '/')}`.startsWith(`${join(above, '/')}`);
}

/** Older ones cannot close namespaces; one that does not start at all is no sandbox, and there is none without. */
async function tryWalls(
  ways: readonly Way[],
  walls: Walls,
  { limits, signal }: { limits: HandsLimits; signal: AbortSignal },
): Promise<Start> {
  let said = '';
  for (const start of ways.flatMap((way) =>
    [true, false].map((closes) => ({ ...way, limits, walls: { ...walls, closesNamespaces: closes } })),
  )) {
    await handOver(start, Object.values(walls.folders));
    const ended = await runProgram({
      ...carrier(start, [], { script: 'exit 7', time: 10_000 }),
      limits: { time: 10_000, output: 10_000 },
      ...{ leavesNothing: true, endsAll: true, signal },
    });
    if (ended.code === 7) return start;
    signal.throwIfAborted();
    said = firstLine(ended.firstErrors) || ended.why;
  }
  throw impossible(`bubblewrap does not start: ${said}`);
}

function impossible(reason: string): SecondPassError {
  return new SecondPassError({
    kind: 'sandbox',
    code: 'sandbox-impossible',
    message: `No workshop could be opened: ${reason}.`,
    advice:
      'Install bubblewrap on a Linux agent that allows user namespaces, or name a `sandboxImage` for Docker. There is no way to work without a sandbox.',
  });
}
