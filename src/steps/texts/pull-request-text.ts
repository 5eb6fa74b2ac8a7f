import type { Entry } from '../candidate/entry';
import { codeSpan, escapeLine, escapeMarkdown, shorten } from '../comments/escape';
import type { Plan } from '../plan/plan';
import type { Person } from '../request/request';
import { proofLine } from './applied-text';
import { subjectOf } from './commit-message';

/** The service takes no longer description. */
const LONGEST = 4_000;
const MOST_FILES = 30;

interface Around {
  /** Page of the comment or work item that asked; empty where there is none. */
  requestUrl: string;
  runUrl: string;
  approvedBy?: Person;
}

export function pullRequestTitle({ summary }: Plan): string {
  return subjectOf(summary.title);
}

/** The description: the request, what changed, the evidence and what it does not say. Cut as a whole, never within a line. */
export function pullRequestBody(plan: Plan, around: Around): string {
  const paragraphs = [
    requested(plan, around),
    escapeMarkdown(shorten(plan.summary.text, 1_200)),
    plan.entries.slice(0, MOST_FILES).map(fileLine).join('\n') + moreFiles(plan.entries.length - MOST_FILES),
    proofLine(plan),
    notChecked(plan),
    ...shownChecks(plan),
    ...leftBehind(plan),
    origin(plan, around),
  ];
  return paragraphs.reduce((text, paragraph) => {
    const longer = text === '' ? paragraph : `${text}\n\n${paragraph}`;
    return paragraph === '' || longer.length > LONGEST ? text : longer;
  }, '');
}

function requested({ request }: Plan, { requestUrl, approvedBy }: Around): string {
  const words = request.text === '' ? request.verb : request.text;
  const quoted = escapeMarkdown(shorten(words, 600)).replace(/^/gm, '> ');
  const link = requestUrl === '' ? '' : ` ([request](${requestUrl}))`;
  const approved = approvedBy ? `, approved by ${escapeLine(approvedBy.name)}` : '';
  const by = `Requested by ${escapeLine(request.by.name)}${link}${approved}: the review should be by somebody else.`;
  return `${quoted}\n\n${by}`;
}

function fileLine({ path, status, added, removed }: Entry): string {
  const what = status === 'modified' ? '' : ` (${status})`;
  return `- ${codeSpan(path)}${what} +${added} −${removed}`;
}

function moreFiles(count: number): string {
  return count > 0 ? `\n- and ${count} more` : '';
}

/** What no proof says, so that nobody takes it for said. */
function notChecked({ evidence: { after } }: Plan): string {
  const what = [
    'whether this is what was asked',
    'whether values were made up for a test',
    ...(after?.cases ? [] : ['whether every test still runs']),
  ];
  return `Not checked: ${what.join(', ')}.`;
}

function shownChecks({ checks }: Plan): string[] {
  const shown = checks.filter(({ state }) => state === 'shown');
  return shown.length === 0
    ? []
    : [`Look at this first:\n${shown.map(({ text }) => `- ${escapeLine(text)}`).join('\n')}`];
}

function leftBehind({ leftBehind: files }: Plan): string[] {
  if (files.length === 0) return [];
  return [`Left behind in the workshop, not part of the change: ${files.slice(0, 20).map(codeSpan).join(', ')}.`];
}

function origin({ cost, versions, request }: Plan, { runUrl }: Around): string {
  const usd = cost.usd === null ? 'cost unknown' : `about $${cost.usd.toFixed(2)}`;
  const run = runUrl === '' ? '' : ` [Run](${runUrl}).`;
  return `Made by Second Pass ${versions.product} with ${codeSpan(cost.model)}, ${cost.turns} turns, ${usd}; request ${request.id}.${run}`;
}
