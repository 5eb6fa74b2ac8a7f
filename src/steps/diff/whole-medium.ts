/** Texts, profiles and thumbnails beside a picture; what has more may hold anything. */
const MOST_BESIDE = 8_192;

const PNG_DRAWS = /^(?:IHDR|PLTE|IDAT|IEND|tRNS|acTL|fcTL|fdAT)$/;
/** Lengths may be followed by a byte that makes them even, or a few that do so by four. */
const MOST_PADDING = 3;

interface Form {
  begins: RegExp;
  /** Where it ends by its own word; null where it says so nowhere, or says too much besides. */
  endOf(bytes: Buffer): number | null;
}

const FORMS: readonly Form[] = [
  { begins: /^89504e470d0a1a0a/, endOf: endOfPng },
  { begins: /^ffd8ff/, endOf: endOfJpeg },
  { begins: /^474946383[79]61/, endOf: endOfGif },
  { begins: /^52494646.{8}(?:57454250|57415645)/, endOf: (bytes) => 8 + bytes.readUInt32LE(4) },
  { begins: /^774f46(?:46|32)/, endOf: (bytes) => bytes.readUInt32BE(8) },
  { begins: /^(?:4f54544f00|0001000000)/, endOf: endOfFont },
  { begins: /^00000100/, endOf: endOfIcon },
  { begins: /^.{8}66747970/, endOf: endOfBoxes },
];

/** True for a picture, font or sound that is all there, with nothing behind its end: what else bytes hold, somebody may take out of them. */
export function isWholeMedium(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 16).toString('hex');
  const form = FORMS.find(({ begins }) => begins.test(start));
  if (form === undefined) return false;
  try {
    const end = form.endOf(bytes);
    return end !== null && end <= bytes.length + MOST_PADDING && isPadding(bytes.subarray(end));
  } catch {
    // A length leads beyond the end.
    return false;
  }
}

/** What tools put behind an end to fill up: a few bytes, or any number of the same. */
function isPadding(rest: Buffer): boolean {
  return rest.length <= MOST_PADDING || rest.every((byte) => byte === rest[0]);
}

function endOfPng(bytes: Buffer): number | null {
  let beside = 0;
  for (let at = 8; at < bytes.length; ) {
    const [length, kind] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)];
    if (!PNG_DRAWS.test(kind)) beside += length;
    if (beside > MOST_BESIDE) return null;
    at += 12 + length;
    if (kind === 'IEND') return length === 0 ? at : null;
  }
  return null;
}

/** Segments up to the first scan, whose bytes go on to the mark of the end. */
function endOfJpeg(bytes: Buffer): number | null {
  let beside = 0;
  for (let at = 2; at < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes.readUInt8(at + 1);
    if (mark === 0xff) at += 1;
    else if (mark === 0xd9) return at + 2;
    else {
      const length = bytes.readUInt16BE(at + 2);
      if (mark === 0xfe || (mark >= 0xe0 && mark <= 0xef)) beside += length;
      if (beside > 2 * MOST_BESIDE) return null;
      at += 2 + length;
      if (mark === 0xda) at = behindScan(bytes, at);
    }
  }
  return null;
}

/** The next mark that is neither a byte of the scan nor one that begins it anew. */
function behindScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && isOfScan(bytes[at + 1])) at = bytes.indexOf(0xff, at + 1);
  return at < 0 ? bytes.length : at;
}

function isOfScan(next = 0): boolean {
  return next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
}

function endOfGif(bytes: Buffer): number | null {
  const table = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let beside = 0;
  let at = 13 + table(bytes.readUInt8(10));
  const overBlocks = (from: number) => {
    let next = from;
    for (let size = bytes.readUInt8(next); size > 0; size = bytes.readUInt8(next)) next += 1 + size;
    return next + 1;
  };
  for (;;) {
    const kind = bytes.readUInt8(at);
    if (kind === 0x3b) return at + 1;
    if (kind === 0x2c) at = overBlocks(at + 11 + table(bytes.readUInt8(at + 9)));
    else if (kind === 0x21) {
      const behind = overBlocks(at + 2);
      if (bytes[at + 1] !== 0xf9) beside += behind - at;
      at = behind;
    } else return null;
    if (beside > MOST_BESIDE) return null;
  }
}

function endOfFont(bytes: Buffer): number | null {
  const ends = Array.from({ length: bytes.readUInt16BE(4) }, (_, at) => {
    const row = 12 + 16 * at;
    return bytes.readUInt32BE(row + 8) + bytes.readUInt32BE(row + 12);
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

function endOfIcon(bytes: Buffer): number | null {
  const ends = Array.from({ length: bytes.readUInt16LE(4) }, (_, at) => {
    const row = 6 + 16 * at;
    return bytes.readUInt32LE(row + 8) + bytes.readUInt32LE(row + 12);
  });
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Pictures and films of boxes; what is free to hold anything is none. */
function endOfBoxes(bytes: Buffer): number | null {
  let at = 0;
  while (at < bytes.length) {
    const [size, kind] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)];
    if (size < 8 || /^(?:free|skip|wide|uuid)$/.test(kind)) return null;
    at += size;
  }
  return at;
}
