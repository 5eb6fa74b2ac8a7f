/** Files of one language whose parser had to be stopped, after which it is not asked again. */
const MOST_STOPS = 3;
/** A file that takes longer is one that parsers find hard: milliseconds by the clock. */
const SLOW = 500;
/** What all of these may take together, in two threads. */
const MOST_SLOW = 60_000;

/** What all lists of a run may take together, in milliseconds: a change can bring thousands of files that each end just before they are slow. */
export interface Time {
  left: number;
}

export function timeOfRun(): Time {
  return { left: 120_000 };
}

/** What a list of files may cost besides what each of them may: a change can bring hundreds that each end at their limit. */
export interface Patience {
  /** False where a language's parser was stopped too often. */
  parses(language: string): boolean;
  /** True where the files that took long took too much together, or all files of the run. */
  isOver(): boolean;
  stopped(language: string): void;
  /** Milliseconds that one file took. */
  took(milliseconds: number): void;
}

export function createPatience(ofRun: Time): Patience {
  const stops = new Map<string, number>();
  let slow = 0;
  return {
    parses: (language) => (stops.get(language) ?? 0) < MOST_STOPS,
    isOver: () => slow > MOST_SLOW || ofRun.left < 0,
    stopped: (language) => void stops.set(language, (stops.get(language) ?? 0) + 1),
    took(milliseconds) {
      ofRun.left -= milliseconds;
      if (milliseconds > SLOW) slow += milliseconds;
    },
  };
}
