import { findHidden, hide, inertJson, parsedObject } from './hidden-text';
import { EMPTY_MEMORY, type Memory } from './memory';
import { MEMORY_READERS } from './memory-readers';
import { type Seal, signatureOf, type Trust, trustIn } from './signature';

export const MEMORY_VERSION = 2;

const MARK = 'second-pass-memory';
/** What runs without a key remember, before the signed memory of those with one. */
const KEYLESS_MARK = 'second-pass-memory-keyless';

/** Longest state; what does not fit is left out, the signed result first. */
const MAX_LENGTH = 45_000;
const MAX_KEYLESS_LENGTH = 4_000;

export interface ReadMemory {
  memory: Memory;
  trust: Trust;
  /** False for memories of version 1: the properties of their thread say for which review they are. */
  isNamed: boolean;
  /** True where it bears a signature, be it one that this run cannot check. */
  isSealed: boolean;
}

/** The memory behind a comment's text; undefined when there is none, or that of another review. */
export function readMemory(content: string, seal: Seal, threadId?: number): ReadMemory | undefined {
  const hidden = findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  if (stored === undefined || (stored.name !== undefined && stored.name !== seal.name)) return undefined;
  const memory = MEMORY_READERS[Number(stored.version)]?.(stored);
  if (memory === undefined) return undefined;
  const { shown, json, signature } = hidden as NonNullable<typeof hidden>;
  const trust = best(
    trustIn(() => partsOf(json, threadId), signature, seal),
    trustIn(() => partsOf(json), signature, seal),
  );
  const kept = trust === 'signed' ? memory : withoutTrust(memory);
  const isNamed = stored.name !== undefined;
  return { memory: withKeyless(kept, readKeyless(shown)), trust, isNamed, isSealed: signature !== undefined };
}

function readKeyless(shown: string): Memory | undefined {
  const stored = parsedObject(findHidden(shown, KEYLESS_MARK)?.json ?? '');
  const memory = stored && MEMORY_READERS[Number(stored.version)]?.(stored);
  return memory && withoutTrust(memory);
}

/** What was added without a key may add, and takes nothing away. */
function withKeyless(memory: Memory, keyless: Memory | undefined): Memory {
  if (keyless === undefined) return memory;
  const { threads, listed = [], spentUsd, paid, claim } = keyless;
  const known = new Set(memory.listed?.map(({ path, mark }) => `${mark} ${path}`));
  return {
    ...memory,
    threads: { ...threads, ...memory.threads },
    listed: [...(memory.listed ?? []), ...listed.filter(({ path, mark }) => !known.has(`${mark} ${path}`))],
    ...(spentUsd > memory.spentUsd ? { spentUsd, ...(paid ? { paid } : {}) } : {}),
    ...(claim ? { claim } : {}),
  };
}

/** What a comment says it remembers, by whatever review; whether it is to be believed is the reader's own affair. */
export function writtenMemory(content: string): { name: string; memory: Memory } | undefined {
  const hidden = findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  const memory = stored && MEMORY_READERS[Number(stored.version)]?.(stored);
  return memory && { name: typeof stored.name === 'string' ? stored.name : '', memory };
}

interface ExistingMemory {
  threadId: number;
  /** Of the comment as it is now. */
  content: string;
}

/**
 * The text with the memory hidden behind it; the id of its thread is known to all but the first. A run without a key leaves what it
 * cannot sign as it is, and puts its own beside it.
 */
export function withMemory(text: string, memory: Memory, seal: Seal, existing?: ExistingMemory): string {
  const { threadId, content = '' } = existing ?? {};
  const sealed = seal.key === null ? findHidden(content, MARK) : undefined;
  if (sealed?.signature !== undefined) {
    const beside = hide(text, KEYLESS_MARK, fitting(memory, seal.name, MAX_KEYLESS_LENGTH), undefined);
    return hide(beside, MARK, sealed.json, sealed.signature);
  }
  const json = fitting(memory, seal.name, MAX_LENGTH);
  return hide(text, MARK, json, signatureOf(partsOf(json, threadId), seal));
}

/** True where a comment holds a memory of whatever review. */
export function holdsMemory(content: string): boolean {
  return findHidden(content, MARK) !== undefined;
}

/**
 * What nobody vouches for makes nothing vanish and keeps nothing quiet: money that was spent, the run at work, and which threads
 * there were are believed, and what blocks; what was resolved, accepted, reviewed or found is not.
 */
function withoutTrust({ threads, listed, spentUsd, paid, claim }: Memory): Memory {
  const unsigned = Object.entries(threads).map(([id, thread]) => [id, { ...thread, unsigned: true }]);
  return {
    ...EMPTY_MEMORY,
    threads: Object.fromEntries(unsigned),
    ...(listed ? { listed } : {}),
    spentUsd,
    ...(paid ? { paid } : {}),
    ...(claim ? { claim } : {}),
  };
}

function best(first: Trust, second: Trust): Trust {
  return first === 'signed' || second === 'signed' ? 'signed' : first;
}

function partsOf(json: string, threadId?: number): string[] {
  return ['memory', threadId === undefined ? '' : String(threadId), json];
}

function fitting(memory: Memory, name: string, longest: number): string {
  const { result: _, ...withoutResult } = memory;
  const { reviewed, ...rest } = withoutResult;
  const withoutFiles = reviewed ? { ...rest, reviewed: { ...reviewed, files: {} } } : rest;
  const states = [memory, withoutResult, withoutFiles, { ...withoutFiles, threads: {}, resolved: [] }];
  const head = { version: MEMORY_VERSION, name };
  const texts = states.map((state) => inertJson({ ...head, ...state }));
  return texts.find((text) => text.length <= longest) ?? inertJson(head);
}
