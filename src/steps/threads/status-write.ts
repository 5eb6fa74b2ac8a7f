import { cutText } from '../../cut-text';
import type { HostWrite, PostedStatus, StatusState } from '../../ports/code-host';
import { type Seal, signatureOf, trustIn } from './signature';

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

/** How the status of a review that was taken back begins. */
export const TAKEN_BACK = 'No verdict: the review was taken back';

/** What a run without a key says is marked where nobody looks: no signed memory knows of it. */
const UNSIGNED = '#unsigned';
const MARKED = '#memory-';
const BEGUN = '#begun-';
/** Behind each mark: the run that left it. */
const BY = '-by-';

interface Marked {
  targetUrl?: string;
}

export function isSigned({ targetUrl = '' }: Marked): boolean {
  return !targetUrl.includes(UNSIGNED);
}

/** What the status of a run that begins tells of it. */
export interface BegunMark {
  /** The run, as `nameOfRun` calls it. */
  by: string;
  /** Hash of what decides what it finds. */
  settings: string;
  /** When it is over at the latest, by the service's clock; milliseconds since 1970. */
  endsBefore: number;
}

export function begunUrl(url: string, { by, settings, endsBefore }: BegunMark): string {
  return canBeMarked(url) ? `${url}${BEGUN}${settings}-${endsBefore}${BY}${by}` : url;
}

const BEGUN_MARK = /#begun-(?<settings>[\da-f]{1,64})-(?<endsBefore>\d{1,15})-by-(?<by>[\da-f]{1,64})$/;

export function begunMarkOf({ targetUrl = '' }: Marked): BegunMark | undefined {
  const { settings, endsBefore, by } = BEGUN_MARK.exec(targetUrl)?.groups ?? {};
  if (settings === undefined || by === undefined) return undefined;
  return { by, settings, endsBefore: Number(endsBefore) };
}

export function isBy({ targetUrl = '' }: Marked, by: string): boolean {
  return targetUrl.endsWith(`${BY}${by}`);
}

export function canBeMarked(url: string): boolean {
  return url !== '' && !url.includes('#');
}

/** What the status of a verdict tells of the memory that belongs to it. */
export interface MemoryMark {
  /** As the memory says; milliseconds since 1970. */
  writtenAt: number;
  /** How many blockers nothing but that memory tells of. */
  alone: number;
}

type MarkKind = 'verdict' | 'taken back';

/** The address with the mark of its memory, where nobody looks and only the key can have written it. */
export function markedUrl(url: string, mark: MemoryMark, kind: MarkKind, seal: Seal, by = ''): string {
  if (!canBeMarked(url)) return url;
  const signature = signatureOf(partsOf(mark, kind), seal);
  const marked = signature === undefined ? UNSIGNED : `${MARKED}${mark.writtenAt}-${mark.alone}-${signature}`;
  return `${url}${marked}${by === '' ? '' : `${BY}${by}`}`;
}

/** Of a run that knows of no memory. */
export function endedUrl(url: string, by: string): string {
  return canBeMarked(url) ? `${url}#ended${BY}${by}` : url;
}

const MARK = /#memory-(?<writtenAt>\d{1,15})-(?<alone>\d{1,9})-(?<signature>[\da-f]{64})(?:-by-[\da-f]{1,64})?$/;

/** The mark that it bears; undefined where the key did not write it. */
export function memoryMarkOf({ targetUrl = '' }: Marked, kind: MarkKind, seal: Seal): MemoryMark | undefined {
  const { writtenAt, alone, signature } = MARK.exec(targetUrl)?.groups ?? {};
  const mark = { writtenAt: Number(writtenAt), alone: Number(alone) };
  return trustIn(() => partsOf(mark, kind), signature, seal) === 'signed' ? mark : undefined;
}

function partsOf({ writtenAt, alone }: MemoryMark, kind: MarkKind): string[] {
  return ['status', kind, String(writtenAt), String(alone)];
}

export interface StatusPlace {
  /** Null where the pull request could not be read: the host finds the newest, or does without. */
  iteration: number | null;
  name: string;
  /** Page of the run, behind the status' link; empty where there is none. */
  url: string;
}

export function statusWrite({ iteration, name, url }: StatusPlace, state: StatusState, text: string): HostWrite {
  const description = text.length > MAX_DESCRIPTION_LENGTH ? `${cutText(text, MAX_DESCRIPTION_LENGTH - 1)}…` : text;
  return { kind: 'status', iteration, name, state, description, ...(url === '' ? {} : { targetUrl: url }) };
}

export function statusAgain({ name, iteration, state, description = '', targetUrl }: PostedStatus): HostWrite {
  const told = { name, iteration, description, ...(targetUrl === undefined ? {} : { targetUrl }) };
  return { kind: 'status', ...told, state: STATES.find((one) => one === state) ?? 'pending' };
}

const STATES: readonly StatusState[] = ['pending', 'succeeded', 'failed', 'error'];
