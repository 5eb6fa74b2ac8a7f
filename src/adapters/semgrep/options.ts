import type { Log } from '../../ports/log';
import type { ScanLimits } from './limits';

export interface SemgrepOptions {
  /** Absolute; the scan makes a folder of its own in it, which it removes. */
  scratchFolder: string;
  /** The environment of the process; `PATH` is read, and the scanner gets what any program needs to start. */
  environment: Readonly<Record<string, string | undefined>>;
  /** File or folder of rules, outside the checkout. */
  rulesPath: string;
  /** Rules by name instead of a path: for rules kept in the repository and read on the target's side. */
  rules?: ReadonlyMap<string, Uint8Array>;
  /** `required`: a missing tool is an error of kind `scanner`. */
  mode: 'auto' | 'required';
  /** `required`: an agent without a working bubblewrap is an error of kind `sandbox`. */
  sandbox: 'preferred' | 'required';
  /** The checkout, if there is one, and the like; nothing inside is executed or read as rules. */
  untrustedFolders: readonly string[];
  log: Log;
  limits?: Partial<ScanLimits>;
}
