import { escapeLine, shorten } from '../comments/escape';
import { webAddress } from '../comments/links';
import { bullets } from './comment-list';
import { placeText } from './place-text';
import type { ReviewRecord } from './review-record';
import { commentLists, commentTop, fitting, joined } from './tracking-comment';

/** The run's summary page: verdict, blockers and links first, then every thread, then what the tracking comment folds away. */
export function summaryMarkdown(record: ReviewRecord): string {
  return fitting((longest) =>
    joined([commentTop(record), pullRequestLink(record), threads(record, longest), commentLists(record, longest)]),
  );
}

function pullRequestLink({ pullRequest }: ReviewRecord): string {
  const address = webAddress(pullRequest?.webUrl ?? '');
  return address === '' ? '' : `[Pull request ${pullRequest?.id}](${address})`;
}

function threads(record: ReviewRecord, longest: number): string {
  const posted = record.findings.filter(({ fate }) => fate === 'posted' || fate === 'known');
  if (posted.length === 0) return '';
  const render = (one: ReviewRecord['findings'][number]) =>
    `**${one.severity}** ${placeText(one, record)}: ${escapeLine(shorten(one.title, 200))}`;
  return `### Threads\n\n${bullets(posted, render, longest)}`;
}
