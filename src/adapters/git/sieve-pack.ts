import { createHash } from 'node:crypto';
import { createInflate } from 'node:zlib';
import { affordable, type ObjectLimits } from './object-heads';

/** `PACK`, a version and a number. */
const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 20;

/** What stands in it may be unpacked; of a larger one the entries before are left. */
const MOST_UNPACKED = 2_147_483_648;

/** Kinds of entries that hold a difference: to one so many bytes before it, or to one of a name. */
const TO_PLACE = 6;
const TO_NAME = 7;

/** Both lengths of a difference stand in its first bytes. */
const LENGTHS_BYTES = 20;

interface Entry {
  at: number;
  kind: number;
  /** Of what it stands for, in bytes. */
  size: number;
  /** Where its difference counts from. */
  base?: number;
  /** Where its own bytes begin, behind the distance to what it counts from. */
  rest: number;
  end: number;
}

/**
 * The pack without what is larger than the limits, and without what is stored as a difference to that. Nothing of a difference is
 * applied. Of a pack that was cut off the entries before the cut are left.
 */
export async function sievePack(pack: Buffer, most: ObjectLimits): Promise<Buffer> {
  const entries = await entriesOf(pack);
  const isWithin = affordable(
    entries.map(({ size }) => size),
    most,
  );
  /** By their places in the old pack. */
  const places = new Map<number, number>();
  const pieces: Buffer[] = [];
  let at = HEADER_BYTES;
  for (const [index, entry] of entries.entries()) {
    const base = entry.base === undefined ? undefined : places.get(entry.base);
    if (!isWithin(index) || (entry.base !== undefined && base === undefined)) continue;
    const head = base === undefined ? pack.subarray(entry.at, entry.rest) : headTo(pack, entry, at - base);
    pieces.push(head, pack.subarray(entry.rest, entry.end));
    places.set(entry.at, at);
    at += head.length + entry.end - entry.rest;
  }
  const header = Buffer.from(pack.subarray(0, HEADER_BYTES));
  header.writeUInt32BE(places.size, HEADER_BYTES - 4);
  const body = Buffer.concat([header, ...pieces]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Bytes that may still be unpacked. */
interface Room {
  bytes: number;
}

async function entriesOf(pack: Buffer): Promise<Entry[]> {
  const entries: Entry[] = [];
  const count = pack.length < HEADER_BYTES ? 0 : pack.readUInt32BE(HEADER_BYTES - 4);
  const room = { bytes: MOST_UNPACKED };
  for (let at = HEADER_BYTES; entries.length < count && at < pack.length; at = entries.at(-1)?.end ?? at) {
    const entry = await entryAt(pack, at, room);
    if (entry === null) break;
    entries.push(entry);
  }
  return entries;
}

/** Null for one that does not end. */
async function entryAt(pack: Buffer, at: number, room: Room): Promise<Entry | null> {
  const head = lengthAt(pack, at, 4);
  const kind = ((pack[at] ?? 0) >> 4) & 7;
  const distance = kind === TO_PLACE ? distanceAt(pack, head.end) : undefined;
  const rest = distance?.end ?? head.end;
  const content = await inflatedFrom(pack, kind === TO_NAME ? rest + CHECKSUM_BYTES : rest, room);
  if (content === null) return null;
  const isDifference = kind === TO_PLACE || kind === TO_NAME;
  const size = isDifference ? lengthAt(content.start, lengthAt(content.start, 0, 7).end, 7).value : head.value;
  return { at, kind, size, rest, end: content.end, ...(distance && { base: at - distance.value }) };
}

/** Its first bytes, and where it ends in the pack. */
async function inflatedFrom(pack: Buffer, from: number, room: Room): Promise<{ start: Buffer; end: number } | null> {
  const inflate = createInflate();
  let start = Buffer.alloc(0);
  try {
    inflate.end(pack.subarray(from));
    for await (const chunk of inflate) {
      room.bytes -= (chunk as Buffer).length;
      if (room.bytes < 0) return null;
      if (start.length < LENGTHS_BYTES) start = Buffer.concat([start, (chunk as Buffer).subarray(0, LENGTHS_BYTES)]);
    }
    return { start, end: from + inflate.bytesWritten };
  } catch {
    return null;
  }
}

/** Seven bits to a byte, lowest first; of the first byte so many. */
function lengthAt(bytes: Buffer, from: number, firstBits: number): { value: number; end: number } {
  let byte = bytes[from] ?? 0;
  let [value, factor, at] = [byte & (2 ** firstBits - 1), 2 ** firstBits, from + 1];
  for (; byte & 128; at += 1, factor *= 128) {
    byte = bytes[at] ?? 0;
    value += (byte & 127) * factor;
  }
  return { value, end: at };
}

/** Seven bits to a byte, highest first, each further byte beginning behind the last number of one byte less. */
function distanceAt(bytes: Buffer, from: number): { value: number; end: number } {
  let [at, byte] = [from + 1, bytes[from] ?? 0];
  let value = byte & 127;
  for (; byte & 128; at += 1) {
    byte = bytes[at] ?? 0;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, end: at };
}

function headTo(pack: Buffer, entry: Entry, distance: number): Buffer {
  const bytes = [distance & 127];
  for (let left = Math.floor(distance / 128); left > 0; left = Math.floor(left / 128)) {
    left -= 1;
    bytes.unshift(128 | (left & 127));
  }
  return Buffer.concat([pack.subarray(entry.at, lengthAt(pack, entry.at, 4).end), Buffer.from(bytes)]);
}
