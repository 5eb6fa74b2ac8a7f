import { plural } from '../comments/plural';
import { wherePagesLie } from './page-names';
import { isReview, type RunRecord } from './record';
import type { ReviewRecord } from './review-record';

type StatusFacts = Pick<ReviewRecord, 'situation' | 'ending' | 'counts' | 'files' | 'findings' | 'problems'>;

/** One sentence for the pull request's status; it never reads like a pass when nothing was reviewed. */
export function statusText(record: StatusFacts): string {
  const isAwaiting = record.ending.status === 'pending' && record.situation !== 'skippedByAuthor';
  return isAwaiting ? `Another run of this review is still at work; this one: ${ownText(record)}` : ownText(record);
}

function ownText(record: StatusFacts): string {
  const { situation, ending, counts, problems } = record;
  const open = countsText(counts);
  const problem = problems[0] ?? '';
  switch (situation) {
    case 'reviewed':
      return `${ending.verdict}: ${open}`;
    case 'nothingInScope':
      return ending.verdict === 'NONE'
        ? 'Nothing in scope: no changed file was reviewed'
        : `${ending.verdict}: ${open}; nothing new in scope`;
    case 'partlyStopped':
    case 'partlyReviewed': {
      const stopped = situation === 'partlyStopped' ? `STOPPED: ${problem} ` : '';
      const missing = missingText(record);
      const partly = missing !== '' || stopped === '' ? `PARTLY REVIEWED: ${missing || firstSentence(problem)}; ` : '';
      return `${stopped}${partly}${open}`;
    }
    case 'analysed':
      return `STATIC ANALYSIS ALONE: ${open}; Claude was not asked`;
    case 'reviewerFailed':
      return `NOT REVIEWED: ${problem}`;
    case 'stopped':
      return `STOPPED: ${problem}`;
    case 'draftSkipped':
      return 'Drafts are not reviewed (reviewDrafts is false)';
    case 'skippedByRule':
      return `Not reviewed by rule: ${problem}`;
    case 'switchedOff':
      return `Not reviewed: switched off by the policy${problem === '' ? '' : `. ${problem}`}`;
    case 'skippedByAuthor':
      return `NOT REVIEWED, which is no pass: ${problem}`;
    case 'superseded':
      return `Superseded: ${problem}`;
    case 'notAPullRequest':
      return `Not reviewed: ${problem}`;
    case 'otherRunMode':
    case 'setUpAtFault':
    case 'pullRequestNotFound':
      return problem;
    case 'badInput':
      return problems.join(' ');
  }
}

/** What went wrong, without what to do about it; without its end. */
export function firstSentence(problem: string): string {
  return (problem.split(/(?<=[.!?])\s/)[0] ?? '').replace(/\.$/, '');
}

function missingText({ files, findings }: Pick<ReviewRecord, 'files' | 'findings'>): string {
  const missing = files.filter(({ state }) => state === 'notReviewed').length;
  const unverified = findings.filter((finding) => finding.unverified).length;
  const parts = [
    missing > 0 ? `${missing} of ${plural(files.length, 'file')} not reviewed` : '',
    unverified > 0 ? `${plural(unverified, 'finding')} unverified` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** Where more is written on what went wrong, and where such pages lie if they came along; nothing when nothing did. */
export function whereToRead(
  { codes = [], problems }: Pick<RunRecord, 'codes' | 'problems'>,
  folder?: string,
): string[] {
  const more = codes.length === 0 ? [] : [`More on this in docs/troubleshooting.md, under ${codes.join(', ')}.`];
  return [...wherePagesLie([...problems, ...more], folder), ...more];
}

/** What came of a run, in one sentence. */
export function headlineOf(record: RunRecord): string {
  return isReview(record) ? record.statusText : record.headline;
}

export function countsText({ blockers, warnings, suggestions }: ReviewRecord['counts']): string {
  return `${plural(blockers, 'blocker')}, ${plural(warnings, 'warning')}, ${plural(suggestions, 'suggestion')}`;
}

export { plural };
