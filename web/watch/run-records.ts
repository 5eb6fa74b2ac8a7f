import type { RunContent, ShownRecord } from '../pages/run/state';
import { readRecord } from '../record/read-record';
import { type Attached, listRecords, recordText } from '../rest/attachments';
import { failureKind } from '../rest/failure';
import type { Rest } from '../rest/rest';
import { createStepReader, type StepState, stepOfRun } from '../rest/steps-of-run';

/** A run as the host tells of it; old hosts number what new ones name. */
export interface Build {
  id: number;
  status?: unknown;
  project?: { id?: string };
}

export interface RunWatch {
  /** The host may call this many times while the run lasts. */
  changed(build: Build): void;
  again(): void;
}

interface Watched {
  rest: Rest;
  project: string;
  tell(content: RunContent, isRunning: boolean): void;
}

/** Milliseconds between two looks at a run that lasts. */
const BETWEEN = 2000;

/** Follows a run: reads each record once, and looks again when the run has changed. */
export function watchRun({ rest, project, tell }: Watched): RunWatch {
  const known = new Map<string, ShownRecord>();
  let build: Build | undefined;
  let isBusy = false;
  let isStale = false;
  async function look(seen: Build): Promise<void> {
    isBusy = true;
    isStale = false;
    const place = seen.project?.id ?? project;
    tell(await contentOf(rest, place, seen, known), isRunning(seen));
    isBusy = false;
    const next = build ?? seen;
    if (isStale) await look(next);
  }
  const soon = () => {
    if (build === undefined) return;
    if (isBusy) isStale = true;
    else void look(build);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    changed(changed) {
      const isFirst = build === undefined;
      const hasEnded = build !== undefined && isRunning(build) && !isRunning(changed);
      build = changed;
      if (isFirst || hasEnded) return soon();
      if (!isRunning(changed) || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        soon();
      }, BETWEEN);
    },
    again: soon,
  };
}

async function contentOf(
  rest: Rest,
  project: string,
  build: Build,
  known: Map<string, ShownRecord>,
): Promise<RunContent> {
  try {
    const attached = await listRecords(rest, project, build.id);
    if (attached.length === 0) return { kind: 'nothing', why: await whyNothing(rest, project, build) };
    const isOurs = createStepReader(rest);
    const records = await Promise.all(
      attached.map(async (one) => known.get(one.path) ?? (await shownRecord(rest, one, { isOurs, known }))),
    );
    return { kind: 'records', records: records.sort(newestFirst) };
  } catch (error) {
    const trouble = failureKind(error);
    if (trouble === 'notFound') return { kind: 'nothing', why: 'gone' };
    return { kind: 'trouble', trouble, what: 'the list of what is attached to the run' };
  }
}

async function shownRecord(
  rest: Rest,
  attached: Attached,
  { isOurs, known }: { isOurs: ReturnType<typeof createStepReader>; known: Map<string, ShownRecord> },
): Promise<ShownRecord> {
  const named = { id: idOf(attached), name: attached.name };
  try {
    const [text, isOwn] = await Promise.all([recordText(rest, attached), isOurs(attached)]);
    if (isOwn === false) return { ...named, content: { kind: 'broken', code: 'RECORD_OF_ANOTHER_STEP' } };
    const shown = { ...named, content: readRecord(text), ...(isOwn ? {} : { isUnchecked: true as const }) };
    known.set(attached.path, shown);
    return shown;
  } catch (error) {
    const trouble = failureKind(error);
    const isLarge = trouble === 'tooLarge';
    return { ...named, content: isLarge ? { kind: 'broken', code: 'RECORD_TOO_LARGE' } : { kind: 'trouble', trouble } };
  }
}

/** The name of the review, and a piece of the id of the step that ran it. */
function idOf({ name, path }: { name: string; path: string }): string {
  return `${name}.${path.split('/').at(-4)?.slice(0, 8) ?? ''}`;
}

function newestFirst(a: ShownRecord, b: ShownRecord): number {
  return startOf(b).localeCompare(startOf(a));
}

function startOf({ content }: ShownRecord): string {
  return content.kind === 'record' || content.kind === 'fix' ? content.record.startedAt : '';
}

const WHY = { none: 'noStep', waiting: 'running', running: 'running', skipped: 'skipped', ended: 'ended' } as const;

async function whyNothing(rest: Rest, project: string, build: Build): Promise<(typeof WHY)[StepState] | 'unknown'> {
  if (isRunning(build)) return 'running';
  try {
    return WHY[await stepOfRun(rest, project, build.id)];
  } catch {
    return 'unknown';
  }
}

export function isRunning({ status }: Build): boolean {
  return status !== undefined && status !== 'completed' && status !== 2;
}
