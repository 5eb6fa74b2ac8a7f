/** Files of one language whose parser had to be stopped, after which it is not asked again. */
const MOST_STOPS = 3;
/** Milliseconds of processor time that nobody wonders at, for a file and for each kilobyte of it: real code takes a third of it or less. */
const USUAL = { file: 1, kilobyte: 3 };
/** What files may take beyond that, those of one language and all of a run: some signs without an end take a parser the square of their number. */
const MOST_BEYOND = { language: 3_000, run: 6_000 };
/** What all files of a run may take together, usual or not. */
const MOST_OF_RUN = 60_000;

/** In bytes, what the outlines of a run may hold together: thousands of files may each declare as much as one may. */
const MOST_HELD = 100_000_000;

/** What the files of a run may cost besides what each of them may: a change can bring thousands that each end just before their limit. */
export interface Patience {
  /** False where a language's parser was stopped too often, or took too long for what it read. */
  parses(language: string): boolean;
  /** True where files took too much together. */
  isOver(): boolean;
  stopped(language: string): void;
  /** Milliseconds of processor time that so many bytes took. */
  took(language: string, bytes: number, milliseconds: number): void;
  /** True where the outlines that were made hold as much as all of a run may. */
  isFull(): boolean;
  holds(bytes: number): void;
}

export function createPatience(): Patience {
  const [stops, beyond] = [new Map<string, number>(), new Map<string, number>()];
  let [all, allBeyond, held] = [0, 0, 0];
  return {
    parses: (language) =>
      (stops.get(language) ?? 0) < MOST_STOPS && (beyond.get(language) ?? 0) <= MOST_BEYOND.language,
    isOver: () => all > MOST_OF_RUN || allBeyond > MOST_BEYOND.run,
    stopped: (language) => void stops.set(language, (stops.get(language) ?? 0) + 1),
    took(language, bytes, milliseconds) {
      const more = Math.max(0, milliseconds - USUAL.file - (USUAL.kilobyte * bytes) / 1_000);
      all += milliseconds;
      allBeyond += more;
      beyond.set(language, (beyond.get(language) ?? 0) + more);
    },
    isFull: () => held > MOST_HELD,
    holds(bytes) {
      held += bytes;
    },
  };
}
