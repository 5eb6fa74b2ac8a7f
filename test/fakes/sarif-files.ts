import type { FoundSarif, SarifFiles } from '../../src/ports/sarif-files';

/** Reports that earlier steps left; none of them is the pull request's own. */
export function sarifFilesOf(found: Partial<FoundSarif> = {}): SarifFiles {
  return {
    read: async () => ({ files: [], notes: [], partial: false, ...found }),
    ownAmong: async () => new Set(),
  };
}
