import { passOfTail, readAlerts, readCandidates, readDiff } from '../prompt-reader';
import type { ReviewQuestion } from '../types';
import { checkAlert, checkCandidate } from './critique';
import { sweepFile } from './sweep';

/** The stand-in reviewer: rules of thumb that read nothing but the prompt. It is not Claude and does not pretend to be. */
export function standInReview({ blocks, tail, pass }: ReviewQuestion): Record<string, unknown> {
  const files = readDiff(blocks);
  if ((pass ?? passOfTail(tail)) === 'critique') {
    const verdicts = readCandidates(tail).map((candidate) => checkCandidate(candidate, files));
    const sast = readAlerts(blocks).map(checkAlert);
    const kept = verdicts.filter(({ decision }) => decision === 'confirm').length;
    const summary = `Stand-in reviewer: ${kept} of ${verdicts.length} candidates hold up.`;
    return { pass: 'critique', summary, candidates: [], verdicts, sast };
  }
  const candidates = files.flatMap(sweepFile).map((candidate, index) => ({ id: `c${index + 1}`, ...candidate }));
  const summary = `Stand-in reviewer: rules of thumb read ${files.length} files and report ${candidates.length} candidates.`;
  return { pass: 'sweep', summary, candidates, verdicts: [], sast: [] };
}
