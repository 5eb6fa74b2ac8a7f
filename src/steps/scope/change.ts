import type { BlobId } from '../../ports/repository';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import type { CommittedSecret } from '../secrets/committed-secrets';
import type { WasShown } from '../secrets/known-values';
import type { Gap } from './gap';
import type { Scope } from './scope';

export interface LeadingFiles {
  files: readonly ChangedFile[];
  /** True where others may lead elsewhere too, and nobody looked. */
  isCut: boolean;
}

/** The reviewed difference, what of it is in scope, and the content of those files on both sides. */
export interface Change {
  scope: Scope;
  /** Everything that the pull request changes, in scope or not. */
  changes: readonly TreeChange[];
  /** All changed paths, in scope or not. */
  paths: ReadonlySet<string>;
  /** Files that are not reviewed but whose lines were read: those whose content decided so. */
  aside: readonly ChangedFile[];
  /** Earlier blockers, by `soughtBy`, whose code stands in files that rules leave out by their names. */
  elsewhere?: ReadonlySet<string>;
  /** Files that are not reviewed and tell a compiler that its findings stand elsewhere; absent where nobody looked. */
  leading?: LeadingFiles;
  /** Files that an earlier run saw and that have another name now, by what they were called. */
  renamed?: ReadonlyMap<string, string>;
  /** Without the secrets in them, as everything that leaves the agent. */
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** The same with the secrets in them, for what looks at code on this machine and sends nothing. */
  originals: ReadonlyMap<BlobId, Uint8Array>;
  /** Secrets on added lines. */
  committed: readonly CommittedSecret[];
  /** Any other text, such as a tool's message, without the secrets of this change and without what looks like one. */
  hideIn(text: string): string;
  /** What a model says, without these: it may say what it was shown. */
  hideInAnswer(text: string, wasShown: WasShown): string;
  /** A path, as everything that leaves the agent names its file. */
  hideInPath(path: string): string;
  /**
   * Changed files that are never sent and where alerts may stand, themselves without secrets: those whose name says that they hold
   * some, and those that nobody reviews but that were looked through.
   */
  heldBack: readonly ChangedFile[];
  /** Such files that this pull request adds, or changes where nobody can read what. */
  addedSecretPaths: readonly string[];
  notes: readonly string[];
  /** Why the change is not looked at as a whole. */
  gaps: readonly Gap[];
}
