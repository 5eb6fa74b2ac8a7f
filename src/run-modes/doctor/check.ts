import type { RequestReceipt } from '../../steps/record/cost-record';

/** One part of the set-up. */
export interface Check {
  what: string;
  /** Another check without which this one cannot be tried. */
  needs?: string;
  /** Gives what was found, in a few words; throws when the part is at fault. What leaves for the model is written into `sent`. */
  look(sent: RequestReceipt[]): Promise<Found>;
}

export interface Found {
  text: string;
  advice?: readonly string[];
}
