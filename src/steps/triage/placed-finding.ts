import type { Anchor } from '../anchors/anchor';
import type { Finding } from '../findings/finding';

/** A finding with its place and its identity in the life of the pull request. */
export interface PlacedFinding extends Finding {
  anchor: Anchor;
  /** From path, category, normalised lines and occurrence: survives moved lines and re-indentation. 64 hexadecimal digits. */
  fingerprint: string;
  /** The same without the path: survives a rename. */
  twin: string;
  /** Text of a suggestion that applies cleanly at the source commit; absent if there is none. */
  suggestion?: string;
}

/** What triage decided for one finding; every finding has exactly one. */
export type Triaged =
  | { finding: PlacedFinding; to: 'thread' }
  /** In the tracking comment only. */
  | { finding: PlacedFinding; to: 'list'; reason: string }
  | { finding: PlacedFinding; to: 'merged'; into: PlacedFinding; reason: string };
