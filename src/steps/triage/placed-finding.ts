import type { Anchor } from '../anchors/anchor';
import type { Finding } from '../findings/finding';
import type { Severity } from '../settings/settings';
import type { CodeMark } from './code-mark';
import type { CodePrint } from './code-print';
import type { Gist } from './gist';
import type { KnownFinding } from './known-finding';

/** A finding with its place and its identity in the life of the pull request. */
export interface PlacedFinding extends Finding {
  anchor: Anchor;
  /** From path, category, normalised lines and occurrence: survives moved lines and re-indentation. 64 hexadecimal digits. */
  fingerprint: string;
  /** The same without the path: survives a rename. */
  twin: string;
  /** What its lines look like; tells later whether they are still there. */
  mark: CodeMark;
  /** Its words and signs; tells later whether its lines were only edited. */
  gist: Gist;
  /** How much may go wrong in its file, see steps/chunks/risk.ts; the order of what is alike otherwise. */
  risk?: number;
  /** Other files that hold the very same lines. */
  standsAlsoIn?: readonly string[];
  /** Findings that were merged into this one. */
  alsoFound?: readonly PlacedFinding[];
  /** What this run's reviewer calls it, where it was told as graver before and its lines stand. */
  calledNow?: Severity;
  /** Set where an earlier run found it and no thread could be had for it: when, and its lines where they were not found now. */
  listedBefore?: { iteration: number; code?: CodePrint; beside?: string };
  /** Set where it speaks of the review itself: no place in the change is meant, and it always has a thread. */
  isOfReview?: true;
  /** Text of a suggestion that applies cleanly at the source commit; absent if there is none. */
  suggestion?: string;
  /** Why a replacement that the reviewer gave is not offered as an edit. */
  refusedSuggestion?: string;
}

/** What triage decided for one finding; every finding has exactly one. */
export type Triaged =
  /** A thread of its own: a new one, or the one in which it was raised before. */
  | { finding: PlacedFinding; to: 'thread'; known?: KnownFinding; how?: string }
  /** In the tracking comment only. */
  | { finding: PlacedFinding; to: 'list'; reason: string }
  | { finding: PlacedFinding; to: 'merged'; into: PlacedFinding; reason: string };
