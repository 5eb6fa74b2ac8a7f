import type { Thread } from '../../ports/code-host';
import { inert, type Memory, type Spending } from './memory';
import { spending } from './memory-readers';

const MARK = 'second-pass-spent';
const HIDDEN = new RegExp(`<!-- ${MARK} (\\{.*\\}) -->\\s*$`);

/**
 * The cost of a run that another one overtook, as a reply below the tracking comment: a reply overwrites nothing, however many
 * runs write at once.
 */
export function withSpending(text: string, spent: Spending): string {
  return `${text}\n\n<!-- ${MARK} ${inert(JSON.stringify(spent))} -->`;
}

/** USD that overtaken runs noted below a tracking comment; only what our own identity wrote is believed. */
export function notedUsd({ comments }: Pick<Thread, 'comments'>, selfId: string): number {
  const notes = comments.filter(({ author, isDeleted }) => author.id === selfId && !isDeleted);
  return notes.reduce((sum, { content }) => sum + (readSpending(content)?.usd ?? 0), 0);
}

/** USD that all other runs told so far: those that came to their end, and those that were overtaken. */
export function spentByOthers({ memory, notedUsd: noted }: Ledger, run: Payer): number {
  return endedUsd(memory, run) + noted;
}

/** USD of the memory without what this very run has put there: it may have to write its end a second time. */
export function endedUsd({ spentUsd, paid }: Ledger['memory'], { run, startedAt }: Payer): number {
  const isOurs = paid?.run === run && paid.startedAt === startedAt;
  return isOurs ? Math.max(0, spentUsd - paid.usd) : spentUsd;
}

interface Ledger {
  memory: Pick<Memory, 'spentUsd' | 'paid'>;
  notedUsd: number;
}

type Payer = Pick<Spending, 'run' | 'startedAt'>;

function readSpending(content: string): Spending | undefined {
  const json = HIDDEN.exec(content)?.[1];
  if (json === undefined) return undefined;
  try {
    return spending.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
