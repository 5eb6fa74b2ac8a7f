import type { CodeHost } from '../../src/ports/code-host';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { settle } from './settle';

/** What a run asks of the host, one after the other; neighbours of one name are one step. */
export type Step = 'begin' | 'claim' | 'look' | 'thread' | 'comment' | 'status';

export interface Racer {
  name: string;
  run(host: (real: CodeHost) => CodeHost): Promise<ReviewRecord>;
  /** It dies before it does the nth step. */
  diesBefore?: number;
}

export interface Race {
  /** Names of the runs in the order of their steps. */
  order: readonly string[];
  /** The same with what each did. */
  told: readonly string[];
  records: ReadonlyMap<string, ReviewRecord>;
}

/** Plays runs against each other, step by step, in the order that `next` chooses among those that can go on. */
export async function race(
  racers: readonly Racer[],
  next: (names: readonly string[]) => string,
  isFine = false,
): Promise<Race> {
  const lanes = racers.map((racer) => laneOf(racer, isFine));
  const order: string[] = [];
  const told: string[] = [];
  for (;;) {
    await settle(() => lanes.every((lane) => lane.isWaiting() || lane.isOver()));
    const open = lanes.filter((lane) => lane.isWaiting() && !lane.isOver());
    if (open.length === 0) break;
    const name = next(open.map((lane) => lane.name));
    const lane = open.find((one) => one.name === name);
    order.push(name);
    told.push(`${name}: ${await lane?.goOn()}`);
  }
  const records = lanes.flatMap(({ name, record }) => {
    const ended = record();
    return ended ? [[name, ended] as const] : [];
  });
  return { order, told, records: new Map(records) };
}

interface Waiting {
  step: Step;
  go(): void;
  done: Promise<unknown>;
}

function laneOf({ name, run, diesBefore = Number.POSITIVE_INFINITY }: Racer, isFine: boolean) {
  const waiting: Waiting[] = [];
  let ended: { record?: ReviewRecord } | undefined;
  let steps = 0;
  let isDead = false;
  const hasClaimed = { yes: false };
  const gate = <Result>(step: Step, work: () => Promise<Result>): Promise<Result> => {
    if (isDead) return new Promise<Result>(() => {});
    let go = () => {};
    const turn = new Promise<void>((resolve) => {
      go = resolve;
    });
    const done = turn.then(work);
    waiting.push({ step, go, done: done.catch(() => {}) });
    return done;
  };
  const reading = (): Step => (hasClaimed.yes ? 'look' : 'begin');
  const wrap = (real: CodeHost): CodeHost => ({
    now: () => real.now(),
    pushers: (pullRequest) => real.pushers(pullRequest),
    pullRequest: () => gate(reading(), () => real.pullRequest()),
    conversation: (iteration) => gate(reading(), () => real.conversation(iteration)),
    apply: (write) => gate(stepOf(write, hasClaimed), () => real.apply(write)),
  });
  run(wrap).then(
    (record) => {
      ended = { record };
    },
    () => {
      ended = {};
    },
  );
  return {
    name,
    isWaiting: () => waiting.length > 0,
    isOver: () => isDead || ended !== undefined,
    record: () => ended?.record,
    /** One step: all that bears its name and comes at once behind it, where steps are not fine. */
    async goOn(): Promise<string> {
      steps += 1;
      if (steps > diesBefore) {
        isDead = true;
        return 'dies';
      }
      const step = waiting[0]?.step ?? 'begin';
      do {
        const one = waiting.shift();
        one?.go();
        await one?.done;
        await settle(() => waiting.length > 0 || ended !== undefined);
      } while (!isFine && waiting[0]?.step === step && step !== 'thread');
      return step;
    },
  };
}

function stepOf(write: Parameters<CodeHost['apply']>[0], hasClaimed: { yes: boolean }): Step {
  if (write.kind === 'status') return write.state === 'pending' && !hasClaimed.yes ? 'begin' : 'status';
  const isTracking =
    write.kind === 'editComment' ||
    (write.kind === 'openThread' && write.place === undefined && write.status === 'closed');
  if (!isTracking) return 'thread';
  if (hasClaimed.yes) return 'comment';
  hasClaimed.yes = true;
  return 'claim';
}

/**
 * Every order in which the runs can go, one after the other: the next one differs from the last as late as it can. Where these are
 * more than `most`, as many that were drawn by lot.
 */
export async function everyOrder(
  most: number,
  play: (next: (names: readonly string[]) => string) => Promise<void>,
): Promise<number> {
  if (Number.isFinite(most)) return drawn(most, play);
  let plan: { at: number; of: number }[] = [];
  for (let count = 1; ; count += 1) {
    const made: { at: number; of: number }[] = [];
    await play((names) => {
      const at = plan[made.length]?.at ?? 0;
      made.push({ at, of: names.length });
      return names[at] ?? '';
    });
    const last = made.findLastIndex(({ at, of }) => at + 1 < of);
    if (last < 0) return count;
    plan = made.slice(0, last + 1).map((one, index) => (index === last ? { ...one, at: one.at + 1 } : one));
  }
}

async function drawn(count: number, play: (next: (names: readonly string[]) => string) => Promise<void>) {
  let seed = 20261130;
  for (let at = 0; at < count; at += 1)
    await play((names) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return names[(seed >>> 16) % names.length] ?? '';
    });
  return count;
}
