import type { ChangedFile } from '../../src/steps/diff/changed-file';
import type { Change } from '../../src/steps/scope/change';

/** A change of these files alone; what is not given is empty. */
export function changeOf(files: readonly ChangedFile[], more: Partial<Change> = {}): Change {
  return {
    scope: { files, skipped: [] },
    changes: files,
    paths: new Set(files.map(({ path }) => path)),
    aside: [],
    contents: new Map(),
    originals: new Map(),
    committed: [],
    hideIn: (text) => text,
    hideInAnswer: (text) => text,
    hideInPath: (path) => path,
    heldBack: [],
    addedSecretPaths: [],
    gaps: [],
    notes: [],
    ...more,
  };
}
