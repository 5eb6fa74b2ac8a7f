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
  const isId = (text: string) => mayHoldId(text) && AWS_ID.test(text);
  const inContents = [...contents.values()].some(
    (bytes) => mayHoldId(bufferOf(bytes)) && isId(Buffer.from(bytes).toString('latin1')),
  );
  const inLines = ({ hunks }: ChangedFile) => hunks.some(({ lines }) => lines.some(({ text }) => isId(text)));
  const isRead = (blob: BlobId) => isOneByte(contents.get(blob));
  // Where both contents can be read, the lines are theirs.
  return {
    hasAwsId: inContents || files.some((file) => !(isRead(file.oldBlob) && isRead(file.newBlob)) && inLines(file)),
  };
}

/** Whether a content is there, and of one byte a letter. */
function isOneByte(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && !bytes.includes(0);
}

export function allClues(clues: readonly Clues[]): Clues {
  return { hasAwsId: clues.some(({ hasAwsId }) => hasAwsId) };
}

/** Nearly all texts hold neither, which is quickly told; of a file no text has to be made for it. */
function mayHoldId(text: string | Buffer): boolean {
  return text.includes('AKIA') || text.includes('ASIA');
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
