import { PassThrough } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { isSecondPassError, SecondPassError } from '../../errors';
import { createObjectCollector, type GitObject } from './object-collector';
import {
  affordable,
  createHeadCollector,
  createStoredCollector,
  MOST_LOOKED_AT,
  type ObjectLimits,
  STORED_FORMAT,
} from './object-heads';
import { createSizeCollector, type ObjectSize, TOO_LARGE } from './object-size';
import { createObjectStream, type ObjectStream } from './object-stream';
import { type Git, gitEnded } from './run-git';

/** Objects by their names, without a line break in any of them; null where there is none, and where one is too large to be held. */
export type ReadObjects = (names: readonly string[]) => Promise<readonly (GitObject | null)[]>;

/** How large the objects are, each; null where there is none, and `TOO_LARGE` for those that nobody looked into. */
export type MeasureObjects = (names: readonly string[]) => Promise<readonly (ObjectSize | null)[]>;

/** Passes one object on piece by piece; false, and nothing of it, for what is larger than that, or what git itself had to hold. */
export type PourObject = (name: string, take: (piece: Uint8Array) => void, most: number) => Promise<boolean>;

export interface ObjectReader {
  read: ReadObjects;
  measure: MeasureObjects;
  pour: PourObject;
  /** Lets its process go, and waits a little for that, unless it still owes an answer; it may be asked again, and starts another one then. */
  close(): Promise<void>;
}

export interface ReaderTimes {
  /** Milliseconds for one question, and after which a process that nobody asks is let go. */
  question: number;
  idle: number;
}

const TIMES: ReaderTimes = { question: 180_000, idle: 10_000 };

/** As long as a timer can be set: what counts is the time of each question. */
const LONGEST_RUN = 2_147_483_647;

/** Milliseconds for a process to end that has nothing more to read. */
const LONGEST_ENDING = 1_000;

/** What is held in memory. */
const MOST_HELD: ObjectLimits = { object: 16_777_216, total: 402_653_184 };

/** What is larger is passed on piece by piece, and not held in git's memory. */
const CONTENTS = ['-c', 'core.bigFileThreshold=16m', 'cat-file', '--batch'] as const;
/** The size of what is stored as a difference stands in its first bytes. */
const HEADS = ['cat-file', '--batch-check'] as const;

const STORED = ['cat-file', STORED_FORMAT] as const;

/** Objects of one repository. What was fetched since the first question is found too. */
export function createObjectReader(git: Git, times: ReaderTimes = TIMES): ObjectReader {
  const [heads, contents, stored] = [HEADS, CONTENTS, STORED].map((words) => createAsker(git, words, times)) as Askers;
  /** Contents of those within the limits; the others are not asked for. */
  async function ask<Kept>(names: readonly string[], most: ObjectLimits, collect: Collect<Kept>, other: Kept | null) {
    const sizes = await heads.ask(names, createHeadCollector);
    const isAsked = affordable(sizes, most);
    const asked = await contents.ask(
      names.filter((_, at) => isAsked(at)),
      collect,
    );
    const answers = asked.values();
    return sizes.map((size, at) => {
      if (isAsked(at)) return answers.next().value ?? null;
      return size === null ? null : other;
    });
  }
  return {
    read: (names) => ask<GitObject>(names, MOST_HELD, createObjectCollector, null),
    measure: (names) => ask<ObjectSize>(names, MOST_LOOKED_AT, createSizeCollector, TOO_LARGE),
    async pour(name, take, most) {
      const [found] = await stored.ask([name], createStoredCollector);
      if (!found?.isBlob) return false;
      if (found.bytes > (found.isDifference ? Math.min(most, MOST_LOOKED_AT.object) : most)) return false;
      await contents.ask([name], () => createObjectStream(() => ({ add: take, kept: () => true })));
      return true;
    },
    async close() {
      await Promise.all([heads, contents, stored].map((asker) => asker.close()));
    },
  };
}

type Askers = [heads: Asker, contents: Asker, stored: Asker];

interface Asker {
  ask<Kept>(names: readonly string[], collect: Collect<Kept>): Promise<readonly (Kept | null)[]>;
  close(): Promise<void>;
}

/**
 * One `cat-file` that answers all questions of a run, one after the other. A process that ends too early, is stopped or hangs fails
 * the question that it owes an answer; the next one gets a new process.
 */
function createAsker(git: Git, words: readonly string[], times: ReaderTimes): Asker {
  let session: Session | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  async function ask<Kept>(names: readonly string[], collect: Collect<Kept>): Promise<readonly (Kept | null)[]> {
    clearTimeout(idle);
    const isNew = session === undefined || session.hasEnded();
    const asked = session !== undefined && !isNew ? session : startSession(git, words);
    session = asked;
    try {
      return await asked.ask(names, collect(), times.question);
    } catch (error) {
      session = undefined;
      // It may have died while nobody looked.
      if (!isNew && isSecondPassError(error) && error.code === 'git-failed') return await ask(names, collect);
      throw error;
    } finally {
      idle = setTimeout(() => void asked.end(), times.idle).unref();
    }
  }
  return {
    ask(names, collect) {
      if (names.length === 0) return Promise.resolve([]);
      const turn = last.then(() => ask(names, collect));
      last = turn.catch(() => {});
      return turn;
    },
    async close() {
      clearTimeout(idle);
      if (session?.isBusy()) return;
      const patience = new AbortController();
      const tired = pause(LONGEST_ENDING, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([session?.end(), tired]);
      patience.abort();
    },
  };
}

/** One for each attempt. */
type Collect<Kept> = () => Pick<ObjectStream<Kept>, 'add' | 'result'>;

interface Session {
  ask<Kept>(
    names: readonly string[],
    collector: ReturnType<Collect<Kept>>,
    time: number,
  ): Promise<readonly (Kept | null)[]>;
  hasEnded(): boolean;
  isBusy(): boolean;
  end(): Promise<void>;
}

interface Question {
  add(chunk: Buffer): void;
  fail(error: unknown): void;
}

function startSession(git: Git, words: readonly string[]): Session {
  const input = new PassThrough();
  const stop = new AbortController();
  let open: Question | undefined;
  let hasEnded = false;
  const onOutput = (chunk: Buffer) => open?.add(chunk);
  const run = { arguments: words, input, onOutput, timeoutMilliseconds: LONGEST_RUN, signal: stop.signal };
  const ended = git(run).then(
    (answer) => over(gitEnded(run, answer)),
    (error: unknown) => over(error),
  );
  function over(reason: unknown): void {
    hasEnded = true;
    open?.fail(reason);
  }
  return {
    hasEnded: () => hasEnded || input.writableEnded,
    isBusy: () => open !== undefined && !hasEnded,
    async ask<Kept>(names: readonly string[], collector: ReturnType<Collect<Kept>>, time: number) {
      const timer = setTimeout(() => open?.fail(tookTooLong(time)), time);
      const asked = new Promise<readonly (Kept | null)[]>((answer, fail) => {
        const add = (chunk: Buffer) => {
          collector.add(chunk);
          if (collector.result().length === names.length) answer(collector.result());
        };
        open = { add, fail };
        input.write(`${names.join('\n')}\n`);
      });
      try {
        return await asked;
      } catch (error) {
        stop.abort();
        throw error;
      } finally {
        clearTimeout(timer);
        open = undefined;
      }
    },
    async end() {
      input.end();
      await ended;
    },
  };
}

function tookTooLong(time: number): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-timeout',
    message: `git cat-file did not answer within ${time / 1000} seconds and was stopped.`,
  });
}
