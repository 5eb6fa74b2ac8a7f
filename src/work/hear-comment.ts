import { inFull, isSecondPassError, SecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Comment, PullRequest } from '../ports/code-host';
import type { AskedComment, CommentPlace } from '../ports/comment-source';
import { sha256 } from '../sha256';
import { readCommentLink } from '../steps/request/comment-link';
import { readWords, type Words } from '../steps/request/read-words';
import { commentRequestId, type Request } from '../steps/request/request';
import type { FixSettings } from '../steps/settings/fix-settings';
import { answerMarkIn } from '../steps/texts/answer';
import { claimText, helpText, REFUSALS, refusalAnswer, STOP_TEXT } from '../steps/texts/gate-text';
import { mayAsk } from './authorised';
import { closeEnded } from './close-ended';
import { spendable } from './day-budget';
import { type OpenAnswer, openAnswers } from './find-lost';
import type { GateChecks, Heard } from './heard';
import { askedAgain, askedBefore, isMoved, type Ongoing, ongoingOf } from './ongoing';
import { say } from './say-once';
import { sessionSpent } from './session-budget';

/** Every row of the gate in its order; the first that does not hold ends it. */
export async function hearComment(settings: FixSettings, world: FixWorld): Promise<Heard> {
  const place = readCommentLink(settings.comment, world.run.collectionUrl);
  if (place === null) throw notARequest();
  const gate = note('link', 'The link is one of this collection.');
  const [comment, self] = await Promise.all([world.comments.comment(place), world.comments.self()]);
  const unheard = comment === null ? 'There is no such comment.' : whyUnheard(comment, self.id);
  if (comment === null || unheard) return quiet(gate, 'comment', unheard);
  const words = readWords(comment.content, self.id);
  if (words === null) return quiet(gate, 'word', 'The comment does not begin with our word.');
  gate.push(...note('comment', 'A person wrote it, and it begins with our word.'));
  const request = requestOf(place, comment, words);
  const said = await world.comments.thread(place);
  const earlier = said.find((one) => one.author.id === self.id && answerMarkIn(one)?.request === request.id);
  if (earlier) return quiet(gate, 'once', 'It was answered already, or another run is at it.', request);
  const asked = { settings, world, place, request, said, self: self.id, gate };
  const looked = await lookAt(asked, comment);
  return 'why' in looked ? refuse(asked, looked) : begin(asked, looked);
}

interface Asked {
  settings: FixSettings;
  world: FixWorld;
  place: CommentPlace;
  request: Request;
  /** All comments of its thread. */
  said: readonly Comment[];
  self: string;
  gate: GateNotes;
}

type GateNotes = GateChecks[number][];

interface Refusal {
  check: string;
  /** For whoever asked; in Markdown. */
  why: string;
}

function whyUnheard({ isDeleted, isText, author }: AskedComment, self: string): string {
  if (isDeleted) return 'The comment was deleted.';
  if (!isText) return 'The service itself wrote the comment.';
  if (author.id === self) return 'The comment is our own.';
  return author.nature === undefined ? '' : 'No person wrote the comment.';
}

/** What the request comes to on its pull request. */
interface Looked {
  /** What is asked for: of `retry`, what was asked before. */
  request: Request;
  pullRequest: PullRequest;
  ongoing?: Ongoing;
}

/** What is asked for and where, or why nothing is done there. */
async function lookAt(asked: Asked, comment: AskedComment): Promise<Refusal | Looked> {
  const { settings, world, place, gate } = asked;
  if (comment.publishedAt === 0 || comment.contentUpdatedAt !== comment.publishedAt)
    return { check: 'edited', why: REFUSALS.edited };
  if (world.now() - comment.publishedAt > settings.requestMinutes * 60_000)
    return { check: 'age', why: REFUSALS.tooOld(settings.requestMinutes) };
  gate.push(...note('age', 'It stands as it was written, and is new enough.'));
  if (!(await mayAsk(comment.author.id, settings, world)))
    return { check: 'requester', why: REFUSALS.notAuthorised(settings.requesters) };
  gate.push(...note('requester', 'Its author may ask.'));
  if (!settings.enabled) return { check: 'enabled', why: REFUSALS.switchedOff(world.policy.switchedOff) };
  const pullRequest = await world.host(place.repository, place.pullRequestId).pullRequest();
  if (pullRequest.state !== 'active') return { check: 'pull request', why: REFUSALS.notActive(pullRequest.state) };
  if (pullRequest.isFork) return { check: 'pull request', why: REFUSALS.fork };
  const own = world.run.repositoryId.toLowerCase();
  if (own !== '' && own !== pullRequest.repositoryId.toLowerCase())
    return { check: 'repository', why: REFUSALS.elsewhere };
  gate.push(...note('pull request', 'It is active and of this repository.'));
  return lookFurther(asked, pullRequest);
}

/** The session that it goes on with, and the money that is left. */
async function lookFurther(asked: Asked, pullRequest: PullRequest): Promise<Refusal | Looked> {
  const { settings, world, request } = asked;
  const before = await askedBefore(settings, world, asked);
  const ongoing = await ongoingOf(settings, world, pullRequest, before, request);
  if (ongoing?.doubt !== undefined) doubt(asked, ongoing.doubt);
  const isForeign = ongoing !== null && isMoved(ongoing);
  if (isForeign && (request.verb === 'fix' || request.verb === 'plan')) return { check: 'branch', why: REFUSALS.moved };
  const spent =
    (ongoing && (await sessionSpent(settings, world, ongoing, request))) ?? (await spendable(settings, world));
  const isNew = ongoing === null || (isForeign && request.verb === 'retry');
  return spent ?? { request: askedAgain(request, before), pullRequest, ...(isNew ? {} : { ongoing }) };
}

/** What is not believed stops nothing, and is told. */
function doubt({ world, gate }: Asked, text: string): void {
  world.log.warn(text);
  gate.push(...note('session', text));
}

/** Takes the request for this run; who only asks for help, or for an end, is answered at once. */
async function begin(asked: Asked, { pullRequest, request, ongoing }: Looked): Promise<Heard> {
  const { settings, world, gate } = asked;
  if (request.verb === 'help') return answer(asked, helpText());
  if (request.verb === 'stop') return answer(asked, STOP_TEXT);
  const accepted = { request, repositoryId: pullRequest.repositoryId, pullRequest, ...(ongoing ? { ongoing } : {}) };
  if (settings.runMode === 'gate') return { accepted, gate };
  const claim = await say(asked, claimText(world.run.url), 'claimed');
  if (claim === null) return quiet(gate, 'once', 'Another run was first.', request);
  gate.push(...note('claim', 'The request is ours.'));
  await closeEnded(world, openOn(asked));
  return { accepted: { ...accepted, claim }, gate };
}

/** Earlier requests on the thread that nobody came back to. */
function openOn({ said, self, place: { pullRequestId, threadId } }: Asked): OpenAnswer[] {
  return openAnswers({ comments: said }, self).map((one) => ({ ...one, pullRequestId, threadId }));
}

async function answer(asked: Asked, text: string): Promise<Heard> {
  const { gate, request } = asked;
  if ((await say(asked, text, 'answered')) === null) return quiet(gate, 'once', 'Another run was first.', request);
  return { ended: 'answered', headline: 'The request was answered.', request, gate };
}

async function refuse(asked: Asked, { check, why }: Refusal): Promise<Heard> {
  const { world, gate, request } = asked;
  const written = await say(asked, refusalAnswer(why, world.run.url), 'refused').catch((error: unknown) => {
    if (!isSecondPassError(error)) throw error;
    world.log.warn(`Whoever asked could not be told: ${inFull(error)}`);
    return undefined;
  });
  if (written === null) return quiet(gate, 'once', 'Another run was first.', request);
  gate.push({ check, state: 'refused', text: why });
  return { ended: 'refused', headline: why, request, gate };
}

function quiet(gate: GateNotes, check: string, text: string, request?: Request): Heard {
  gate.push({ check, state: 'quiet', text });
  return { ended: 'quiet', headline: text, ...(request ? { request } : {}), gate };
}

function note(check: string, text: string): GateNotes {
  return [{ check, state: 'passed', text }];
}

function requestOf(place: CommentPlace, comment: AskedComment, { verb, text }: Words): Request {
  const { pullRequestId, threadId, commentId } = place;
  return {
    from: 'comment',
    id: commentRequestId(place),
    ...{ pullRequestId, threadId, commentId, workItemId: null },
    ...{ verb, text, at: comment.publishedAt, sha256: sha256(comment.content) },
    by: { id: comment.author.id, name: comment.author.name },
  };
}

/** Nothing of the link is repeated: the agent may have put a secret into it. */
function notARequest(): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'not-a-request',
    message: 'Input "comment" is no link of a comment in this collection.',
    advice: 'Give the link that the event or the page of the comment gives; nothing was asked and nothing was written.',
  });
}
