import type { FixWorld } from '../fix-world';
import { isRefused } from '../steps/candidate/judge';
import type { FixRecord } from '../steps/record/fix-record';
import { withoutWords } from '../steps/request/request';
import type { FixSettings } from '../steps/settings/fix-settings';
import { refusalAnswer } from '../steps/texts/gate-text';
import {
  answeredText,
  checkFailedText,
  gaveUpText,
  noFindingsText,
  nothingToDoText,
  stoppedText,
} from '../steps/texts/work-text';
import type { End } from '../steps/turns/turns';
import type { FixSituation } from '../steps/verdict/fix-results';
import { concludeFix } from './conclude-fix';
import type { Conversation } from './converse';
import type { AcceptedRequest, GateChecks } from './heard';
import type { WorkOrder } from './order';
import type { ReadCandidate } from './read-candidate';
import { tell } from './tell';

/** What every end of the work knows. */
export interface Worked {
  settings: FixSettings;
  world: FixWorld;
  accepted: AcceptedRequest;
  gate: GateChecks;
  order: WorkOrder;
  talk: Conversation;
  notes: readonly string[];
}

const ENDS: Readonly<Record<End, string>> = {
  finished: 'It was finished',
  gaveUp: 'It was given up',
  budget: 'The budget was used up',
  turns: 'The number of turns was used up',
  deadline: 'The time was over',
  sameFailure: 'The same validation failure came three times',
  malformed: 'Three answers in a row could not be used',
  refused: 'The model refused twice',
  contextFull: 'The conversation was full',
  stopped: 'The work was stopped',
};

/** A request that was let through, and for which the day has nothing left any more. */
export async function concludeBeyond(
  settings: FixSettings,
  world: FixWorld,
  { accepted, gate }: Pick<Worked, 'accepted' | 'gate'>,
  { check, why }: { check: string; why: string },
): Promise<FixRecord> {
  const notes = await tell(world, accepted, refusalAnswer(why, world.run.url), { state: 'refused' });
  const refused = { check, state: 'refused' as const, text: why };
  const found = { gate: [...gate, refused], request: withoutWords(accepted.request) };
  return concludeFix(settings, world, { situation: 'refused', headline: why, notes, found });
}

/** A request for several findings, of which none is open: nobody is asked, and nothing is paid. */
export async function concludeNoFindings(
  settings: FixSettings,
  world: FixWorld,
  { accepted, gate }: Pick<Worked, 'accepted' | 'gate'>,
): Promise<FixRecord> {
  const notes = await tell(world, accepted, noFindingsText(world.run.url), { state: 'ended' });
  const found = { gate, request: withoutWords(accepted.request) };
  return concludeFix(settings, world, { situation: 'nothingToDo', headline: 'No such finding is open.', notes, found });
}

/** An end without a change to look at; null where there may be one. */
export async function concludeEarly(worked: Worked): Promise<FixRecord | null> {
  const { talk, order, world } = worked;
  const { last } = talk;
  const { url } = world.run;
  const { text: hide } = world.masking;
  if (last?.tool === 'giveUp') return conclude(worked, 'gaveUp', gaveUpText(hide(last.why), url), 'The model gave up.');
  if (order.request.verb === 'answer') {
    if (last?.tool !== 'finish') return concludeStopped(worked);
    return conclude(
      worked,
      'answered',
      answeredText(hide(last.summary), last.answers.map(hide), url),
      'The question was answered.',
    );
  }
  return talk.end === 'stopped' || talk.end === 'deadline' ? concludeStopped(worked) : null;
}

export function concludeStopped(worked: Worked): Promise<FixRecord> {
  const { talk, world } = worked;
  const why = ENDS[talk.end];
  return conclude(worked, 'stopped', stoppedText(why, talk.turns, world.run.url), `${why} after ${talk.turns} turns.`);
}

/** A candidate that is none, or that a rule refuses; null for one that is worth proving. */
export async function concludeUnusable(worked: Worked, candidate: ReadCandidate): Promise<FixRecord | null> {
  const { talk, world } = worked;
  const { last } = talk;
  if (isRefused(candidate.checks)) {
    const refused = candidate.checks
      .filter(({ state }) => state === 'refused')
      .map(({ check, text }) => `${check}: ${text}`);
    const text = checkFailedText(candidate.checks, world.run.url);
    return conclude(worked, 'checkFailed', text, refused[0] ?? '', { checks: [...candidate.checks] }, refused);
  }
  if (candidate.entries.length > 0) return null;
  if (last?.tool !== 'finish') return concludeStopped(worked);
  return conclude(
    worked,
    'nothingToDo',
    nothingToDoText(world.masking.text(last.summary), world.run.url),
    'Nothing was changed.',
  );
}

async function conclude(
  { settings, world, accepted, gate, notes }: Worked,
  situation: FixSituation,
  text: string,
  headline: string,
  found: { checks?: FixRecord['checks'] & object } = {},
  problems: readonly string[] = [],
): Promise<FixRecord> {
  const state = situation === 'answered' ? 'answered' : 'ended';
  const told = await tell(world, accepted, text, { state });
  return concludeFix(settings, world, {
    ...{ situation, headline, problems, notes: [...notes, ...told] },
    found: { gate, request: withoutWords(accepted.request), ...found },
  });
}
