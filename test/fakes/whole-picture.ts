import { createHash } from 'node:crypto';

/** A picture that is all there by its own lengths; its points are bytes that look random and are the same in every run. */
export function wholePicture(count: number, kind = 'IDAT'): Buffer {
  const start = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    start,
    part('IHDR', Buffer.alloc(13)),
    part(kind, points(count)),
    part('IEND', Buffer.alloc(0)),
  ]);
}

function part(kind: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(kind), data, Buffer.alloc(4)]);
}

function points(count: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, at) =>
    createHash('sha256').update(`point ${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, count);
}
