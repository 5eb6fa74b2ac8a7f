import type { Candidate } from '../prompt/candidate';
import type { ChunkAnswers } from './chunk-answers';
import { decisionOn } from './decision-on';
import type { CodeLookup } from './dismissal';
import type { Finding, SetAside } from './finding';
import { readableReason } from './readable-reason';
import { settleAlert } from './settle-alert';
import { settleCandidate } from './settle-candidate';

export interface Settled {
  findings: readonly Finding[];
  setAside: readonly SetAside[];
  /** Problems of earlier reviews that the critique answered about, by `raisedIn`: why what changed since settles them, or null. */
  askedAgain: ReadonlyMap<number | string, string | null>;
}

/** The two reasons that a change can bring about; whatever else is said of a problem that was confirmed before settles nothing. */
const SETTLING = /^\W*(?:handled|cannot happen)\b/i;
/** Where its lines are gone, that the problem is gone with them settles it too. */
const SETTLING_GONE = /^\W*(?:handled|cannot happen|not there)\b/i;

/** Everything the passes brought, with the critique's decisions applied. */
export function settleChunks(
  chunks: readonly { answers?: ChunkAnswers | undefined }[],
  isCodeLine: CodeLookup = () => false,
): Settled {
  const settled = chunks.flatMap(({ answers }) => (answers ? [settleChunk(answers, isCodeLine)] : []));
  return {
    findings: settled.flatMap(({ findings }) => findings),
    setAside: settled.flatMap(({ setAside }) => setAside),
    askedAgain: answersByName(settled.flatMap((one) => [...one.askedAgain])),
  };
}

/** Candidates and alerts of one chunk with the critique's decisions applied; each ends in exactly one of the two lists. */
function settleChunk(answers: ChunkAnswers, isCodeLine: CodeLookup): Settled {
  const found = answers.candidates.filter(({ raisedIn }) => raisedIn === undefined);
  const candidates = found.map((candidate) => settleCandidate(candidate, answers));
  const alerts = answers.alerts.map((alert) => settleAlert(alert, answers, isCodeLine));
  const all = [...candidates, ...alerts];
  return {
    findings: all.filter((one) => 'source' in one),
    setAside: all.filter((one) => 'fate' in one),
    askedAgain: answersByName(answers.candidates.flatMap((candidate) => answerAgain(candidate, answers))),
  };
}

/** Of several answers about one problem, the one that settles it not is believed. */
function answersByName(answers: readonly (readonly [number | string, string | null])[]): Settled['askedAgain'] {
  return new Map([...answers].sort(([, one], [, other]) => Number(one === null) - Number(other === null)));
}

/** A problem raised before stands as it did unless it was refuted for one of the reasons that it was asked about. */
function answerAgain(candidate: Candidate, answers: ChunkAnswers): [number | string, string | null][] {
  const { id, raisedIn, areLinesGone } = candidate;
  if (raisedIn === undefined || answers.verdicts.every((one) => one.id !== id)) return [];
  const verdict = decisionOn(id, answers.verdicts);
  const isSettled = verdict?.decision === 'rescind' && (areLinesGone ? SETTLING_GONE : SETTLING).test(verdict.reason);
  return [[raisedIn, isSettled ? readableReason(verdict.reason, candidate, answers) : null]];
}
