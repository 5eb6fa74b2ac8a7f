import { parser, type Tag } from 'sax';
import { cutText } from '../../cut-text';

/** Test cases by name; a name that comes twice is numbered. */
export interface TestCases {
  /** Those that ran to an end, good or bad. */
  ran: string[];
  failed: string[];
  skipped: string[];
}

interface Case {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
}

/** Of all files together; what is larger was not written by a runner of tests. */
const MAX_CASES = 100_000;
const MAX_NAMES = 16_000_000;
const MAX_LETTERS = 64_000_000;
/** Of one file: tags within tags. */
const DEEPEST = 100;
/** Of one name; they count from here on as one that comes several times. */
const LONGEST_NAME = 2_000;

/** Reads results files in JUnit's or Visual Studio's form, one after the other: of none more than its cases is kept. */
export interface ResultsReader {
  /** False where this file, or all of them together, cannot be read: there are no results then, whatever follows. */
  add(text: string): boolean;
  /** Null where there was no file, or one that cannot be read. */
  cases(): TestCases | null;
}

export function createResultsReader(): ResultsReader {
  const room: Room = { cases: MAX_CASES, names: MAX_NAMES, letters: MAX_LETTERS };
  let all: Case[] | null = null;
  let isWhole = true;
  return {
    add(text) {
      const read = isWhole ? readCases(text, room) : null;
      isWhole = read !== null;
      all = read && [...(all ?? []), ...read];
      return isWhole;
    },
    cases: () => all && told(numbered(all)),
  };
}

function told(cases: readonly Case[]): TestCases {
  const named = (...states: Case['state'][]) =>
    cases.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  return { ran: named('passed', 'failed'), failed: named('failed'), skipped: named('skipped') };
}

/** What all files together may still hold. */
interface Room {
  cases: number;
  names: number;
  letters: number;
}

/** A strict reading without entities of its own: a document that defines some is not expanded, and one that is broken is none. */
function readCases(text: string, room: Room): Case[] | null {
  const reading = { root: '', cases: [] as Case[], suites: [] as string[], classes: new Map<string, string>() };
  const results: { name: string; id: string; state: Case['state'] }[] = [];
  let open: Case | undefined;
  let definition = '';
  let depth = 0;
  const xml = parser(true, { trim: true });
  xml.onerror = (error) => {
    throw error;
  };
  xml.onopentag = (tag) => {
    const { name, attributes } = tag as Tag;
    const of = (key: string) => attributes[key] ?? '';
    reading.root ||= name;
    depth += 1;
    if (depth > DEEPEST) throw new Error('too deep');
    if (name === 'testsuite') reading.suites.push(cutText(of('name'), LONGEST_NAME));
    if (name === 'testcase') {
      open = { name: caseName(reading.suites, of('classname'), of('name')), state: 'passed' };
      takeRoom(room, open.name);
    }
    if (open && (name === 'failure' || name === 'error')) open.state = 'failed';
    if (open && name === 'skipped') open.state = 'skipped';
    if (name === 'UnitTestResult') {
      results.push({ name: cutText(of('testName'), LONGEST_NAME), id: of('testId'), state: trxState(of('outcome')) });
      takeRoom(room, of('testName'));
    }
    if (name === 'UnitTest') definition = of('id');
    if (name === 'TestMethod') reading.classes.set(definition, of('className'));
  };
  xml.onclosetag = (name) => {
    depth -= 1;
    if (name === 'testsuite') reading.suites.pop();
    if (name !== 'testcase' || open === undefined) return;
    reading.cases.push(open);
    open = undefined;
  };
  try {
    room.letters -= text.length;
    if (room.letters < 0) return null;
    xml.write(text.replace(/^\ufeff/, '')).close();
  } catch {
    return null;
  }
  if (reading.root === 'TestRun') return results.map((result) => trxCase(result, reading.classes));
  return ['testsuites', 'testsuite'].includes(reading.root) ? reading.cases : null;
}

function takeRoom(room: Room, name: string): void {
  room.cases -= 1;
  room.names -= name.length;
  if (room.cases < 0 || room.names < 0) throw new Error('too many cases');
}

/** Put together as far as it is kept: suites within suites may have more letters than all cases. */
function caseName(suites: readonly string[], className: string, name: string): string {
  let whole = '';
  for (const [index, part] of [...suites, className].entries()) {
    if (whole.length > LONGEST_NAME) break;
    if (part !== '' && part !== suites[index - 1]) whole += `${part} > `;
  }
  return cutText(whole + name, LONGEST_NAME);
}

function trxCase(
  { name, id, state }: { name: string; id: string; state: Case['state'] },
  classes: Map<string, string>,
): Case {
  const className = (classes.get(id) ?? '').replace(/,.*$/, '');
  return { name: className === '' || name.startsWith(className) ? name : `${className}.${name}`, state };
}

function trxState(outcome: string): Case['state'] {
  if (/^passed/i.test(outcome)) return 'passed';
  return /^(?:notexecuted|inconclusive|notrunnable|pending|disconnected)$/i.test(outcome) ? 'skipped' : 'failed';
}

function numbered(cases: readonly Case[]): Case[] {
  const counts = new Map<string, number>();
  return cases.map((one) => {
    const count = (counts.get(one.name) ?? 0) + 1;
    counts.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}
