import type { Alert } from '../alerts/alert';
import type { Candidate } from '../prompt/candidate';

/** What ids in a text of the model can mean. */
export interface Named {
  candidates: readonly Candidate[];
  alerts: readonly Alert[];
}

const ID = /\bcandidates?\s+\(?[#"]?([cC]?\d{1,3})\b[")]?|\(?\b([cs]\d{1,3})\b\)?/g;
/** Lines of the diff as the prompt shows them, `41+` or `40-`, where nothing but a line can be meant. */
const MARK = /\blines?\s+(\d{1,6})([+-])(?:\s*(?:[-–]|to|through)\s*(\d{1,6})\2)?(?!\s*\d|[\w+-])/g;
const CODE = /(`[^`\n]+`)/;
/** Code of nobody's language: the mark of a line between backticks. */
const MARK_ALONE = /^`\d{1,6}[+-]`$/;

/** A reason in words of the pull request: who reads it knows neither the ids of candidates and alerts nor the marks of the prompt. */
export function readableReason(reason: string, about: { path: string }, named: Named): string {
  return outsideCode(reason, (prose) => withoutMarks(withoutIds(prose, about, named)));
}

/** A text that is no reason may speak of things that are called like candidates. */
export function readableText(text: string): string {
  return outsideCode(text, withoutMarks);
}

function outsideCode(text: string, change: (prose: string) => string): string {
  return text
    .split(CODE)
    .map((part) =>
      MARK_ALONE.test(part) ? change(`line ${part.slice(1, -1)}`) : CODE.test(part) ? part : change(part),
    )
    .join('');
}

function withoutIds(text: string, about: { path: string }, { candidates, alerts }: Named): string {
  return text.replace(ID, (words: string, called?: string, bare?: string) => {
    const id = (bare ?? called ?? '').toLowerCase().replace(/^(?=\d)/, 'c');
    const other = candidates.find((one) => one.id.toLowerCase() === id);
    if (other) return placeOf(other, about);
    const alert = alerts.find((one) => one.id === id);
    return alert ? `the alert of ${alert.ruleId}` : words;
  });
}

function withoutMarks(text: string): string {
  return text.replace(MARK, (_, first: string, sign: string, last?: string) => {
    const lines = last === undefined ? `line ${first}` : `lines ${first}-${last}`;
    return sign === '-' ? `${lines} before the change` : lines;
  });
}

function placeOf({ path, range: { startLine, endLine } }: Candidate, about: { path: string }): string {
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  return path === about.path ? lines : `${path} ${lines}`;
}
