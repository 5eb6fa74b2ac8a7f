import { cutText } from '../../cut-text';
import { evaluates, knownData, type Run } from './known-data';

/** So long a run of letters and digits without a space or a bracket is seldom code; notebooks break pictures into lines within one string, and drawings are lines of numbers. */
const LONG_RUN =
  /(?<=(?:^|\s)(?:d|points|(?:android:)?pathData|Data)=["'])[MmLlHhVvCcSsQqTtAaZzF\d .,+-]{200,}(?=["'])|[A-Za-z0-9+/=_-]{200,}|(?:[A-Za-z0-9+/]{60,80}\\n){3,}[A-Za-z0-9+/=]{0,80}/g;
const LINE_END = /\\n/g;
/** As much of a run stays that a reader sees what it may be. */
const SHOWN = 60;

/** What the file of a line, and the other files of the change, do with texts. */
export type Surroundings = Pick<Run, 'uses' | 'usesElsewhere' | 'isForShow' | 'isForTools' | 'isHandedOn'>;

export interface WithoutData {
  text: string;
  /** Characters of what is known to be data. */
  data: number;
  /** Characters of other runs, of which nobody knows what they are. */
  unknown: number;
}

/** A line without pictures, fonts, keys and the like that are written into it as text; what may be code is told apart. */
export function withoutData(line: string, around: Surroundings): WithoutData {
  const left = { data: 0, unknown: 0 };
  let isUsed: boolean | undefined;
  // A line may hold thousands of runs, and all of them the same signs beside them.
  const isLineUsed = () => {
    isUsed ??= evaluates(line.replace(LONG_RUN, ' '));
    return isUsed;
  };
  const text = line.replace(LONG_RUN, (run, at: number) => {
    const [before, after] = [line.slice(0, at), line.slice(at + run.length)];
    if (knownData({ text: run.replace(LINE_END, ''), before, after, isLineUsed, ...around })) {
      left.data += run.length;
      return `[${run.length} characters of data]`;
    }
    const hidden = run.length - SHOWN;
    left.unknown += hidden;
    return `${cutText(run, SHOWN)}[${hidden} characters that were not read]`;
  });
  return { text, ...left };
}

/** How long a line is besides its long runs, whatever these are. */
export function lengthWithoutRuns(line: string): number {
  return withoutRuns(line).length;
}

export function withoutRuns(line: string): string {
  return line.replace(LONG_RUN, '');
}
