import { overlaps } from '../diff/line-span';
import type { CandidateFate } from './candidate-fate';
import type { KnownProblem } from './gold';

/** Lines between a comment and the known lines that still show the same place. */
const NEAR = 3;

/** True when a comment stands where the problem is known to be. */
export function onSameLines({ path, range }: Pick<CandidateFate, 'path' | 'range'>, problem: KnownProblem): boolean {
  if (path !== problem.path) return false;
  if (problem.startLine === undefined) return true;
  if (range === undefined || range.side !== (problem.side ?? 'new')) return false;
  const end = problem.endLine ?? problem.startLine;
  return overlaps(range, { startLine: problem.startLine - NEAR, endLine: end + NEAR });
}
