import { parser, type Tag } from 'sax';

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

const MAX_CASES = 100_000;

/** All cases of results files in JUnit's or Visual Studio's form; null where one of them is neither. */
export function readTestResults(files: readonly string[]): TestCases | null {
  const read = files.map(readCases);
  if (read.length === 0 || read.some((cases) => cases === null)) return null;
  const cases = numbered(read.flatMap((one) => one ?? []).slice(0, MAX_CASES));
  const named = (...states: Case['state'][]) =>
    cases.filter(({ state }) => states.includes(state)).map(({ name }) => name);
  return { ran: named('passed', 'failed'), failed: named('failed'), skipped: named('skipped') };
}

/** A strict reading without entities of its own: a document that defines some is not expanded, and one that is broken is none. */
function readCases(text: string): Case[] | null {
  const reading = { root: '', cases: [] as Case[], suites: [] as string[], classes: new Map<string, string>() };
  const results: { name: string; id: string; state: Case['state'] }[] = [];
  let open: Case | undefined;
  let definition = '';
  const xml = parser(true, { trim: true });
  xml.onerror = (error) => {
    throw error;
  };
  xml.onopentag = (tag) => {
    const { name, attributes } = tag as Tag;
    const of = (key: string) => attributes[key] ?? '';
    reading.root ||= name;
    if (name === 'testsuite') reading.suites.push(of('name'));
    if (name === 'testcase') open = { name: caseName(reading.suites, of('classname'), of('name')), state: 'passed' };
    if (open && (name === 'failure' || name === 'error')) open.state = 'failed';
    if (open && name === 'skipped') open.state = 'skipped';
    if (name === 'UnitTestResult')
      results.push({ name: of('testName'), id: of('testId'), state: trxState(of('outcome')) });
    if (name === 'UnitTest') definition = of('id');
    if (name === 'TestMethod') reading.classes.set(definition, of('className'));
  };
  xml.onclosetag = (name) => {
    if (name === 'testsuite') reading.suites.pop();
    if (name !== 'testcase' || open === undefined) return;
    reading.cases.push(open);
    open = undefined;
  };
  try {
    xml.write(text.replace(/^\ufeff/, '')).close();
  } catch {
    return null;
  }
  if (reading.root === 'TestRun') return results.map((result) => trxCase(result, reading.classes));
  return ['testsuites', 'testsuite'].includes(reading.root) ? reading.cases : null;
}

function caseName(suites: readonly string[], className: string, name: string): string {
  const parts = [...suites, className].filter((part, index, all) => part !== '' && part !== all[index - 1]);
  return [...parts, name].join(' > ');
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
