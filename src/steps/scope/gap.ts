import type { FailureCode } from '../../errors';

/** Why a review is not whole though none of its requests failed: it never looks like a pass. */
export interface Gap {
  code: FailureCode;
  /** One sentence. */
  message: string;
  advice?: string;
}
