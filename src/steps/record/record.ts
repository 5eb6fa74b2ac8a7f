import type { Anchor } from '../anchors/anchor';
import type { SetAside } from '../findings/finding';
import type { Category } from '../prompt/candidate';
import type { PieceName } from '../prompt/piece';
import type { FileFate } from '../scope/file-fate';
import type { Severity } from '../settings/settings';
import type { Accepted, Discussed } from '../threads/standing';
import type { Ending, Situation } from '../verdict/results';
import type { Counts } from '../verdict/verdict';

/** Raised when a member changes its meaning; adding members does not raise it. */
export const RECORD_VERSION = 1;

/** The whole run as one JSON document: what was looked at, what was sent, what came of it, what it cost. */
export interface RunRecord {
  recordVersion: typeof RECORD_VERSION;
  product: { name: 'Second Pass'; version: string; instructionsVersion: number };
  /** ISO 8601. */
  startedAt: string;
  milliseconds: number;
  pullRequest?: PullRequestFacts;
  situation: Situation;
  ending: Ending;
  /** One sentence: what the status says. */
  statusText: string;
  /** Open findings of the pull request, new and old. */
  counts: Counts;
  /** What the change does, in the model's words; two sentences at most, or empty. */
  summary: string;
  /** Where a person should begin; absent where nothing stands out. */
  lookFirst?: LookFirst;
  reviewer: { provider: string; model: string; effort: string };
  files: readonly FileFate[];
  findings: readonly FindingFate[];
  setAside: readonly SetAside[];
  accepted: readonly Accepted[];
  /** Findings that count though people dealt with their threads: left to them, resolved but still found. */
  discussed: readonly Discussed[];
  /** What was sent, piece by piece. */
  receipt: readonly PieceReceipt[];
  calls: readonly CallRecord[];
  cost: CostRecord;
  /** What went wrong, one sentence each; empty when nothing did. */
  problems: readonly string[];
  /** Codes of the failures behind the problems, as docs/troubleshooting.md lists them; absent when there are none. */
  codes?: readonly string[];
  /** What a reader of the result must know. */
  notes: readonly string[];
  /** What was done on the pull request and why. */
  writes: readonly { what: string; reason: string }[];
  /** Milliseconds by what was waited for. */
  stages: readonly { stage: string; calls: number; milliseconds: number }[];
}

/** A place of the change, and what is there. */
export interface LookFirst {
  path: string;
  side?: 'new' | 'old';
  line?: number;
  why: string;
}

export interface PullRequestFacts {
  id: number;
  webUrl: string;
  repositoryId: string;
  iteration: number;
  base: string;
  source: string;
}

/** Every finding ends here exactly once. */
export interface FindingFate {
  key: string;
  fingerprint: string;
  path: string;
  anchor: Anchor['kind'];
  /** 1-based; absent without a line. */
  startLine?: number;
  endLine?: number;
  side?: 'new' | 'old';
  severity: Severity;
  category: Category;
  title: string;
  body: string;
  /** Why the sweep believes it; of an alert, who reports it. */
  evidence: string;
  /** Text that can replace the lines as it is; left out when `artifacts` forbids it. */
  suggestion?: string;
  source: 'model' | 'alert';
  /** True when nobody checked it: the critique did not come to it. */
  unverified?: boolean;
  rule?: string;
  enforced: boolean;
  fate: 'posted' | 'listed' | 'merged' | 'known';
  reason: string;
  threadId?: number;
  /** Of a listed one: text that would replace its lines; left out when `artifacts` forbids it. */
  replacement?: string;
  /** True when the critique neither refuted nor confirmed it; then it counts for nothing. */
  onlyListed?: true;
  confidence?: 'high' | 'medium' | 'low';
  /** The commented lines; left out when `artifacts` forbids it. */
  excerpt?: string;
}

export interface PieceReceipt {
  chunk: number;
  piece: PieceName | 'system';
  files: readonly string[];
  bytes: number;
  /** Estimated from bytes. */
  tokens: number;
  sha256: string;
}

export interface CallRecord {
  /** `sweep 1`, `critique 1`. */
  label: string;
  model: string;
  requestId: string;
  /** `complete`, `length`, `refusal`, `contextExceeded`, or the code of the failure. */
  stop: string;
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  /** USD; null when the model's price is unknown. */
  costUsd: number | null;
  /** The same tokens, had none been cached. */
  uncachedUsd: number | null;
  milliseconds: number;
}

export interface CostRecord {
  /** An estimate by list prices; null when a price is unknown. */
  usd: number | null;
  /** What the same calls would have cost without the cache. */
  uncachedUsd: number | null;
  /** USD of all runs on the pull request up to the end of this one; absent when no other spent anything, or none is known. */
  pullRequestUsd?: number;
  /** Share of all input tokens that were read from the cache, 0 to 1. */
  cacheShare: number;
  /** Date of the price table. */
  pricesAsOf: string;
}
