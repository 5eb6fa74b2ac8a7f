import type { HandsOrder } from '../../ports/hands';

const QUICK = 30_000;
/** Files up to this size are read whole. */
export const MOST_READ = 2_097_152;

/** Scripts of ours take every word of the model as an argument; none is ever part of a script. */
export function readOrder(path: string): HandsOrder {
  return { script: 'cat -- "$1"', words: [`./${path}`], time: QUICK, kept: MOST_READ, withErrors: false };
}

/** Tells whether it is a folder (exit 3), a file (0) or neither (4), and what is in a folder. */
export function lookOrder(path: string): HandsOrder {
  const list =
    'find "$1" -mindepth 1 -maxdepth 2 -name .git -prune -o -mindepth 1 -maxdepth 2 -print | sort | head -n 400';
  return {
    script: `if [ -d "$1" ]; then ${list}; exit 3; fi; [ -f "$1" ] || exit 4`,
    words: [`./${path}`],
    time: QUICK,
  };
}

export function writeOrder(path: string, text: string): HandsOrder {
  return {
    script: 'mkdir -p -- "$(dirname -- "$1")" && cat > "$1"',
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
