import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';

/** Something about a whole change that one text of it does not tell. */
export interface Clues {
  /** The id of an AWS key stands in it, so that its secret half may stand in any file. */
  hasAwsId: boolean;
}

export const NO_CLUES: Clues = { hasAwsId: false };

const AWS_ID = /(?<![A-Z0-9])(?:AKIA|ASIA)(?!\w{0,16}EXAMPLE)[A-Z2-7]{16}(?![A-Z0-9])/;

export function cluesIn(files: readonly ChangedFile[], contents: ReadonlyMap<BlobId, Uint8Array>): Clues {
  const isId = (text: string) => AWS_ID.test(text);
  const inContents = [...contents.values()].some(
    (bytes) => mayHoldId(bytes) && isId(Buffer.from(bytes).toString('latin1')),
  );
  const lines = () => files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return { hasAwsId: inContents || lines().some(({ text }) => isId(text)) };
}

export function allClues(clues: readonly Clues[]): Clues {
  return { hasAwsId: clues.some(({ hasAwsId }) => hasAwsId) };
}

/** Without making a text of every file. */
function mayHoldId(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes('AKIA') || buffer.includes('ASIA');
}
