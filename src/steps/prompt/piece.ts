import { sha256 } from '../../sha256';

export type PieceName = 'guidelines' | 'files' | 'diff' | 'skeletons' | 'alerts' | 'related';

/** One named part of what is sent. Its mark comes from its own content, so nothing inside can forge it. */
export interface PromptPiece {
  name: PieceName;
  /** As it is sent, marks included; ends with a line feed. */
  text: string;
  /** Paths of the files it speaks of. */
  files: readonly string[];
  /** UTF-8 length of `text`. */
  bytes: number;
  /** Of `text`, 64 hexadecimal digits. */
  sha256: string;
}

const EMPTY: Record<PieceName, string> = {
  guidelines: 'No guidelines are set.',
  files: 'The diff shows all files.',
  diff: 'No file of the diff is in scope.',
  skeletons: 'No skeletons were made for these files.',
  alerts: 'Static analysis has no alerts on changed lines.',
  related: 'No related code was found.',
};

/** UTF-8 length of a piece with so many bytes of content, its marks included. */
export function pieceBytes(name: PieceName, contentBytes: number): number {
  return (
    Buffer.byteLength(piece(name, '', []).text) +
    (contentBytes === 0 ? 0 : contentBytes - Buffer.byteLength(EMPTY[name]) - 1)
  );
}

/** An empty content becomes one fixed line that says so: an empty block cannot be cached. */
export function piece(name: PieceName, content: string, files: readonly string[]): PromptPiece {
  const body = content === '' ? `${EMPTY[name]}\n` : content;
  const mark = `${name} ${sha256(body, 32)}`;
  const text = `<<< ${mark}\n${body}>>> end of ${mark}\n`;
  return { name, text, files, bytes: Buffer.byteLength(text), sha256: sha256(text) };
}
