import type { Severity } from '../settings/settings';
import { MEMORY_READERS } from './memory-readers';

/** What must outlast a run and may change: it lives behind the tracking comment's text, where only we can write. */
export interface Memory {
  /** The last iteration that was reviewed as a whole. */
  reviewed?: ReviewedIteration;
  /** Threads of findings by id; what is set differs from the thread's own properties by now. */
  threads: Readonly<Record<number, ThreadMemory>>;
  /** Threads that we resolved, and nobody else. */
  resolved: readonly number[];
  /** USD that all runs on this pull request have spent, but for those that were overtaken: they write nothing. */
  spentUsd: number;
  /** The run that ended here last, and what of `spentUsd` is its own: writing twice must not count twice. */
  paid?: Spending;
  /** The run that last began to work here. */
  claim?: Claim;
  /** The whole result of the last reviewed iteration, signed. */
  result?: SignedText;
}

export interface ReviewedIteration {
  iteration: number;
  base: string;
  source: string;
  /** Short hash of the settings that decide what is found. */
  settings: string;
  /** Short hashes of the contents on both sides, by short hash of the path. */
  files: Readonly<Record<string, string>>;
}

export interface ThreadMemory {
  fingerprint?: string;
  twin?: string;
  mark?: string;
  path?: string;
  severity?: Severity;
}

export interface Claim {
  run: string;
  iteration: number;
  /** Milliseconds since 1970. */
  startedAt: number;
}

export interface Spending {
  run: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  usd: number;
}

export interface SignedText {
  text: string;
  /** HMAC-SHA-256, hexadecimal. */
  signature: string;
}

export const MEMORY_VERSION = 1;

export const EMPTY_MEMORY: Memory = { threads: {}, resolved: [], spentUsd: 0 };

const MARK = 'second-pass-memory';
const HIDDEN = new RegExp(`<!-- ${MARK} (\\{.*\\}) -->\\s*$`);

/** Longest state; what does not fit is left out, the signed result first. */
const LONGEST = 45_000;

/** The memory behind a comment's text; empty when there is none, or one that a newer version wrote. */
export function readMemory(content: string): Memory {
  const json = HIDDEN.exec(content)?.[1];
  if (json === undefined) return EMPTY_MEMORY;
  try {
    const stored: unknown = JSON.parse(json);
    const version = typeof stored === 'object' && stored !== null && 'version' in stored ? stored.version : undefined;
    return MEMORY_READERS[Number(version)]?.(stored) ?? EMPTY_MEMORY;
  } catch {
    return EMPTY_MEMORY;
  }
}

/** The text with the memory hidden behind it. */
export function withMemory(text: string, memory: Memory): string {
  return `${text}\n\n<!-- ${MARK} ${fitting(memory)} -->`;
}

function fitting(memory: Memory): string {
  const { result: _, ...withoutResult } = memory;
  const { reviewed, ...rest } = withoutResult;
  const withoutFiles = reviewed ? { ...rest, reviewed: { ...reviewed, files: {} } } : rest;
  const states = [memory, withoutResult, withoutFiles, { ...withoutFiles, threads: {}, resolved: [] }];
  const texts = states.map((state) => inert(JSON.stringify({ version: MEMORY_VERSION, ...state })));
  return texts.find((text) => text.length <= LONGEST) ?? inert(JSON.stringify({ version: MEMORY_VERSION }));
}

/** JSON that can neither end its comment nor mean anything to a reader of the raw text. */
function inert(json: string): string {
  return json.replace(
    /[<>&@#!$`]|-(?=-)|[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
