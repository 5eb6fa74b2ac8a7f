import { escapeLine, shorten } from '../comments/escape';
import { foldedText } from '../comments/folded-text';
import { reasonName } from '../findings/rescind-reasons';
import { bullets, folded, foldedByReason } from './comment-list';
import type { FindingFate } from './finding-record';
import { placeText, type RecordedPlace } from './place-text';
import type { ReviewRecord } from './review-record';
import { plural } from './status-text';

/** More of them fill the screen; each has a thread of its own or stands in a list below. */
const MAX_BLOCKERS = 5;

const UNCONFIRMED = {
  unsupported: 'Not posted: nothing that is shown supports it',
  'too small': 'Not posted: true, but too small',
} as const;

/** What keeps the pull request from passing, each with a link to where it is dealt with. */
export function blockingFindings(record: ReviewRecord): string {
  const { blocking } = record;
  if (blocking.length === 0) return '';
  const shown = bullets(
    blocking.slice(0, MAX_BLOCKERS),
    (one) => `${placeText(one, record)}: ${escapeLine(shorten(one.title, 200))}`,
    MAX_BLOCKERS,
  );
  const more = blocking.slice(MAX_BLOCKERS);
  return `**Blocking**\n\n${shown}${more.length > 0 ? `\n* … and ${plural(more.length, 'more blocker')}, ${whereabouts(more)}` : ''}`;
}

/** Beyond `maxComments`, and where nothing is written, blockers have no thread. */
function whereabouts(blocking: readonly RecordedPlace[]): string {
  const threads = blocking.filter(({ threadId }) => threadId !== undefined).length;
  if (threads === blocking.length) return 'in their threads';
  return threads === 0 ? 'listed below' : `${threads} in their threads and the others listed below`;
}

export function listedFindings(record: ReviewRecord, longest: number): string {
  const listed = record.findings.filter(({ fate, onlyListed }) => fate === 'listed' && !onlyListed);
  const reasonOf = ({ reason }: FindingFate) => `**${escapeLine(shorten(reason, 300))}**`;
  const render = (finding: FindingFate) => listedText(finding, record);
  return foldedByReason('Found, without a thread of their own', listed, { reasonOf, render }, longest);
}

/** What the critique neither refuted nor confirmed, by why it is not posted: people can still see it. */
export function unconfirmedFindings(record: ReviewRecord, longest: number): string {
  const groups = Object.entries(UNCONFIRMED).map(([name, title]) => {
    const group = record.findings.filter(({ onlyListed, reason }) => onlyListed && reasonName(reason) === name);
    return folded(
      title,
      group,
      (one) => listedText(one, record, ` (${escapeLine(shorten(one.reason, 500))})`),
      longest,
    );
  });
  return groups.filter((group) => group !== '').join('\n\n');
}

export function discussedFindings(record: ReviewRecord, longest: number): string {
  return folded(
    'Still counted, though people dealt with the thread',
    record.discussed,
    (one) => `**${one.severity}** ${titleAt(one, record)}: ${escapeLine(shorten(one.why, 300))}`,
    longest,
  );
}

export function acceptedFindings(record: ReviewRecord, longest: number): string {
  return folded(
    'Accepted by people',
    record.accepted,
    (one) => {
      const { severity, status, by, reason } = one;
      const words = reason ? `, "${escapeLine(shorten(reason, 300))}"` : '';
      return `${severity} ${titleAt(one, record)}: ${status} by ${escapeLine(by)}${words}`;
    },
    longest,
  );
}

/** Candidates that became no thread, by what became of them; the critique's reasons begin with a name. */
export function setAside(record: ReviewRecord, longest: number): string {
  const merged = record.findings.filter(({ fate }) => fate === 'merged');
  const all: readonly Aside[] = [...record.setAside, ...merged];
  const reasonOf = ({ fate, reason }: Aside) => {
    const name = fate === 'rescinded' ? reasonName(reason) : 'other';
    return `**${fate}${name === 'other' ? '' : `: ${name}`}**`;
  };
  const render = (one: Aside) =>
    `${placeText(one, record)}: ${escapeLine(shorten(one.title, 200))}: ${escapeLine(shorten(one.reason, 500))}`;
  return foldedByReason('Looked at and set aside', all, { reasonOf, render }, longest);
}

function titleAt(one: Partial<RecordedPlace> & { title: string }, record: ReviewRecord): string {
  const title = escapeLine(shorten(one.title, 200));
  return one.path === undefined ? title : `${placeText({ ...one, path: one.path }, record)}: ${title}`;
}

interface Aside extends RecordedPlace {
  fate: string;
  title: string;
  reason: string;
}

/** One line, and behind it what a thread would have said. */
function listedText(finding: FindingFate, record: ReviewRecord, more = ''): string {
  const { severity, title, body, replacement } = finding;
  const line = `**${severity}** ${placeText(finding, record)}: ${escapeLine(shorten(title, 200))}${more}`;
  return `${line}${foldedText(body, replacement)}`;
}
