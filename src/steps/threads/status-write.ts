import { cutText } from '../../cut-text';
import type { HostWrite, StatusState } from '../../ports/code-host';

/** Longest description that the service shows in full. */
const MAX_DESCRIPTION_LENGTH = 200;

export interface StatusPlace {
  iteration: number;
  name: string;
  /** Page of the run, behind the status' link; empty where there is none. */
  url: string;
}

export function statusWrite({ iteration, name, url }: StatusPlace, state: StatusState, text: string): HostWrite {
  const description = text.length > MAX_DESCRIPTION_LENGTH ? `${cutText(text, MAX_DESCRIPTION_LENGTH - 1)}…` : text;
  return { kind: 'status', iteration, name, state, description, ...(url === '' ? {} : { targetUrl: url }) };
}
