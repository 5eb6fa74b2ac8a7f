import type { HandsOrder } from '../../ports/hands';

const QUICK = 30_000;
/** Files up to this size are read whole. */
export const MOST_READ = 2_097_152;

/** Scripts of ours take every word of the model as an argument; none is ever part of a script. */
export function readOrder(path: string): HandsOrder {
  return { script: 'cat -- "$1"', words: [`./${path}`], time: QUICK, kept: MOST_READ, withErrors: false };
}

/** Exit codes of ours, by which one command tells what it met. */
export const MET = { folder: 3, nothing: 4, madeAnew: 5 } as const;

/** The content of a file (exit 0), what is in a folder (3), or that there is neither (4): one command, since each costs a start. */
export function lookOrder(path: string): HandsOrder {
  const list =
    'find "$1" -mindepth 1 -maxdepth 2 -name .git -prune -o -mindepth 1 -maxdepth 2 -print | sort | head -n 400';
  return {
    script: `if [ -d "$1" ]; then ${list}; exit 3; fi; [ -f "$1" ] || exit 4; cat -- "$1"`,
    words: [`./${path}`],
    ...{ time: QUICK, kept: MOST_READ, withErrors: false },
  };
}

/** Writes the whole of a file; tells whether it is new (exit 5), and leaves a folder alone (3). */
export function createOrder(path: string, text: string): HandsOrder {
  const write = '{ mkdir -p -- "$(dirname -- "$1")" && cat > "$1"; } || exit 1';
  return {
    script: `[ -d "$1" ] && exit 3; there=; [ -f "$1" ] && there=1; ${write}; [ "$there" ] || exit 5`,
    words: [`./${path}`],
    input: text,
    time: QUICK,
  };
}

export function writeOrder(path: string, text: string): HandsOrder {
  return {
    script: 'cat > "$1"',
    words: [`./${path}`],
    input: text,
    time: QUICK,
  };
}

/** The time is the run's to say: a command may be a build. */
export function bashOrder(command: string, time: number): HandsOrder {
  return { script: command, time };
}

/** Files of results that an earlier run left, or that lay in the repository, would speak for a run that wrote none. */
export function findResultsOrder(): HandsOrder {
  const names = '-iname "*.xml" -o -iname "*.trx"';
  return {
    script: `find . -name .git -prune -o -type f \\( ${names} \\) -size -20000k -print0 | head -c 4000000`,
    time: QUICK,
    kept: 4_194_304,
    withErrors: false,
  };
}

export function removeOrder(paths: readonly string[]): HandsOrder {
  return { script: 'rm -f -- "$@"', words: paths.map((path) => `./${path}`), time: QUICK };
}
