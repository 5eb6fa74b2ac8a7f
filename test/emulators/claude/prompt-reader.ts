import type { Json, Pass } from './types';

/**
 * All that the emulator knows about the layout of the prompt stands in this file. It is tolerant on purpose:
 * a piece is recognised by its opening mark (`<<< diff ...`), and without marks by the lines it holds.
 */
export interface DiffLine {
  side: 'new' | 'old';
  number: number;
  change: 'added' | 'removed' | 'unchanged';
  text: string;
}

export interface DiffFile {
  path: string;
  /** Added, removed and unchanged lines, as they stand in the diff. */
  lines: DiffLine[];
}

export interface ListedAlert {
  id: string;
  path: string;
  text: string;
}

export interface ListedCandidate {
  id: string;
  path: string;
  startLine: number;
  endLine: number;
  quote: string;
  severity: string;
  category: string;
  title: string;
}

export interface Prompt {
  system: string;
  blocks: string[];
  tail: string;
  later: string[];
}

const FILE_HEADER = /^(?:={3,}|#{2,}|-{3,})\s*file:?\s+(.+?)\s*=*$/i;
const NUMBERED_LINE = /^(\d+)(?:([ +-])(.*))?$/;
const ALERT_LINE = /^(?:[-*] )?\[?(s\d+)\]?[\s:.,]/;
const ALERT_PLACE = /\]\s+(.+?) (?:lines? \d|lines whole|whole)/;
const MARK = /^<<<+ *(guidelines|files|diff|skeletons|alerts)\b/;
const PATH = /(?:[\w@.+-]+\/)*[\w@+-][\w@.+-]*\.\w+(?=:\d|\s|[),;]|$)/;

/** The texts of a request, with the tail (the last block of the first user message) apart. */
export function readPrompt(body: Json): Prompt {
  const [first, ...later] = (body.messages ?? []) as Json[];
  const blocks = textsOf(first?.content);
  const tail = blocks.pop() ?? '';
  return {
    system: textsOf(body.system).join('\n'),
    blocks,
    tail,
    later: later.flatMap(({ content }) => textsOf(content)),
  };
}

/** Which pass the tail asks for, if it says so. */
export function passOfTail(tail: string): Pass | undefined {
  const named = /\bpass\W{1,3}(sweep|critique)\b/i.exec(tail) ?? /\b(sweep|critique)\b/i.exec(tail);
  if (named) return named[1]!.toLowerCase() as Pass;
  const numbered = /\bpass ([12])\b/i.exec(tail);
  return numbered ? (numbered[1] === '1' ? 'sweep' : 'critique') : undefined;
}

/** Files with numbered lines, from whichever block holds them. */
export function readDiff(blocks: readonly string[]): DiffFile[] {
  const files: DiffFile[] = [];
  for (const block of blocks.filter((text) => pieceOf(text) === 'diff')) {
    for (const line of block.split('\n')) {
      const header = FILE_HEADER.exec(line);
      if (header) files.push({ path: header[1]!, lines: [] });
      const numbered = NUMBERED_LINE.exec(line);
      if (numbered) files.at(-1)?.lines.push(diffLine(numbered));
    }
  }
  return files.filter(({ lines }) => lines.length > 0);
}

/** Alerts `s1`, `s2`, ... of the blocks behind the diff, each with the lines that follow it. */
export function readAlerts(blocks: readonly string[]): ListedAlert[] {
  const alerts: ListedAlert[] = [];
  for (const block of blocks.filter((text) => pieceOf(text) === 'alerts')) {
    let open = false;
    for (const line of block.split('\n')) {
      const id = ALERT_LINE.exec(line)?.[1];
      if (id) alerts.push({ id, path: '', text: line });
      else if (open && line.trim() !== '') alerts.at(-1)!.text += `\n${line}`;
      open = id !== undefined || (open && line.trim() !== '');
    }
  }
  return alerts.map((alert) => ({ ...alert, path: placeOf(alert.text) }));
}

/** The one JSON array of objects with an `id` in the tail; empty if there is none. */
export function readCandidates(tail: string): ListedCandidate[] {
  const start = [...tail.matchAll(/\[\s*\{\s*"id"\s*:/g)].at(-1)?.index ?? -1;
  if (start < 0) return [];
  for (let end = tail.lastIndexOf(']'); end > start; end = tail.lastIndexOf(']', end - 1)) {
    const listed = parsed(tail.slice(start, end + 1));
    if (listed) return listed;
  }
  return [];
}

/** Which piece a block is. Only the first mark counts: what stands inside a piece is data. */
function pieceOf(block: string): string | undefined {
  const mark = MARK.exec(block);
  if (mark) return mark[1];
  const lines = block.split('\n');
  if (lines.some((line) => NUMBERED_LINE.test(line))) return 'diff';
  return lines.some((line) => ALERT_LINE.test(line)) ? 'alerts' : undefined;
}

function placeOf(alert: string): string {
  return ALERT_PLACE.exec(alert)?.[1] ?? PATH.exec(alert.replace(ALERT_LINE, ''))?.[0] ?? '';
}

function textsOf(content: Json): string[] {
  if (typeof content === 'string') return [content];
  return (content ?? []).filter((block: Json) => block.type === 'text').map((block: Json) => block.text);
}

function diffLine([, number, sign, text]: RegExpExecArray): DiffLine {
  const change = sign === '+' ? 'added' : sign === '-' ? 'removed' : 'unchanged';
  return { side: sign === '-' ? 'old' : 'new', number: Number(number), change, text: text ?? '' };
}

function parsed(text: string): ListedCandidate[] | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
