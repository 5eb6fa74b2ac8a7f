import type { SecondPassError } from '../errors';
import type { Candidate } from '../steps/prompt/candidate';
import type { ChunkPrompt, RequestOptions } from '../steps/prompt/compose';

/** What a sweep brought, ready to be checked. */
export interface Swept {
  prompt: ChunkPrompt;
  candidates: readonly Candidate[];
  summary: string;
  /** How the critique is to be asked, so that it reads what the sweep has written. */
  options: RequestOptions;
  /** Why the sweep is not a whole one. */
  failure?: SecondPassError | undefined;
  partial?: boolean;
}
