import { SecondPassError } from '../errors';
import { firstNamed } from '../first-named';
import type { FixWorld } from '../fix-world';
import { grouped } from '../grouped';
import type { TreeEntry, TreeId, Trees } from '../ports/trees';
import type { EgressHost, EgressUse, Workshop } from '../ports/workshop';
import type { Places } from '../steps/candidate/places';
import type { FixSettings } from '../steps/settings/fix-settings';
import { shapeOutput } from '../steps/toolbox/shape-output';
import { sumOf } from '../sum-of';

/** A workshop that is set up, and what lies in it. */
export interface OpenWorkshop {
  workshop: Workshop;
  /** As it was laid: what differs from it later was changed. */
  laid: readonly TreeEntry[];
  notes: readonly string[];
}

/** Of the whole set-up; an installation of a large project takes long. */
const LONGEST_SET_UP = 1_800_000;

/** A copy of a tree without what is hidden, set up by the customer's command: the only phase with a way out. */
export async function openWorkshop(
  settings: FixSettings,
  world: FixWorld,
  { trees, tree, places }: { trees: Trees; tree: TreeId; places: Places },
): Promise<OpenWorkshop> {
  const entries = await trees.list(tree);
  const shown = entries.filter(({ path }) => !places.isHidden(path));
  let laid: Awaited<ReturnType<Trees['lay']>> = { entries: [], linksAsFiles: [], leftOut: [] };
  const workshop = await world.workshops.open(async (folder) => {
    laid = await trees.lay(shown, folder);
  }, world.signal);
  try {
    const used = await setUp(settings, world, workshop);
    return {
      workshop,
      laid: laid.entries,
      notes: [
        ...hiddenNote(entries.length - shown.length),
        ...listed('Symbolic links that leave the tree lay there as files', laid.linksAsFiles),
        ...listed('Not copied (submodules, names that no folder can hold)', laid.leftOut),
        ...useLines(used),
      ],
    };
  } catch (error) {
    await workshop.destroy();
    throw error;
  }
}

async function setUp(
  { setupCommand, egress }: FixSettings,
  { log, signal, masking }: FixWorld,
  workshop: Workshop,
): Promise<readonly EgressUse[]> {
  if (setupCommand === '') return [];
  log.info(`Set-up: ${masking.text(setupCommand)}`);
  const order = { command: setupCommand, time: LONGEST_SET_UP, egress: egress.map(hostOf) };
  const answer = await workshop.setUp(order, signal);
  log.info(`Set-up: ${answer.code === null ? answer.why : `exit code ${answer.code}`}, ${answer.milliseconds} ms.`);
  if (answer.why === 'cancelled') signal.throwIfAborted();
  if (answer.why === 'exit' && answer.code === 0) return answer.egress;
  const refused = useLines(answer.egress.filter((use) => use.refused !== ''));
  throw new SecondPassError({
    kind: 'sandbox',
    code: 'set-up-failed',
    message: `setupCommand ended with ${answer.code ?? answer.why}: ${shapeOutput(answer, masking.text, 1_500).trim()}`,
    advice: ['Nothing was asked of the model. The command has no network but the hosts of `egress`.', ...refused].join(
      ' ',
    ),
  });
}

function hostOf(listed: string): EgressHost {
  const at = listed.lastIndexOf(':');
  return { host: listed.slice(0, at), port: Number(listed.slice(at + 1)) };
}

/** One line for each place: an installation comes to the same one dozens of times. */
function useLines(uses: readonly EgressUse[]): string[] {
  const placeOf = ({ host, port }: EgressUse) => `${host}:${port}`;
  return [...grouped(uses, placeOf)].flatMap(([place, all]) =>
    [...grouped(all, ({ refused }) => refused)].map(([refused, those]) => {
      const times = those.length === 1 ? '' : ` ${those.length} times`;
      if (refused !== '') return `Set-up was refused ${JSON.stringify(place)}${times}: ${refused}.`;
      const [sent, received] = [sumOf(those, (use) => use.sentBytes), sumOf(those, (use) => use.receivedBytes)];
      return `Set-up reached ${place}${times}: ${sent} bytes sent, ${received} received.`;
    }),
  );
}

function hiddenNote(count: number): string[] {
  return count === 0 ? [] : [`${count} files are hidden by their names and were not copied.`];
}

function listed(what: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const names = paths.map((path) => JSON.stringify(path));
  return [`${what}: ${firstNamed(names, 10)}.`];
}
