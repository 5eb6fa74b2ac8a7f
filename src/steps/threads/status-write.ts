import { cutText } from '../../cut-text';
import type { HostWrite, StatusState } from '../../ports/code-host';
import { type Seal, signatureOf, trustIn } from './signature';

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

/** How the status of a review that was taken back begins. */
export const TAKEN_BACK = 'No verdict: the review was taken back';

/** What a run without a key says is marked where nobody looks: no signed memory knows of it. */
const UNSIGNED = '#unsigned';
const NUMBERED = '#memory-';

export function isSigned({ targetUrl = '' }: { targetUrl?: string }): boolean {
  return !targetUrl.endsWith(UNSIGNED);
}

/** The address with the number of the memory that belongs to the status, where nobody looks and only the key can have written it. */
export function markedUrl(url: string, number: number, isOver: boolean, seal: Seal): string {
  if (url === '' || url.includes('#')) return url;
  const signature = signatureOf(partsOf(number, isOver), seal);
  return signature === undefined ? `${url}${UNSIGNED}` : `${url}${NUMBERED}${number}-${signature}`;
}

/** The number that it bears; undefined where the key did not write it. */
export function numberOf({ targetUrl = '' }: { targetUrl?: string }, isOver: boolean, seal: Seal): number | undefined {
  const [digits = '', signature] = targetUrl.slice(targetUrl.lastIndexOf(NUMBERED) + NUMBERED.length).split('-');
  if (!targetUrl.includes(NUMBERED) || !/^\d{1,9}$/.test(digits)) return undefined;
  return trustIn(() => partsOf(Number(digits), isOver), signature, seal) === 'signed' ? Number(digits) : undefined;
}

function partsOf(number: number, isOver: boolean): string[] {
  return ['status', isOver ? 'taken back' : 'verdict', String(number)];
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
