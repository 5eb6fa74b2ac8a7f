import { lineBefore } from './line-before';

/** What reads a word as the name of what it loads, installs, starts or calls. */
const LEADS =
  /(?:\[|\b(?:import|require|requires|from|uses|use|task|template|extends|image|command|entrypoint|condition|include|load|source|install|add|run|exec|spawn|eval|call|sh|bash|npx|npm|pip3?|gem|curl|wget|docker|open|fetch|script|src|href)\b(?:["']?[ \t]{0,4}[:=][ \t]{0,4}|[^"'`]{0,40}))["'`]?$/i;

/** Whether the line leads to something by the word that stands at this place. */
export function leads(text: string, start: number): boolean {
  return LEADS.test(lineBefore(text, start, WIDEST));
}

const WIDEST = 200;
