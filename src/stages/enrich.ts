import type { PullRequest } from '../ports/code-host';
import type { Chunk } from '../steps/chunks/chunk';
import { reachesAll, reachOf } from '../steps/chunks/reach';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { type Analysis, analyse } from './analyse';
import type { Reports } from './hear-reports';
import { type OutlinedChange, outlineChange } from './outline-change';
import { type Guidelines, readGuidelines } from './read-guidelines';

/** What is known besides the diff. */
export interface Context extends Analysis, OutlinedChange, Guidelines {
  /** Parts that the money cannot reach: their files are neither outlined nor shown with more code. */
  beyond: readonly Chunk[];
}

/**
 * Asks outliner and scanner side by side; what is missing becomes a note, never a failure, unless it is required. Where not all
 * of the diff is payable, alerts come first, since they tell which files are worth the money.
 */
export async function enrich(
  settings: Settings,
  world: World,
  change: Change,
  pullRequest: Pick<PullRequest, 'iteration' | 'webUrl'> & { reports?: Reports },
  payable: number,
): Promise<Context> {
  const { iteration } = pullRequest;
  const { files } = change.scope;
  const analysing = analyse(settings, world, change, pullRequest);
  const reaching = reachesAll(files, payable)
    ? Promise.resolve({ within: files, beyond: [] })
    : analysing.then(({ alerts }) => reachOf(files, alerts, payable));
  const outlining = reaching.then(({ within }) => outlineChange(settings, world, change, iteration, within));
  const [{ beyond }, outlined, analysed, guided] = await Promise.all([
    reaching,
    outlining,
    analysing,
    readGuidelines(settings, world, change, iteration),
  ]);
  return {
    ...guided,
    ...analysed,
    ...outlined,
    beyond,
    notes: [...outlined.notes, ...analysed.notes, ...guided.notes],
  };
}
