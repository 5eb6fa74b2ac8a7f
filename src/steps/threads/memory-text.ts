import { EMPTY_MEMORY, type Memory } from './memory';
import { MEMORY_READERS } from './memory-readers';

export const MEMORY_VERSION = 1;

const MARK = 'second-pass-memory';
const HIDDEN = new RegExp(`<!-- ${MARK} (\\{.*\\}) -->\\s*$`);

/** Longest state; what does not fit is left out, the signed result first. */
const MAX_LENGTH = 45_000;

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
  return texts.find((text) => text.length <= MAX_LENGTH) ?? inert(JSON.stringify({ version: MEMORY_VERSION }));
}

/** JSON that can neither end its comment nor mean anything to a reader of the raw text. */
function inert(json: string): string {
  return json.replace(
    /[<>&@#!$`]|-(?=-)|[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
