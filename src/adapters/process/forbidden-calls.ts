/**
 * What bubblewrap forbids to everything that it starts, read from its fifth descriptor: keys of the kernel belong to a session,
 * which no namespace parts from the agent's, and nothing built or scanned has use for the others. They answer "not permitted".
 */
export const FORBIDDING = ['--seccomp', '4'];

/** Numbers of the calls by the machine's name of its calls; a 64-bit kernel answers to those of its 32-bit sibling too. */
const CALLS: readonly { machine: number; numbers: readonly number[] }[] = [
  // add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd; then io_uring, which has the same numbers everywhere.
  { machine: 0xc000003e, numbers: [248, 249, 250, 298, 321, 323] },
  { machine: 0x40000003, numbers: [286, 287, 288, 336, 357, 374] },
  { machine: 0xc00000b7, numbers: [217, 218, 219, 241, 280, 282] },
  { machine: 0x40000028, numbers: [309, 310, 311, 364, 386, 388] },
];
const ANYWHERE = [425, 426, 427];

const LOAD = 0x20;
const AND = 0x54;
const IF_EQUAL = 0x15;
const JUMP = 0x05;
const ANSWER = 0x06;

const NUMBER_AT = 0;
const MACHINE_AT = 4;
/** Set in the numbers of a third set of calls that x86-64 has. */
const WITHOUT_X32 = 0xbfffffff;
const ALLOWED = 0x7fff0000;
const NOT_PERMITTED = 0x00050001;

type Step = [code: number, value: number, ifTrue?: number, ifFalse?: number];

/** The filter, as the kernel reads it: eight bytes a step, jumps counted from the step after. */
export function forbiddenCalls(): Uint8Array {
  const blocks = CALLS.map(({ machine, numbers }) => ({ machine, numbers: [...numbers, ...ANYWHERE] }));
  const length = 1 + blocks.reduce((sum, { numbers }) => sum + numbers.length + 4, 0);
  const steps: Step[] = [[LOAD, MACHINE_AT]];
  for (const { machine, numbers } of blocks) {
    steps.push([IF_EQUAL, machine, 0, numbers.length + 3], [LOAD, NUMBER_AT], [AND, WITHOUT_X32]);
    for (const number of numbers) steps.push([IF_EQUAL, number, length - steps.length, 0]);
    steps.push([JUMP, length - steps.length - 1]);
  }
  steps.push([ANSWER, ALLOWED], [ANSWER, NOT_PERMITTED]);
  const bytes = Buffer.alloc(steps.length * 8);
  for (const [at, [code, value, ifTrue = 0, ifFalse = 0]] of steps.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(ifTrue, at * 8 + 2);
    bytes.writeUInt8(ifFalse, at * 8 + 3);
    bytes.writeUInt32LE(value, at * 8 + 4);
  }
  return bytes;
}
