import type { BlobId } from '../../ports/repository';

export type ChangeKind = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'typeChanged' | 'modeChanged';

/** What the entry is, so that what cannot be read as text is named as such. */
export type ContentKind = 'text' | 'binary' | 'submodule' | 'symlink' | 'lfsPointer';

/** One entry of the difference of two trees, before any content is read. */
export interface TreeChange {
  /**
   * Path at the source commit; at the base commit for a deleted file. Verbatim where it is UTF-8, invalid bytes (and backslashes that
   * spell this) escaped as `\xHH`.
   */
  path: string;
  /** The path's own bytes. */
  pathBytes: Uint8Array;
  /** Path at the base commit where it differs (renames, copies). */
  oldPath?: string;
  change: ChangeKind;
  /** Six octal digits, `000000` where a side does not exist. */
  oldMode: string;
  newMode: string;
  /** All zeros where a side does not exist. */
  oldBlob: BlobId;
  newBlob: BlobId;
}

export interface DiffLine {
  kind: 'context' | 'added' | 'removed';
  /** 1-based line number at the base commit; null for added lines. */
  oldLine: number | null;
  /** 1-based line number at the source commit; null for removed lines. */
  newLine: number | null;
  /** The line without its sign and line feed; a carriage return at its end is kept. */
  text: string;
}

export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: readonly DiffLine[];
}

/** A changed file with its hunks; three lines of context. */
export interface ChangedFile extends TreeChange {
  content: ContentKind;
  /** Similarity in percent, for renames and copies. */
  similarity?: number;
  added: number;
  removed: number;
  hunks: readonly Hunk[];
  /** True when the last line of that side has no line feed at its end. */
  oldNoNewline: boolean;
  newNoNewline: boolean;
  /** What a renamed file was called that is shown as if it were new: it may still hold what it held. */
  formerPath?: string;
  /** What it held in the base of the change, wherever it lay there. */
  formerBlob?: BlobId;
  /** How its bytes are to be read, where they are no UTF-8, or git takes them for binary. */
  encoding?: string;
  /** Git took it for text before this change, and does no more. */
  wasText?: boolean;
  /** It said before this change that a tool wrote it, and is read all the same. */
  isGenerated?: boolean;
  /** It came from another place, and is shown with all of its lines, changed or not. */
  isMoved?: boolean;
  /** Why its diff could not be read; then there are no hunks and the file is not reviewed. */
  unreadable?: string;
}
