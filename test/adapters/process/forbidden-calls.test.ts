import assert from 'node:assert/strict';
import { forbiddenCalls } from '../../../src/adapters/process/forbidden-calls';

/** What the kernel makes of the filter for one call. */
function answerTo(machine: number, number: number, first = 0): 'allowed' | 'not permitted' {
  const words = new Map([
    [0, number],
    [4, machine],
    [16, first],
  ]);
  const steps = Buffer.from(forbiddenCalls());
  let value = 0;
  for (let at = 0; at * 8 < steps.length; at++) {
    const [code, given] = [steps.readUInt16LE(at * 8), steps.readUInt32LE(at * 8 + 4)];
    if (code === 0x20) value = words.get(given) ?? assert.fail('it looks elsewhere');
    else if (code === 0x54) value = (value & given) >>> 0;
    else if (code === 0x15) at += steps.readUInt8(at * 8 + (value === given ? 2 : 3));
    else if (code === 0x05) at += given;
    else if (code === 0x06) return given === 0x7fff0000 ? 'allowed' : 'not permitted';
  }
  return assert.fail('it has no end');
}

const KEYS: [machine: string, id: number, numbers: number[]][] = [
  ['x86-64', 0xc000003e, [248, 249, 250]],
  ['x32', 0xc000003e, [248, 249, 250].map((number) => number + 0x40000000)],
  ['i386', 0x40000003, [286, 287, 288]],
  ['aarch64', 0xc00000b7, [217, 218, 219]],
  ['arm', 0x40000028, [309, 310, 311]],
];

describe('calls that a sandbox forbids', () => {
  for (const [machine, id, numbers] of KEYS)
    it(`are those of the kernel's keys on ${machine}, and its neighbours are not`, () => {
      const [first = 0, , last = 0] = numbers;
      for (const number of [...numbers, 425, 426, 427]) assert.equal(answerTo(id, number), 'not permitted');
      for (const number of [0, 1, 59, first - 1, last + 1, 424, 435]) assert.equal(answerTo(id, number), 'allowed');
    });

  const Sockets: [machine: string, id: number, number: number][] = [
    ['x86-64', 0xc000003e, 41],
    ['x32', 0xc000003e, 41 + 0x40000000],
    ['i386', 0x40000003, 359],
    ['aarch64', 0xc00000b7, 198],
    ['arm', 0x40000028, 281],
  ];
  for (const [machine, id, number] of Sockets)
    it(`are those that open a socket past the namespace of the network on ${machine}`, () => {
      const open = Array.from({ length: 64 }, (_, family) => family).filter(
        (family) => answerTo(id, number, family) === 'allowed',
      );
      assert.deepEqual(open, [1, 2, 10, 16]);
    });

  it('are those of i386 whose words lie in memory', () => assert.equal(answerTo(0x40000003, 102), 'not permitted'));

  it('are none where the machine is another one', () => assert.equal(answerTo(0x80000016, 280), 'allowed'));
});
