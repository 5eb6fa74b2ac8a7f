import assert from 'node:assert/strict';
import { forbiddenCalls } from '../../../src/adapters/process/forbidden-calls';

/** What the kernel makes of the filter for one call. */
function answerTo(machine: number, number: number): 'allowed' | 'not permitted' {
  const steps = Buffer.from(forbiddenCalls());
  let value = 0;
  for (let at = 0; at * 8 < steps.length; at++) {
    const [code, given] = [steps.readUInt16LE(at * 8), steps.readUInt32LE(at * 8 + 4)];
    if (code === 0x20) value = given === 0 ? number : machine;
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

  it('are none where the machine is another one', () => assert.equal(answerTo(0x80000016, 280), 'allowed'));
});
