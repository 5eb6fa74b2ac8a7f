import type { Alert } from '../alerts/alert';
import type { Candidate } from '../prompt/candidate';
import type { AlertVerdict, CandidateVerdict } from './read-answer';

/** What the two passes said about one chunk. */
export interface ChunkAnswers {
  chunk: number;
  candidates: readonly Candidate[];
  verdicts: readonly CandidateVerdict[];
  alerts: readonly Alert[];
  alertVerdicts: readonly AlertVerdict[];
  /** Why the critique did not come to all candidates; those without a verdict stand unverified. */
  critiqueFailed?: string | undefined;
}
