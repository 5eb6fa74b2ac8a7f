import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** A megabyte of lines. */
const UNIT = Buffer.from('0123456789abcde\n'.repeat(65_536));

/** As a pack keeps lengths: seven bits to a byte, lowest first; of the first so many, below the kind. */
function length(value: number, kind?: number): Buffer {
  const bits = kind === undefined ? 7 : 4;
  const bytes = [(kind ?? 0) * 16 + (value % 2 ** bits)];
  for (let rest = Math.floor(value / 2 ** bits); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

/** A step back, highest bits first. */
function distance(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest -= 1;
    bytes.unshift(128 | (rest % 128));
  }
  return Buffer.from(bytes);
}

function blobName(pieces: readonly Buffer[]): string {
  const hash = createHash('sha1').update(`blob ${pieces.reduce((sum, piece) => sum + piece.length, 0)}\0`);
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/**
 * A pack of a text of a megabyte (`unit`), of texts that hold it so many times, each stored as a difference to it, and of small ones
 * behind them; and the names of all in git.
 */
export function hugeDifferences(huge: readonly (readonly [name: string, times: number])[], small: readonly string[]) {
  const names: Record<string, string> = { unit: blobName([UNIT]) };
  const parts: Buffer[] = [Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1')];
  let at = 12;
  const add = (...pieces: Buffer[]) => {
    parts.push(...pieces);
    at += pieces.reduce((sum, piece) => sum + piece.length, 0);
  };
  const unitAt = at;
  add(length(UNIT.length, 3), deflateSync(UNIT));
  for (const [name, times] of huge) {
    const tail = Buffer.from(`${name}\n`);
    // A copy from the beginning, of 0x100000 bytes.
    const copies = Buffer.alloc(2 * times, Buffer.from([0xc0, 0x10]));
    const size = times * UNIT.length + tail.length;
    const difference = Buffer.concat([length(UNIT.length), length(size), copies, Buffer.from([tail.length]), tail]);
    names[name] = blobName([...Array<Buffer>(times).fill(UNIT), tail]);
    add(length(difference.length, 6), distance(at - unitAt), deflateSync(difference));
  }
  for (const name of small) {
    names[name] = blobName([Buffer.from(name)]);
    add(length(name.length, 3), deflateSync(Buffer.from(name)));
  }
  parts[0]?.writeUInt32BE(1 + huge.length + small.length, 8);
  const body = Buffer.concat(parts);
  return { pack: Buffer.concat([body, createHash('sha1').update(body).digest()]), names };
}

/** Names of the objects in a pack, in its order, as git reads it. */
export async function namesIn(pack: Buffer): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  try {
    writeFileSync(join(folder, 'one.pack'), pack);
    const environment = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: join(folder, 'none') };
    const git = (...words: string[]) =>
      execFileSync('git', words, { cwd: folder, env: environment, encoding: 'utf8', stdio: 'pipe' });
    git('index-pack', 'one.pack');
    const index = readdirSync(folder).filter((name) => name.endsWith('.idx'));
    const lines = git('verify-pack', '-v', ...index).split('\n');
    const entries = lines.map((line) => /^([0-9a-f]{40}) \w+ +\d+ \d+ (\d+)/.exec(line)?.slice(1) ?? []);
    const known = entries.flatMap(([name, place]) => (name === undefined ? [] : [{ name, place: Number(place) }]));
    return known.sort((one, other) => one.place - other.place).map(({ name }) => name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
