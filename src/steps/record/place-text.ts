import { codeSpan } from '../comments/escape';
import { linesUrl, webAddress } from '../comments/links';
import type { ReviewRecord } from './review-record';

/** A place of the change as the record holds it. */
export interface RecordedPlace {
  path: string;
  side?: 'new' | 'old';
  startLine?: number;
  endLine?: number;
  threadId?: number;
}

/** A link to the thread where there is one, else to the lines that were reviewed, on the collection's own pages. */
export function placeText(place: RecordedPlace, record: ReviewRecord): string {
  const { path, startLine } = place;
  const url = threadUrl(place, record) || codeUrl(place, record);
  if (path === '') return url === '' ? 'the review itself' : `[the review itself](${url})`;
  const text = startLine === undefined ? 'whole file' : `line ${startLine}`;
  if (url !== '') return `${codeSpan(path)} [${text}](${url})`;
  return startLine === undefined ? codeSpan(path) : `${codeSpan(path)} ${text}`;
}

function threadUrl({ threadId }: RecordedPlace, { pullRequest }: ReviewRecord): string {
  const page = webAddress(pullRequest?.webUrl ?? '');
  return threadId === undefined || page === '' ? '' : `${page}?discussionId=${threadId}`;
}

function codeUrl({ path, side, startLine, endLine = startLine }: RecordedPlace, { pullRequest }: ReviewRecord): string {
  if (side === undefined || startLine === undefined || endLine === undefined || !pullRequest) return '';
  return linesUrl(pullRequest, path, { side, startLine, endLine });
}
