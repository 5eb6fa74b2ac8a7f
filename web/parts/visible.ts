import { visibleLine } from '../../src/steps/diff/visible';

const LONGEST_TITLE = 300;
const LONGEST_BODY = 8000;

/** Text of others in one line: what hides from a reader is shown, what is endless is cut. */
export function line(text: string, most = LONGEST_TITLE): string {
  return visibleLine(cut(text, most));
}

/** The same of text with lines of its own. */
export function lines(text: string, most = LONGEST_BODY): string[] {
  return cut(text, most).split(/\r?\n/).map(visibleLine);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}
