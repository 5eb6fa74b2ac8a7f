import { escapeLine } from '../comments/escape';

/** Why a request is not worked on, as whoever asked is told. */
export const REFUSALS = {
  edited: 'The comment was edited after it was written. Please write it again.',
  tooOld: (minutes: number) => `The comment is more than ${minutes} minutes old. Please write it again.`,
  notAuthorised: (who: readonly string[]) =>
    who.length === 0
      ? 'Only who starts the run himself may ask here.'
      : `You may not ask here. Who may: ${who.map(escapeLine).join(', ')}.`,
  notActive: (state: string) => `The pull request is ${state}.`,
  fork: 'The pull request comes from a fork: its branch is in another repository.',
  moved:
    'Somebody else pushed to the branch of this pull request. `/second-pass retry` begins a new one from where it stands.',
  elsewhere: 'This pipeline works in another repository.',
  switchedOff: (words: string | undefined) =>
    words === undefined
      ? 'Second Pass is switched off here (`enabled` is false).'
      : `Second Pass is switched off here by the policy.${words === '' ? '' : ` ${escapeLine(words)}`}`,
  dayBudget: (spent: number, cap: number) =>
    `The budget of the day is used up: $${spent.toFixed(2)} of $${cap.toFixed(2)} since midnight UTC.`,
  sessionBudget: (spent: number, cap: number) =>
    `The budget of this session is used up: $${spent.toFixed(2)} of $${cap.toFixed(2)}.`,
} as const;

export function refusalAnswer(why: string, runUrl: string): string {
  return [`**Not done.** ${why}`, ...linkTo(runUrl)].join('\n\n');
}

export function claimText(runUrl: string): string {
  return [`Working on it.`, ...linkTo(runUrl)].join(' ');
}

export function helpText(): string {
  return [
    'Begin a comment with `/second-pass` and one of these words:',
    [
      '- `fix`: make a change; on the thread of a finding the word alone is enough',
      '- `plan`: the same, and only show it',
      '- `answer`: answer a question; nothing is changed',
      '- `retry`: what was asked last on this thread once more, from where the branches stand now',
      '- `stop`: end the work that is under way',
    ].join('\n'),
  ].join('\n\n');
}

export function endedText(wasPlanned: boolean): string {
  const why = wasPlanned
    ? 'The plan was not applied: its approval was refused or ran out, or the run was ended.'
    : 'The run that took this request ended without an answer.';
  return `${why} \`/second-pass retry\` asks again.`;
}

export const STOP_TEXT = 'Work that is under way here was told to stop.';

function linkTo(runUrl: string): string[] {
  return runUrl === '' ? [] : [`[Run](${runUrl})`];
}
