import { cutText } from '../../cut-text';
import type { HostWrite, StatusState } from '../../ports/code-host';
import { type Seal, signatureOf, trustIn } from './signature';

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

/** How the status of a review that was taken back begins. */
export const TAKEN_BACK = 'No verdict: the review was taken back';

/** What a run without a key says is marked where nobody looks: no signed memory knows of it. */
const UNSIGNED = '#unsigned';
const MARKED = '#memory-';

export function isSigned({ targetUrl = '' }: { targetUrl?: string }): boolean {
  return !targetUrl.endsWith(UNSIGNED);
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
export function markedUrl(url: string, mark: MemoryMark, kind: MarkKind, seal: Seal): string {
  if (!canBeMarked(url)) return url;
  const signature = signatureOf(partsOf(mark, kind), seal);
  return signature === undefined ? `${url}${UNSIGNED}` : `${url}${MARKED}${mark.writtenAt}-${mark.alone}-${signature}`;
}

const MARK = /#memory-(?<writtenAt>\d{1,15})-(?<alone>\d{1,9})-(?<signature>[\da-f]{64})$/;

/** The mark that it bears; undefined where the key did not write it. */
export function memoryMarkOf(
  { targetUrl = '' }: { targetUrl?: string },
  kind: MarkKind,
  seal: Seal,
): MemoryMark | undefined {
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
