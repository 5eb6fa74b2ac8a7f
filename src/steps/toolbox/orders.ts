import type { HandsOrder } from '../../ports/hands';

const QUICK = 30_000;
/** Files up to this size are read whole. */
export const MOST_READ = 2_097_152;

/** Scripts of ours take every word of the model as an argument; none is ever part of a script. */
export function readOrder(path: string): HandsOrder {
  return { script: 'cat -- "$1"', words: [`./${path}`], time: QUICK, kept: MOST_READ, withErrors: false };
}

/** Exit codes of ours, by which one command tells what it met. */
export const MET = { folder: 3, nothing: 4, madeAnew: 5, large: 6 } as const;

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

/** Writes the whole of a file; tells whether it is new (exit 5), and leaves alone what is none (3): a pipe would wait for a reader. */
export function createOrder(path: string, text: string): HandsOrder {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell reads it
  const write = '{ { [ -d "${1%/*}" ] || mkdir -p -- "${1%/*}"; } && cat > "$1"; } || exit 1';
  return {
    script: `[ -e "$1" ] && ! [ -f "$1" ] && exit 3; there=; [ -f "$1" ] && there=1; ${write}; [ "$there" ] || exit 5`,
    words: [`./${path}`],
    input: text,
    time: QUICK,
  };
}

/**
 * Shows a file and waits for what is to stand there: one command, since each costs a start. `edit` gets the file's bytes and gives
 * its new text, or null where it stays as it is.
 */
export function editOrder(path: string, edit: (file: Uint8Array) => string | null): HandsOrder {
  const show = '[ -f "$1" ] && size=$(wc -c < "$1") || exit 4; echo $size; [ $size -le "$2" ] || exit 6; cat -- "$1"';
  return {
    script: `${show}; read -r go && [ "$go" = ${WRITE} ] || exit 0; cat > "$1"`,
    words: [`./${path}`, `${MOST_READ}`],
    reply(printed) {
      const shown = shownFile(printed);
      if (shown === null || shown.bytes.length < shown.size) return undefined;
      const text = edit(shown.bytes);
      return text === null ? '' : `${WRITE}\n${text}`;
    },
    ...{ time: QUICK, kept: MOST_READ + 1_024 },
  };
}

const WRITE = 'write';

/** What such a command printed: the size of the file, its bytes, and what was said after them. */
export function shownFile(printed: Uint8Array): { size: number; bytes: Uint8Array; after: Uint8Array } | null {
  const start = printed.indexOf(0x0a) + 1;
  const words = Buffer.from(printed.subarray(0, Math.max(0, start - 1))).toString('latin1');
  if (start === 0 || !/^\s*\d+$/.test(words)) return null;
  const [size, end] = [Number(words), start + Number(words)];
  return { size, bytes: printed.subarray(start, end), after: printed.subarray(end) };
}

/** The time is the run's to say: a command may be a build. */
export function bashOrder(command: string, time: number): HandsOrder {
  return { script: command, time };
}

/** Files of results up to this size are read; those of a large repository have some megabytes. */
const MOST_RESULTS = 20_480_000;

/** Files of results that an earlier run left, or that lay in the repository, would speak for a run that wrote none. */
export function findResultsOrder(): HandsOrder {
  const names = '-iname "*.xml" -o -iname "*.trx"';
  return {
    script: `find . -name .git -prune -o -type f \\( ${names} \\) -size -${MOST_RESULTS / 1_024}k -print0 | head -c 4000000`,
    time: QUICK,
    kept: 4_194_304,
    withErrors: false,
  };
}

/** The whole of one: of a file without its middle nothing could be read. */
export function resultsOrder(path: string): HandsOrder {
  return { ...readOrder(path), kept: MOST_RESULTS };
}

export function removeOrder(paths: readonly string[]): HandsOrder {
  return { script: 'rm -f -- "$@"', words: paths.map((path) => `./${path}`), time: QUICK };
}
