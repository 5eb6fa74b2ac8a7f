/**
 * What bubblewrap forbids to everything that it starts, read from its fifth descriptor: keys of the kernel belong to a session,
 * which no namespace parts from the agent's; sockets of most families reach past the namespace of the network, as those to the
 * host of a virtual machine do; and nothing built or scanned has use for the others. They answer "not permitted".
 */
export const FORBIDDING = ['--seccomp', '4'];

interface Calls {
  machine: number;
  numbers: readonly number[];
  /** Of the call that opens a socket. */
  socket: number;
}

/** Numbers of the calls by the machine's name of its calls; a 64-bit kernel answers to those of its 32-bit sibling too. */
const CALLS: readonly Calls[] = [
  // add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd; then io_uring, which has the same numbers everywhere.
  { machine: 0xc000003e, numbers: [248, 249, 250, 298, 321, 323], socket: 41 },
  // And the one call for all of sockets: what is asked of it lies in memory, where no filter sees it.
  { machine: 0x40000003, numbers: [286, 287, 288, 336, 357, 374, 102], socket: 359 },
  { machine: 0xc00000b7, numbers: [217, 218, 219, 241, 280, 282], socket: 198 },
  { machine: 0x40000028, numbers: [309, 310, 311, 364, 386, 388], socket: 281 },
];
const ANYWHERE = [425, 426, 427];

/** Those that a namespace of the network holds in: within the machine, IPv4, IPv6, and questions to the kernel about them. */
const FAMILIES = [1, 2, 10, 16];

const LOAD = 0x20;
const AND = 0x54;
const IF_EQUAL = 0x15;
const JUMP = 0x05;
const ANSWER = 0x06;

const NUMBER_AT = 0;
const MACHINE_AT = 4;
/** The lower half of the first argument. */
const FAMILY_AT = 16;
/** Set in the numbers of a third set of calls that x86-64 has. */
const WITHOUT_X32 = 0xbfffffff;
const ALLOWED = 0x7fff0000;
const NOT_PERMITTED = 0x00050001;

type Step = [code: number, value: number, ifTrue?: number, ifFalse?: number];

/** The filter, as the kernel reads it: eight bytes a step, jumps counted from the step after. */
export function forbiddenCalls(): Uint8Array {
  const blocks = CALLS.map(({ numbers, ...rest }) => ({ ...rest, numbers: [...numbers, ...ANYWHERE] }));
  const allowed = 1 + blocks.reduce((sum, { numbers }) => sum + numbers.length + 5, 0);
  const forbidden = allowed + 1;
  const family = allowed + 2;
  const steps: Step[] = [[LOAD, MACHINE_AT]];
  const to = (place: number) => place - steps.length - 1;
  for (const { machine, numbers, socket } of blocks) {
    steps.push([IF_EQUAL, machine, 0, numbers.length + 4], [LOAD, NUMBER_AT], [AND, WITHOUT_X32]);
    for (const number of numbers) steps.push([IF_EQUAL, number, to(forbidden), 0]);
    steps.push([IF_EQUAL, socket, to(family), 0]);
    steps.push([JUMP, to(allowed)]);
  }
  steps.push([ANSWER, ALLOWED], [ANSWER, NOT_PERMITTED], [LOAD, FAMILY_AT]);
  const end = family + 1 + FAMILIES.length;
  for (const one of FAMILIES) steps.push([IF_EQUAL, one, to(end + 1), 0]);
  steps.push([ANSWER, NOT_PERMITTED], [ANSWER, ALLOWED]);
  const bytes = Buffer.alloc(steps.length * 8);
  for (const [at, [code, value, ifTrue = 0, ifFalse = 0]] of steps.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(ifTrue, at * 8 + 2);
    bytes.writeUInt8(ifFalse, at * 8 + 3);
    bytes.writeUInt32LE(value, at * 8 + 4);
  }
  return bytes;
}
