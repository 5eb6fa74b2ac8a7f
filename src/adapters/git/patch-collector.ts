/** How much of a patch is kept in memory, in bytes. A section is the patch of one file. */
export interface CollectorLimits {
  section: number;
  total: number;
}

/** One blob under thousands of names is a push of a few kilobytes, and each line of a patch costs many times its size later. */
const DEFAULT_LIMITS: CollectorLimits = { section: 2_097_152, total: 33_554_432 };

/** Raw entries and numstat lines never have an empty field, so two zero bytes stand only in front of the patch. */
const PATCH_MARK = Buffer.from('\0\0diff --git ');

const SECTION_MARK = Buffer.from('\ndiff --git ');

const LINE_FEED = Buffer.from('\n');

/**
 * Collects the output of `patchArguments` as it streams in. A section beyond its limit is cut there, and once the total
 * is reached further sections are left out, which their reader notices: it checks every file against the list in front.
 */
export function createPatchCollector(limits: CollectorLimits = DEFAULT_LIMITS) {
  const kept: Buffer[] = [];
  let total = 0;
  let inPatch = false;
  let section = 0;
  let isAccepted = true;
  let carried: Buffer = Buffer.alloc(0);

  function keep(bytes: Buffer): void {
    const room = !inPatch ? bytes.length : isAccepted ? Math.max(0, limits.section - section) : 0;
    section += bytes.length;
    if (room === 0) return;
    kept.push(bytes.subarray(0, room));
    total += Math.min(room, bytes.length);
  }

  function startSection(): void {
    // A line feed ends what was cut, so that the next section still begins a line.
    if (inPatch && isAccepted && section > limits.section) kept.push(LINE_FEED);
    section = 0;
    isAccepted = total < limits.total;
  }

  function add(chunk: Buffer): void {
    const bytes = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
    let done = 0;
    for (;;) {
      const mark = inPatch ? SECTION_MARK : PATCH_MARK;
      const found = bytes.indexOf(mark, done);
      if (found < 0) break;
      const cut = found + (inPatch ? 1 : 2);
      keep(bytes.subarray(done, cut));
      startSection();
      inPatch = true;
      done = cut;
    }
    // A mark may be split between two chunks.
    const safe = Math.max(done, bytes.length - PATCH_MARK.length + 1);
    keep(bytes.subarray(done, safe));
    carried = Buffer.from(bytes.subarray(safe));
  }

  return {
    add,
    /** Everything kept; to be called once, at the end. */
    result(): Buffer {
      keep(carried);
      return Buffer.concat(kept);
    },
  };
}
