import type { BlobId } from '../ports/repository';
import type { ChangedFile } from '../steps/diff/changed-file';
import { runsUnread } from '../steps/scope/runs-unread';
import type { Clues } from '../steps/secrets/clues';
import { doubtsIn } from '../steps/secrets/doubtful-finds';
import { findInFiles, findSpread, hideFound, type WithoutSecrets } from '../steps/secrets/hide-secrets';
import type { LookedThrough } from '../steps/secrets/look-through';
import type { SpreadingValue } from '../steps/secrets/spreading-values';
import type { World } from '../world';

interface Reviewed {
  files: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  clues?: Clues;
  /** Secrets of other files, which may stand in these too. */
  known?: readonly SpreadingValue[];
}

type Parser = Pick<World, 'outliner' | 'signal'>;

/** Takes the secrets out of files that are reviewed; a parser tells what is code, so that none is hidden for its letters or its name. */
export async function hideInReviewed(
  parser: Parser,
  { files, contents, clues, known = [] }: Reviewed,
): Promise<WithoutSecrets> {
  const read = findInFiles(files, contents, clues ? { clues } : {});
  const own = await inTexts(parser, read.looked);
  const spread = await inTexts(parser, findSpread(own, known));
  return hideFound(read, own, spread);
}

async function inTexts({ outliner, signal }: Parser, looked: readonly LookedThrough[]): Promise<LookedThrough[]> {
  const { asked, settled } = doubtsIn(looked, runsUnread);
  return settled(asked.length > 0 ? await outliner?.textAt(asked, signal) : undefined);
}
