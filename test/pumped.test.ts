import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type PumpedStep, pumpedSteps } from './pumped-calls';

const STEPS = join(__dirname, '..', 'src', 'steps');

/** Rooms whose steps read texts of a pull request, of its threads or of a model. */
const ROOMS = ['secrets', 'alerts', 'diff', 'threads', 'anchors', 'comments', 'skeletons', 'scope', 'chunks', 'triage'];

/** What opens, joins, repeats or ends something in nearly every language. */
const SIGNS = ['"', '(', '/*', '# ', '`', '= ', 'https://a ', 'a1 '];

/** In one line, and in lines of which no two are alike. */
const SHAPES: readonly ((word: string, length: number) => string)[] = [
  (word, length) => word.repeat(Math.ceil(length / word.length)),
  (word, length) =>
    Array.from({ length: Math.ceil(length / (word.length + 5)) }, (_, at) => `${word} "a${at}"\n`).join(''),
];

/** Of a text eight times as long a linear step takes eight times as long, a quadratic one sixty times; memory that fills adds something. */
const [TIMES_AS_LONG, MOST_TIMES] = [8, 20];
/** What is suspected is given a text that is longer once more: memory that fills and code that is made quick do not go on growing, a quadratic step takes sixteen times as long. */
const [AGAIN, MOST_AGAIN] = [4, 8];
/** The shorter text may be this long where it takes no more milliseconds than there is patience; one step of lengths begins to wonder where the next has none. */
const LENGTHS = [
  { length: 1_000, patience: 2, usual: 15 },
  { length: 8_000, patience: 15, usual: 40 },
];

/** What each of two megabytes asks for many times over must not ask for all that stands before it. */
describe('no step takes more than linear time for what it reads', () => {
  for (const room of ROOMS) {
    it(room, () => {
      const steps = pumpedSteps(join(STEPS, room));
      assert.ok(steps.length > 0);
      for (const step of steps) check(step);
    });
  }

  it('and this test would see one that does', () => {
    const words = ['ab'];
    const lookingBack = { name: 'back', words, call: (text: string) => void lookBack(text) };
    assert.throws(() => check(lookingBack), /back took/);
    check({ name: 'once', words, call: (text) => void [...text].length });
  });
});

/** From every sixty-fourth letter to the first. */
function lookBack(text: string): number {
  let found = 0;
  for (let end = 0; end < text.length; end += 64) {
    for (let at = 0; at < end; at += 1) found += text.charCodeAt(at) & 1;
  }
  return found;
}

function check({ name, words, call }: PumpedStep): void {
  for (const word of [...words, ...SIGNS]) {
    for (const shape of SHAPES) {
      for (const { length, patience, usual } of LENGTHS) {
        const short = shape(word, length);
        if (timeOf(call, short) > patience) break;
        const long = shape(word, length * TIMES_AS_LONG);
        if (timeOf(call, long) < usual) continue;
        const [most, least] = [shortest(call, long), shortest(call, short)];
        if (most < usual || most < MOST_TIMES * least) continue;
        const again = shortest(call, shape(word, length * TIMES_AS_LONG * AGAIN), 2);
        const shown = `${name} took ${Math.round(most)} ms for ${long.length} letters of ${JSON.stringify(word)}, ${least} for ${short.length}, and ${Math.round(again)} for four times as many`;
        assert.ok(again < MOST_AGAIN * most, shown);
      }
    }
  }
}

/** Other programs on the machine, and memory that is cleared, make one try slow, not each of five. */
function shortest(call: PumpedStep['call'], text: string, tries = 5): number {
  return Math.min(...Array.from({ length: tries }, () => timeOf(call, text)));
}

function timeOf(call: PumpedStep['call'], text: string): number {
  const begun = process.cpuUsage();
  call(text);
  return process.cpuUsage(begun).user / 1000;
}
