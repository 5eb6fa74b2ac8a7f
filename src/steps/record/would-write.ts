import { grouped } from '../../grouped';
import type { ReviewRecord } from './review-record';
import { plural } from './status-text';

type Writes = Pick<ReviewRecord, 'runMode' | 'writes'>;

const DONE: Readonly<Record<string, string>> = {
  open: 'opened',
  update: 'updated',
  resolve: 'resolved',
  reopen: 'reopened',
  remove: 'removed',
  leave: 'left alone',
};

/** In run mode readOnly: what a run that publishes would do with the threads; empty otherwise. */
export function wouldWrite(record: Writes): string {
  if (record.runMode !== 'readOnly') return '';
  const [first, ...rest] = counted(record).filter(([operation]) => operation !== 'leave');
  const nothing = 'Nothing was written (runMode readOnly).';
  if (first === undefined) return `${nothing} There is no thread to open or to change.`;
  const others = rest.map(([operation, count]) => `, ${operation} ${count}`).join('');
  return `${nothing} This run would ${first[0]} ${plural(first[1], 'thread')}${others}.`;
}

/** The same for the log, also of a run that did it. */
export function threadsLine(record: Writes): string {
  const done = counted(record).map(([operation, count], at) =>
    [at === 0 ? plural(count, 'thread') : count, DONE[operation]].join(' '),
  );
  return wouldWrite(record) || `${done.join(', ') || 'No thread had to be opened or changed'}.`;
}

function counted({ writes }: Writes): [operation: string, count: number][] {
  return [...grouped(writes, ({ what }) => what.split(' ')[0] ?? '')].map(([name, all]) => [name, all.length]);
}
