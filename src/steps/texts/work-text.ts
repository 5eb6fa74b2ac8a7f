import { cutText } from '../../cut-text';
import type { Check } from '../candidate/check';
import type { Entry } from '../candidate/entry';
import { codeBlock, codeSpan, escapeLine, escapeMarkdown, shorten } from '../comments/escape';
import type { Plan } from '../plan/plan';
import { proofLine } from './applied-text';

const MOST_FILES = 40;
const MOST_DIFF_LINES = 200;
const MOST_DIFF = 20_000;

interface Around {
  runUrl: string;
  planHash: string;
  /** What comes of it: an approval is waited for, it is written at once, or nothing can apply it. */
  next: 'approval' | 'written' | 'nothing';
}

/** The answer on the thread that asked: what, why, files, checks, evidence, cost, how to let it pass, and the diff folded. */
export function planText(plan: Plan, patch: string, { runUrl, planHash, next }: Around): string {
  const { evidence, summary, entries, checks, cost, leftBehind } = plan;
  const shown = checks.filter(({ state }) => state === 'shown');
  return [
    `**${evidence.isProven ? 'Planned' : 'Planned, NOT PROVEN'}: ${escapeLine(summary.title)}**`,
    escapeMarkdown(shorten(summary.text, 3_000)),
    ...(shown.length > 0
      ? [`Look at this first:\n${shown.map(({ text }) => `- ${escapeLine(text)}`).join('\n')}`]
      : []),
    fileList(entries),
    proofLine(plan),
    ...(evidence.before
      ? [`Before the change the command ended with ${evidence.before.exitCode ?? 'no exit code'}.`]
      : []),
    ...(leftBehind.length > 0 ? [`Left behind: ${leftBehind.slice(0, 20).map(codeSpan).join(', ')}.`] : []),
    `${cost.usd === null ? 'Cost unknown' : `About $${cost.usd.toFixed(2)}`}, ${cost.turns} turns, ${codeSpan(cost.model)}. Plan ${codeSpan(planHash.slice(0, 12))}.`,
    nextStep({ runUrl, next }),
    foldedDiff(patch),
  ].join('\n\n');
}

function fileList(entries: readonly Entry[]): string {
  const lines = entries.slice(0, MOST_FILES).map(({ path, status, added, removed }) => {
    return `- ${codeSpan(path)}${status === 'modified' ? '' : ` (${status})`} +${added} −${removed}`;
  });
  const more = entries.length > MOST_FILES ? [`- and ${entries.length - MOST_FILES} more`] : [];
  return [...lines, ...more].join('\n');
}

function nextStep({ runUrl, next }: Pick<Around, 'runUrl' | 'next'>): string {
  if (next === 'written') return `It is written to a branch now, without an approval.${linkTo(runUrl)}`;
  if (next === 'nothing') return `This is a look ahead: nothing can be applied from it.${linkTo(runUrl)}`;
  return runUrl === '' ? 'It waits for approval.' : `It waits for approval in the [run](${runUrl}).`;
}

/** Folded, so that a thread stays readable; the whole of it is in the artifact of the run. */
function foldedDiff(patch: string): string {
  const lines = patch.split('\n');
  const cut = cutText(lines.slice(0, MOST_DIFF_LINES).join('\n'), MOST_DIFF);
  const title = lines.length > MOST_DIFF_LINES ? `The first ${MOST_DIFF_LINES} lines of the change` : 'The change';
  return `<details><summary>${title}</summary>\n\n${codeBlock(cut, 'diff')}\n\n</details>`;
}

/** Which rule and which path; never the change itself. */
export function checkFailedText(checks: readonly Check[], runUrl: string): string {
  const refused = checks.filter(({ state }) => state === 'refused');
  const lines = refused.slice(0, 20).map(({ check, text }) => `- ${check}: ${escapeLine(text)}`);
  const more = refused.length > 20 ? [`- and ${refused.length - 20} more`] : [];
  return [
    `**Not planned.** The change broke rules that code checks:`,
    [...lines, ...more].join('\n') + linkTo(runUrl),
  ].join('\n\n');
}

/** Words of the model are marked as the model's. */
export function gaveUpText(why: string, runUrl: string): string {
  return [`**Not done.** The model says why:`, quoted(why), ...link(runUrl)].join('\n\n');
}

export function nothingToDoText(summary: string, runUrl: string): string {
  return [`**Nothing was changed.** The model says:`, quoted(summary), ...link(runUrl)].join('\n\n');
}

export function noFindingsText(runUrl: string): string {
  return ['**Nothing was changed.** No such finding of Second Pass is open here.', ...link(runUrl)].join('\n\n');
}

export function answeredText(summary: string, answers: readonly string[], runUrl: string): string {
  const paragraphs = [summary, ...answers]
    .filter((one) => one.trim() !== '')
    .map((one) => escapeMarkdown(shorten(one, 8_000)));
  return [...paragraphs, `_An answer of the model; nothing was changed._`, ...link(runUrl)].join('\n\n');
}

export function stoppedText(why: string, turns: number, runUrl: string): string {
  return [`**Stopped.** ${escapeLine(why)} after ${turns} turns; nothing was planned.`, ...link(runUrl)].join('\n\n');
}

interface Failed {
  /** True where a person or the clock ended it: that is no fault. */
  isStopped: boolean;
  usd: number;
  runUrl: string;
}

export function failedText(reason: string, { isStopped, usd, runUrl }: Failed): string {
  const head = `**${isStopped ? 'Stopped' : 'Failed'}.** ${escapeLine(reason)}`;
  return [head, `Nothing was planned. Cost so far: about $${usd.toFixed(2)}.`, ...link(runUrl)].join('\n\n');
}

function quoted(text: string): string {
  return escapeMarkdown(shorten(text, 3_000)).replace(/^/gm, '> ');
}

function link(runUrl: string): string[] {
  return runUrl === '' ? [] : [`[Run](${runUrl})`];
}

function linkTo(runUrl: string): string {
  return runUrl === '' ? '' : ` [Run](${runUrl})`;
}
