import type { Identity, PostedStatus, PullRequest, Thread } from '../../ports/code-host';
import type { Settings } from '../settings/settings';
import { writtenMemory } from '../threads/memory-text';
import { PROPERTY } from '../threads/properties';
import { readOwnThreads } from '../threads/read-own-threads';
import { KEYLESS } from '../threads/tampering';
import type { KnownFinding } from '../triage/known-finding';
import type { Verdict } from '../verdict/verdict';
import { type DecidedFinding, decidedFinding, graverFirst, isOpen, type OpenStory, openFinding } from './story-finding';

/** A status as the pages read it: with its words, its link and its time. */
export interface StoryStatus extends PostedStatus {
  description: string;
  /** Empty where it has none. */
  url: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** What a pull request shows of itself to everybody who may read it. */
export interface StoryFacts {
  pullRequest: Pick<PullRequest, 'id' | 'repositoryId' | 'author'> & Partial<Pick<PullRequest, 'pushers'>>;
  /** The newest one. */
  iteration: number;
  threads: readonly Thread[];
  /** Under our genre. */
  statuses: readonly StoryStatus[];
  /** Who posts, as a run's record tells; otherwise the author of the tracking comment that can be read, and of a status. */
  postedAs?: Identity;
  dismissal: Settings['dismissal'];
}

export interface StoryIteration {
  iteration: number;
  state: string;
  /** Null where the words name none. */
  verdict: Verdict | null;
  text: string;
  url: string;
  at: number;
}

/** What one review, by its name, went through on a pull request. */
export interface Story {
  name: string;
  writtenBy: Identity;
  /** The last status of each, oldest first. */
  iterations: readonly StoryIteration[];
  /** False where the last word is about an older push. */
  isNewestReviewed: boolean;
  /** Blockers first. */
  open: readonly OpenStory[];
  decided: readonly DecidedFinding[];
  /** By all runs that wrote here. */
  spentUsd: number;
  notes: readonly string[];
}

export interface Stories {
  stories: readonly Story[];
  /** Threads that bear our marks and were written by somebody else. */
  foreign: readonly { threadId: number; by: Identity }[];
}

/** What became of a pull request, from what stands on it; it needs no run and no record. */
export function storiesOf(facts: StoryFacts): Stories {
  const writers = writersOf(facts);
  const stories = [...writers].map(([name, writer]) => storyOf(name, writer, facts));
  const ours = new Set([...writers.values()].map(({ id }) => id));
  const foreign = facts.threads.flatMap(({ id, properties, comments: [first] }) =>
    PROPERTY.kind in properties && first && !ours.has(first.author.id) ? [{ threadId: id, by: first.author }] : [],
  );
  return { stories, foreign };
}

/** By the name of the review, in the order in which they began to write. */
function writersOf({ threads, statuses, postedAs }: StoryFacts): ReadonlyMap<string, Identity> {
  const tracking = threads.flatMap(({ id, properties, comments: [first] }) => {
    const written = writtenMemory(first?.content ?? '');
    const name = written?.name || properties[PROPERTY.name];
    return written && first && name && !first.isDeleted ? [{ id, name, author: first.author }] : [];
  });
  const inOrder = tracking.toSorted((a, b) => a.id - b.id);
  const names = new Set([...inOrder.map(({ name }) => name), ...(postedAs ? statuses.map(({ name }) => name) : [])]);
  // Whoever likes may write such a comment, and before the first run has ended: it is no run that told no status.
  const writerOf = (name: string) => {
    const authors = inOrder.filter((one) => one.name === name).map(({ author }) => author);
    return authors.find(({ id }) => statuses.some((one) => one.name === name && one.by.id === id)) ?? authors[0];
  };
  const writers = [...names].map((name) => [name, postedAs ?? writerOf(name)] as const);
  return new Map(writers.flatMap(([name, writer]) => (writer ? [[name, writer]] : [])));
}

function storyOf(name: string, writer: Identity, facts: StoryFacts): Story {
  const { pullRequest, threads, statuses, iteration, dismissal } = facts;
  const {
    known: recalled,
    memory,
    notes,
  } = readOwnThreads({ threads, statuses }, { ...pullRequest, self: writer }, name, null);
  const taken = takenWords(name, writer, threads);
  const known = recalled.map((one) => ({ ...one, ...taken.get(one.threadId) }));
  const own = statuses.filter((status) => status.name === name && status.by.id === writer.id);
  const iterations = iterationsOf(own);
  const authors = [pullRequest.author, ...(pullRequest.pushers ?? [])];
  const context = { writer, authors, dismissal, statuses: own, threads };
  const open = known.filter(isOpen).map((one) => openFinding(one, context));
  return {
    name,
    writtenBy: writer,
    iterations,
    isNewestReviewed: iterations.at(-1)?.iteration === iteration,
    open: open.toSorted(graverFirst),
    decided: known.filter((one) => !isOpen(one)).map((one) => decidedFinding(one, context)),
    spentUsd: memory.spentUsd,
    // Nobody who merely reads can check a signature.
    notes: notes.filter((note) => note !== KEYLESS),
  };
}

/** The comments that runs took for a yes, as they wrote it down: whoever merely reads cannot check it, and repeats it. */
function takenWords(
  name: string,
  writer: Identity,
  threads: readonly Thread[],
): ReadonlyMap<number, Pick<KnownFinding, 'acceptedWith'>> {
  const all = threads.flatMap(({ comments: [first] }) => {
    const written = first?.author.id === writer.id ? writtenMemory(first.content) : undefined;
    return written && (written.name || name) === name ? Object.entries(written.memory.accepted ?? {}) : [];
  });
  return new Map(all.map(([id, acceptedWith]) => [Number(id), { acceptedWith }]));
}

function iterationsOf(statuses: readonly StoryStatus[]): StoryIteration[] {
  const last = new Map(statuses.map((status) => [status.iteration, status]));
  return [...last.values()]
    .toSorted((a, b) => a.iteration - b.iteration)
    .map(({ iteration, state, description, url, at }) => {
      return { iteration, state, verdict: verdictIn(description, state), text: description, url, at };
    });
}

/** The state that each verdict is posted with. */
const STATES: Readonly<Record<Verdict, string>> = {
  PASS: 'succeeded',
  ADVISORY: 'succeeded',
  FAIL: 'failed',
  NONE: '',
};

/** As the status text begins, where its state bears that out; one that was not reviewed as a whole has none. */
function verdictIn(text: string, state: string): Verdict | null {
  const word = /^(PASS|ADVISORY|FAIL):/.exec(text)?.[1];
  return (['PASS', 'ADVISORY', 'FAIL'] as const).find((one) => one === word && STATES[one] === state) ?? null;
}
