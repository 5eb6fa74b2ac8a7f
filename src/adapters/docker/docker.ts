import { SecondPassError } from '../../errors';
import type { HandsAnswer } from '../../ports/hands';
import type { Door, SetUpOrder, Workshop, Workshops } from '../../ports/workshop';
import { firstLine } from '../process/collect-output';
import { findPrograms, trustedPlaces } from '../process/find-programs';
import { createSpace } from '../process/watch-space';
import { INSIDE, makeFolders, openedOrRemoved, removeHostile, writeFiles } from '../process/workshop-folder';
import { FILES, foldersIn } from './container';
import { isOfGone, OWNER } from './owner';
import { type Built, type ContainerOptions, createSession, docker, limitsOf, runAlone } from './session';

export interface DockerOptions extends ContainerOptions {
  /** A new folder that only this user can read. */
  scratchFolder: () => Promise<string>;
  /** Folders where `docker` is looked for. */
  path: readonly string[];
  hiddenFolders: readonly string[];
  openDoor: (folder: string, order: SetUpOrder) => Promise<Door>;
}

/** Workshops in containers of the customer's image: one for the set-up, with the door, and one for everything after it. */
export function createDocker(options: DockerOptions): Workshops {
  return {
    async open(fill, signal) {
      const program = await findDocker(options);
      await checkImage(program, options, signal);
      await sweepContainers(program, options, signal);
      const folder = await options.scratchFolder();
      const folders = foldersIn(folder);
      return openedOrRemoved(folder, async () => {
        await makeFolders(Object.values(folders));
        await writeFiles(folders.etc, FILES);
        await fill(folders.tree);
        const space = createSpace(folder, limitsOf({ container: options }));
        return workshop({ program, folder, folders, space, container: options, options });
      });
    },
  };
}

function workshop({ folder, options, ...built }: Built & { folder: string; options: DockerOptions }): Workshop {
  const { folders } = built;
  const closing = new AbortController();
  const session = createSession(built);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (signal: AbortSignal, work: (signal: AbortSignal) => Promise<HandsAnswer>): Promise<HandsAnswer> => {
    const run = last.then(() => work(AbortSignal.any([signal, closing.signal])));
    last = run.catch(() => undefined);
    return run;
  };
  const stop = async () => {
    closing.abort();
    await last;
    await session.end();
  };
  return {
    kind: 'docker',
    tree: folders.tree,
    inside: INSIDE.tree,
    hands: { run: (order, signal) => inTurn(signal, (ending) => session.run(order, ending)) },
    async setUp(order, signal) {
      const door = await options.openDoor(folders.door, order);
      try {
        const command = { script: order.command, time: order.time };
        const answer = await inTurn(signal, (ending) => runAlone(built, command, ending, door));
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

/**
 * What a run was killed beside: a command can keep its container alive, for it may stop whatever listens there for the end of the run.
 * What cannot be removed is left for the next time.
 */
async function sweepContainers(program: string, options: DockerOptions, signal: AbortSignal): Promise<void> {
  const format = `{{.ID}} {{.Label "${OWNER}"}}`;
  const words = ['ps', '--all', '--no-trunc', '--filter', `label=${OWNER}`, '--format', format];
  const { output } = await docker(program, options, words, signal);
  const rows = [...output.toString('utf8').matchAll(/^([\da-f]{64}) (.+)$/gm)];
  const left = rows.flatMap(([, id = '', owner = '']) => (isOfGone(owner) ? [id] : []));
  if (left.length > 0) await docker(program, options, ['rm', '--force', '--volumes', ...left], signal);
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
