import { findHidden, hide, parsedObject } from './hidden-text';
import { EMPTY_MEMORY, type ListedBlocker, type Lost, type Memory, placeOfListed } from './memory';
import { fittingText } from './memory-fit';
import { MEMORY_READERS } from './memory-readers';
import { type Seal, signatureOf, type Trust, trustIn } from './signature';

export const MEMORY_VERSION = 2;

const MARK = 'second-pass-memory';
/** What runs without a key remember, before the signed memory of those with one. */
const KEYLESS_MARK = 'second-pass-memory-keyless';

/** Longest state as a rule; with what blocks, all that the comment has room for. */
const MAX_LENGTH = 45_000;
const MAX_COMMENT_LENGTH = 145_000;
const MAX_KEYLESS_LENGTH = 4_000;

export interface ReadMemory {
  memory: Memory;
  trust: Trust;
  /** False for memories of version 1: the properties of their thread say for which review they are. */
  isNamed: boolean;
  /** True where it bears a signature, be it one that this run cannot check. */
  isSealed: boolean;
  /** True where a run without a key wrote beside what is signed. */
  isAddedTo: boolean;
}

/** The memory behind a comment's text; undefined when there is none, or that of another review. */
export function readMemory(content: string, seal: Seal, threadId?: number): ReadMemory | undefined {
  const hidden = findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  if (stored === undefined || (stored.name !== undefined && stored.name !== seal.name)) return undefined;
  const memory = memoryIn(stored);
  if (memory === undefined) return undefined;
  const { shown, json, signature } = hidden as NonNullable<typeof hidden>;
  const trust = best(
    trustIn(() => partsOf(json, threadId), signature, seal),
    trustIn(() => partsOf(json), signature, seal),
  );
  const kept = trust === 'signed' ? memory : withoutTrust(memory);
  const isNamed = stored.name !== undefined;
  const keyless = readKeyless(shown);
  const isSealed = signature !== undefined;
  return { memory: withKeyless(kept, keyless), trust, isNamed, isSealed, isAddedTo: keyless !== undefined };
}

/** As the version that wrote it is read; undefined where none is stored, or none that this version knows. */
function memoryIn(stored: ReturnType<typeof parsedObject>): Memory | undefined {
  return stored && MEMORY_READERS[Number(stored.version)]?.(stored);
}

function readKeyless(shown: string): Memory | undefined {
  const stored = parsedObject(findHidden(shown, KEYLESS_MARK)?.json ?? '');
  const memory = memoryIn(stored);
  return memory && withoutTrust(memory);
}

/** What was added without a key may add, and takes nothing away. */
function withKeyless(memory: Memory, keyless: Memory | undefined): Memory {
  if (keyless === undefined) return memory;
  const { threads, listed = [], lost, spentUsd, paid, claim } = keyless;
  const known = new Set(counting(memory.listed).map(placeOfListed));
  return {
    ...memory,
    threads: { ...threads, ...memory.threads },
    listed: [...(memory.listed ?? []), ...listed.filter((one) => !known.has(placeOfListed(one)))],
    ...(lost ? { lost: moreOf(lost, memory.lost) } : {}),
    ...(spentUsd > memory.spentUsd ? { spentUsd, ...(paid ? { paid } : {}) } : {}),
    ...(claim ? { claim } : {}),
  };
}

function moreOf(one: Lost, other: Lost | undefined): Lost {
  if (other === undefined) return one;
  return { listed: Math.max(one.listed, other.listed), threads: [...new Set([...one.threads, ...other.threads])] };
}

/** What a comment says it remembers, by whatever review; whether it is to be believed is the reader's own affair. */
export function writtenMemory(content: string): { name: string; memory: Memory } | undefined {
  const hidden = findHidden(content, MARK);
  const stored = hidden && parsedObject(hidden.json);
  const memory = memoryIn(stored);
  return memory && { name: typeof stored?.name === 'string' ? stored.name : '', memory };
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
  const head = { version: MEMORY_VERSION, name: seal.name };
  if (sealed?.signature !== undefined) {
    const most = Math.max(MAX_KEYLESS_LENGTH, MAX_COMMENT_LENGTH - text.length - sealed.json.length);
    const room = { usual: MAX_KEYLESS_LENGTH, most };
    const beside = hide(text, KEYLESS_MARK, fittingText(besides(memory, sealed.json), head, room), undefined);
    return hide(beside, MARK, sealed.json, sealed.signature);
  }
  const most = Math.max(MAX_LENGTH, MAX_COMMENT_LENGTH - text.length);
  const json = fittingText(memory, head, { usual: MAX_LENGTH, most });
  return hide(text, MARK, json, signatureOf(partsOf(json, threadId), seal));
}

/** What is signed already is not said once more beside it. */
function besides(memory: Memory, sealedJson: string): Memory {
  const stored = parsedObject(sealedJson);
  const sealed = memoryIn(stored);
  if (sealed === undefined) return memory;
  const known = new Set(counting(sealed.listed).map(placeOfListed));
  const threads = Object.entries(memory.threads).filter(([id]) => sealed.threads[Number(id)] === undefined);
  const listed = memory.listed?.filter((one) => !known.has(placeOfListed(one)));
  return { ...memory, threads: Object.fromEntries(threads), ...(listed ? { listed } : {}) };
}

function counting(listed: readonly ListedBlocker[] = []): readonly ListedBlocker[] {
  return listed.filter(({ over }) => !over);
}

/** True where a comment holds a memory of whatever review. */
export function holdsMemory(content: string): boolean {
  return findHidden(content, MARK) !== undefined;
}

/**
 * What nobody vouches for makes nothing vanish and keeps nothing quiet: money that was spent, the run at work, and which threads
 * there were are believed, and what blocks; what was resolved, accepted, reviewed or found is not.
 */
function withoutTrust(memory: Memory): Memory {
  const { threads, listed, lost, spentUsd, paid, counted, unended, claim, writtenAt, setBack } = memory;
  const unsigned = Object.entries(threads).map(([id, thread]) => [id, { ...thread, unsigned: true }]);
  return {
    ...EMPTY_MEMORY,
    threads: Object.fromEntries(unsigned),
    ...(listed ? { listed: counting(listed) } : {}),
    ...(lost ? { lost } : {}),
    spentUsd,
    ...(paid ? { paid } : {}),
    ...(counted ? { counted } : {}),
    ...(unended ? { unended } : {}),
    ...(claim ? { claim } : {}),
    ...(writtenAt === undefined ? {} : { writtenAt }),
    ...(setBack ? { setBack } : {}),
  };
}

function best(first: Trust, second: Trust): Trust {
  return first === 'signed' || second === 'signed' ? 'signed' : first;
}

function partsOf(json: string, threadId?: number): string[] {
  return ['memory', threadId === undefined ? '' : String(threadId), json];
}
