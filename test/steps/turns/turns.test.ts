import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/steps/toolbox/read-call';
import { failureSign } from '../../../src/steps/turns/failure-sign';
import { type Action, type AnswerStop, type Happening, type Limits, next, START } from '../../../src/steps/turns/turns';

const limits: Limits = { maxTurns: 10, contextTokens: 1000, hasValidation: true };
const view: Call = { tool: 'view', path: 'a' };
const finish: Call = { tool: 'finish', title: '', summary: 'Done', files: [], answers: [], elsewhere: '' };
const giveUp: Call = { tool: 'giveUp', why: 'no' };

const said = (...calls: (Call | null)[]): Happening => ({ kind: 'answered', stop: 'tools', calls, contextTokens: 100 });
const stop = (how: AnswerStop): Happening => ({ kind: 'answered', stop: how, calls: [], contextTokens: 100 });
const worked: Happening = { kind: 'worked' };
const edited: Happening = { kind: 'edited' };
const validated = (exitCode: number | null, failure = ''): Happening => ({ kind: 'validated', exitCode, failure });
const round = (...happenings: Happening[]) => [said(view), ...happenings, worked];

/** All happenings in order; the actions that followed each. */
function play(happenings: readonly Happening[], given: Partial<Limits> = {}): Action[] {
  let state = START;
  return happenings.map((happening) => {
    const step = next(state, happening, { ...limits, ...given });
    state = step.state;
    return step.action;
  });
}

describe('turns', () => {
  const last: [name: string, happenings: Happening[], action: Action | RegExp, given?: Partial<Limits>][] = [
    ['begin by asking', [{ kind: 'begun' }], { kind: 'ask' }],
    ['run what was called', [said(view)], { kind: 'run' }],
    ['ask again after the work', round(), { kind: 'ask' }],
    [
      'end by finish after a good validation',
      [...round(edited, validated(0)), said(finish)],
      { kind: 'end', why: 'finished' },
    ],
    [
      'end by finish at once where nothing can be validated',
      [said(finish)],
      { kind: 'end', why: 'finished' },
      { hasValidation: false },
    ],
    ['send a finish without validation back', [said(finish)], /nothing was validated/],
    [
      'send a finish after a later edit back',
      [...round(validated(0)), ...round(edited), said(finish)],
      /nothing was validated/,
    ],
    ['send a finish with a failing validation back', [...round(validated(1, 'x')), said(finish)], /failed/],
    ['take the second finish', [said(finish), said(finish)], { kind: 'end', why: 'finished' }],
    ['end by give_up', [said(giveUp)], { kind: 'end', why: 'gaveUp' }],
    ['run what stands before a finish', [said(view, finish)], { kind: 'run' }],
    ['end at the last turn', Array.from({ length: 10 }, () => round()).flat(), { kind: 'end', why: 'turns' }],
    ['say that turns run out', Array.from({ length: 5 }, () => round()).flat(), /5 answers are left/],
    [
      'end after three answers without a usable call',
      [said(null), worked, said(null), worked, said(null)],
      { kind: 'end', why: 'malformed' },
    ],
    [
      'count words without a call as such',
      [stop('complete'), stop('length'), stop('complete')],
      { kind: 'end', why: 'malformed' },
    ],
    ['ask once more after words without a call', [stop('complete')], /Nothing was called/],
    [
      'count them in a row alone',
      [said(null), worked, said(view), worked, said(null), worked, said(null)],
      { kind: 'run' },
    ],
    [
      'go on when one of two calls is usable',
      [said(null), worked, said(null), worked, said(null, view)],
      { kind: 'run' },
    ],
    ['ask again after a refusal', [stop('refusal')], /give_up/],
    ['end after two refusals', [stop('refusal'), said(view), worked, stop('refusal')], { kind: 'end', why: 'refused' }],
    ['end when the context is full', [stop('contextExceeded')], { kind: 'end', why: 'contextFull' }],
    [
      'tell it to finish at 60 %',
      [{ kind: 'answered', stop: 'tools', calls: [view], contextTokens: 601 }, worked],
      /come to an end/,
    ],
    ['not before', [{ kind: 'answered', stop: 'tools', calls: [view], contextTokens: 600 }, worked], { kind: 'ask' }],
    ['end at the budget', [said(view), { kind: 'broken', why: 'budget' }], { kind: 'end', why: 'budget' }],
    ['end at the deadline', [{ kind: 'broken', why: 'deadline' }], { kind: 'end', why: 'deadline' }],
    ['end when a person says stop', [said(view), { kind: 'broken', why: 'stopped' }], { kind: 'end', why: 'stopped' }],
    [
      'end at the same failure three times after edits',
      [...round(validated(1, 'x')), ...round(edited, validated(1, 'x')), ...round(edited, validated(1, 'x'))],
      { kind: 'end', why: 'sameFailure' },
    ],
    [
      'not count the same failure without an edit',
      [
        ...round(validated(1, 'x')),
        ...round(validated(1, 'x')),
        ...round(validated(1, 'x')),
        ...round(edited, validated(1, 'x')),
      ],
      { kind: 'ask' },
    ],
    [
      'begin anew at another failure',
      [
        ...round(validated(1, 'x')),
        ...round(edited, validated(1, 'x')),
        ...round(edited, validated(1, 'y')),
        ...round(edited, validated(1, 'x')),
      ],
      { kind: 'ask' },
    ],
    [
      'begin anew after a good one',
      [
        ...round(validated(1, 'x')),
        ...round(edited, validated(1, 'x')),
        ...round(edited, validated(0)),
        ...round(edited, validated(1, 'x')),
      ],
      { kind: 'ask' },
    ],
  ];
  for (const [name, happenings, action, given] of last) {
    it(name, () => {
      const got = play(happenings, given).at(-1);
      if (action instanceof RegExp) assert.match(JSON.stringify(got), action);
      else assert.deepEqual(got, action);
    });
  }

  it('always come to an end, whatever happens', () => {
    const happening = fc.oneof(
      fc.constantFrom<Happening>(
        said(view),
        said(null),
        said(finish),
        said(view, finish),
        said(giveUp),
        worked,
        edited,
      ),
      fc.constantFrom<Happening>(
        stop('complete'),
        stop('length'),
        stop('refusal'),
        validated(0),
        validated(1, 'x'),
        validated(null, 'y'),
      ),
    );
    fc.assert(
      fc.property(fc.array(happening, { minLength: 60, maxLength: 60 }), (happenings) => {
        let state = START;
        for (const one of happenings) {
          const step = next(state, one, limits);
          if (step.action.kind === 'end') return true;
          state = step.state;
          assert.ok(state.turn <= 60 && state.malformed < 3 && state.refusals < 2);
        }
        return true;
      }),
    );
  });
});

describe('the sign of a failure', () => {
  it('is the same whatever times and addresses it tells', () => {
    const one = failureSign(1, 'FAIL a.test.js (12 ms)\n at 0x7ffe12 in /tmp/x1/y\nexpected 3');
    assert.equal(one, failureSign(1, 'FAIL a.test.js (340.2 ms)\n\n at 0x1 in /tmp/zz\nexpected 4'));
  });
  it('is another for another text or code', () => {
    assert.notEqual(failureSign(1, 'a fails'), failureSign(1, 'b fails'));
    assert.notEqual(failureSign(1, 'a fails'), failureSign(2, 'a fails'));
  });
});
