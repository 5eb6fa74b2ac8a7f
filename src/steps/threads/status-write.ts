import { cutText } from '../../cut-text';
import type { HostWrite, StatusState } from '../../ports/code-host';

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

/** How the status of a review that was taken back begins. */
export const TAKEN_BACK = 'No verdict: the review was taken back';

/** What a run without a key says is marked where nobody looks: no signed memory knows of it. */
const UNSIGNED = '#unsigned';

export function isSigned({ targetUrl = '' }: { targetUrl?: string }): boolean {
  return !targetUrl.endsWith(UNSIGNED);
}

export function unsignedUrl(url: string): string {
  return url === '' || url.includes('#') ? url : `${url}${UNSIGNED}`;
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
