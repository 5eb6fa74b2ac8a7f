import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Objects that are written to a repository together, without a start of git, of which the tests would need a thousand. */
export interface GitPack {
  /** Answers with the id. */
  add(type: ObjectType, content: Buffer): string;
  /** A pack and its index, in the folder of the bare repository. */
  write(folder: string): void;
}

export type ObjectType = keyof typeof NUMBERS;

const NUMBERS = { commit: 1, tree: 2, blob: 3 } as const;
const VERSION = 2;
const HEAD_BYTES = 12;

/** The format is that of gitformat-pack(5), with an index of the first version, which needs no sums of single objects. */
export function gitPack(): GitPack {
  const parts: Buffer[] = [];
  const offsets = new Map<string, number>();
  let end = HEAD_BYTES;
  return {
    add(type, content) {
      const id = sha1(Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])).toString('hex');
      if (offsets.has(id)) return id;
      const part = Buffer.concat([sizeOf(NUMBERS[type], content.length), deflateSync(content, { level: 1 })]);
      offsets.set(id, end);
      parts.push(part);
      end += part.length;
      return id;
    },
    write(folder) {
      const pack = summed([Buffer.from('PACK'), uint32(VERSION), uint32(parts.length), ...parts]);
      const sum = pack.subarray(-20);
      const name = join(folder, 'objects', 'pack', `pack-${sum.toString('hex')}`);
      writeFileSync(`${name}.pack`, pack);
      writeFileSync(`${name}.idx`, indexOf(offsets, sum));
    },
  };
}

function indexOf(offsets: ReadonlyMap<string, number>, packSum: Buffer): Buffer {
  const sorted = [...offsets].sort(([one], [other]) => (one < other ? -1 : 1));
  const firstBytes = sorted.map(([id]) => Number.parseInt(id.slice(0, 2), 16));
  const upTo = (byte: number) => firstBytes.filter((one) => one <= byte).length;
  const fanOut = Array.from({ length: 256 }, (_, byte) => uint32(upTo(byte)));
  return summed([...fanOut, ...sorted.flatMap(([id, offset]) => [uint32(offset), Buffer.from(id, 'hex')]), packSum]);
}

/** Four bits of the size stand beside the type, the others follow in sevens, the lowest first. */
function sizeOf(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function summed(parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([content, sha1(content)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sha1(content: Buffer): Buffer {
  return createHash('sha1').update(content).digest();
}
