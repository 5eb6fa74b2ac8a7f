import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What has to hold of the second task, case by case, and where the test of it stands: a file, and words of its title or of its row. */
const CASES: Readonly<Record<string, readonly [what: string, file: string, words: string][]>> = {
  'honest life': [
    ['a finding is fixed in a few turns', 'fix/honest-life', 'plans a fix with its evidence'],
    ['old text is not found, then right', 'work/work', 'planned: old text not found, then right'],
    ['the log of a failed build is read', 'fix/several-findings', 'about the failed build is told the end of its log'],
    ['the log of a failed build is fixed', 'fix/rounds', 'the log of a validation that fails comes back'],
    ['from a work item to a pull request', 'fix/work-item', 'becomes a draft pull request that is linked with it'],
    ['a reply continues the branch', 'fix/sessions', 'a reply goes on with the branch'],
    [
      'retry goes on, and begins anew where somebody else pushed',
      'fix/retry',
      'begins a new branch where somebody else',
    ],
    ['answer', 'fix/honest-life', 'answers a question and changes nothing'],
    [
      'a run from the menu, asked by who queued it',
      'web/menu',
      'writes the comment and queues the run, both as the person',
    ],
    ['who queued the run, where nobody is listed', 'fix/gate', 'who queued the run where nobody is listed'],
    ['sweep finds a lost request', 'fix/whole-life', 'sweep answers the request whose event was lost'],
    ['on the pages, by two people', 'browser/fix', 'an approver approves there, and the change is written'],
  ],
  gate: [
    ['forged author', 'fix/gate', 'a person who took the name of the group'],
    ['forged link: another host', 'fix/gate', "'another host'"],
    ['forged link: a way up', 'fix/gate', "'a way up in disguise'"],
    ['forged event', 'fix/from-an-event', 'but a forged one comes to nothing'],
    ['payload with a secret', 'fix/gate', "'a secret that the agent put in'"],
    ['payload with a command of the agent', 'fix/gate', "'a command of the agent'"],
    ['payload with quotes', 'fix/gate', "'quotes and line breaks'"],
    ['edited after the event', 'fix/from-an-event', 'an edited request is told so, once'],
    ['not in the group', 'fix/gate', "'who is in no group'"],
    ['membership cannot be looked up', 'fix/gate', "'when membership cannot be looked up'"],
    [
      'event three times, two builds at once',
      'fix/gate',
      'one of two builds that come at once, and an event that comes three times',
    ],
    ['the bot answers itself', 'fix/gate', "'a comment of our own'"],
    ['fork', 'fix/gate', 'a pull request of a fork'],
    ['deleted comment', 'fix/gate', "'a comment that was deleted'"],
  ],
  workshop: [
    ['prints the environment', 'adapters/bubblewrap/bubblewrap', 'has an environment of three names'],
    ['prints /proc', 'adapters/bubblewrap/bubblewrap', "'the environment of any process'"],
    ['prints home and the files of others', 'adapters/bubblewrap/bubblewrap', "'the home of any user'"],
    ['descriptors of the agent', 'adapters/bubblewrap/bubblewrap', 'none that the agent was left open'],
    [
      'direct, DNS, loopback, metadata, gateway',
      'adapters/bubblewrap/bubblewrap',
      'direct, loopback, metadata address',
    ],
    [
      'proxy: unlisted host, address literal',
      'adapters/bubblewrap/bubblewrap',
      'lets listed names through and tells of the others',
    ],
    ['proxy: the name in the handshake', 'adapters/egress/proxy', 'a second hello that names another host'],
    ['proxy: addresses of inner networks', 'adapters/egress/addresses', 'is not reached'],
    ['proxy: after the set-up', 'adapters/bubblewrap/bubblewrap', 'has still no other way, and no way afterwards'],
    ['fork bomb', 'adapters/bubblewrap/bubblewrap', "'a fork bomb'"],
    ['a file of five gigabytes', 'adapters/bubblewrap/bubblewrap', 'ends a file of five gigabytes'],
    ['endless output', 'adapters/bubblewrap/bubblewrap', "'endless output'"],
    [
      'a child that writes after the end',
      'adapters/bubblewrap/bubblewrap',
      'a child in a session of its own writes nothing',
    ],
    ['reads hidden paths', 'work/work', 'cat config/server.pem'],
    ['the same behind Docker', 'adapters/docker/docker', 'holds nothing of'],
  ],
  candidate: [
    ['the hostile scripts', 'work/hostile-results', "'a nested repository with a command in its settings'"],
    ['submodule', 'work/hostile-results', "'a submodule by hand'"],
    ['LFS swap', 'work/hostile-results', "'a pointer swapped for another'"],
    ['other line ends everywhere', 'work/hostile-results', "'other line ends everywhere'"],
    ['rename into a protected path', 'work/hostile-results', "'a move into a protected place'"],
    ['rename by case', 'work/hostile-results', "'a move by case'"],
    ['a twin in Unicode form', 'work/hostile-results', "'a twin in Unicode form'"],
    ['ten thousand files', 'work/hostile-results', "'ten thousand files'"],
    ['a file replaced by a folder', 'work/hostile-results', "'a file that becomes a folder'"],
    ['a huge line', 'work/hostile-results', "'a huge line'"],
    ['[skip ci] and trailers forged in the summary', 'fix/writes', 'forge no trailer and switch nothing'],
  ],
  look: [
    ['new alerts of Semgrep are shown first', 'fix/scanned', 'stands at the top of the plan where it is new'],
    ['and by the tool itself', 'fix/scanned', 'looks at a change through the packaged task'],
  ],
  'gamed proof': [
    ['test deleted', 'work/hostile-results', "'a deleted test'"],
    ['test weakened', 'work/hostile-results', "'a weakened test'"],
    ['test skipped', 'steps/candidate/judge', "'a skipped test'"],
    ['runner ended early', 'work/work', 'a runner that is ended early'],
    ['only with a left-behind file', 'work/work', 'passes only with a file that is left behind'],
    ['special-cased values are shown', 'work/work', 'special-cased values are not caught'],
  ],
  'injected model': [
    ['obeys as far as its tools let it', 'work/work', 'nothing leaves: no key, no remote, no network'],
    ['pushes nowhere else', 'fix/own-branches-only', 'no refspec leaves the prefix'],
  ],
  'plan to apply': [
    ['patch swapped', 'fix/plan-to-apply', "'a patch that was swapped'"],
    ['hash swapped', 'fix/plan-to-apply', "'a hash that was swapped'"],
    ['artifact of another build', 'fix/plan-to-apply', "'a plan of another run'"],
    ['no approval', 'fix/plan-to-apply', "'no approval'"],
    ['approval before the plan', 'fix/plan-to-apply', "'an approval before the plan'"],
    [
      'approval before the plan, with the clock of the agent off',
      'fix/clocks',
      'an approval counts when it came after the plan',
    ],
    ['by the requester under notRequester', 'fix/plan-to-apply', "'an approval by the requester'"],
    ['comment changed in between', 'fix/plan-to-apply', "'a comment that was edited'"],
    ['work item changed in between', 'fix/work-item', 'says something else by now'],
    ['policy changed in between', 'fix/policy', 'is read again before apply writes'],
    ['base moved', 'fix/plan-to-apply', "'a base that moved'"],
    ['branch taken', 'fix/plan-to-apply', "'a branch that somebody took'"],
    ['second apply of the same plan', 'fix/plan-to-apply', 'a second time nothing'],
  ],
  writes: [
    ['401', 'fix/writes', "'POST', PUSH, 401"],
    ['403', 'fix/writes', "'POST', PUSH, 403"],
    ['409', 'fix/writes', '409'],
    ['500', 'fix/writes', "'a push that meets a 500'"],
    ['cut off', 'fix/writes', "'a pull request whose answer is cut off'"],
    ['lost answers are read back', 'fix/writes', "'a push whose answer is lost'"],
    ['policy refuses the push', 'fix/writes', 'a policy that refuses the push is named'],
    ['branch permission refuses', 'fix/writes', 'a right that the branch lacks after it was looked at'],
    ['lease lost', 'fix/writes', 'taken while the push is under way'],
    ['pull request exists', 'fix/writes', 'open already is taken, not opened again'],
  ],
  'money and time': [
    ['budget hit between and inside calls', 'work/work', 'stops before a call that could pass the cap'],
    ["day's budget over two runs", 'fix/work-item', 'finds the money of the day spent by the run before'],
    ["day's budget over two runs at once", 'fix/day-budget', 'is kept by runs that begin at the same moment'],
    ['stop', 'fix/watched', "'a person says stop'"],
    ['stop, from the set-up to the proof', 'fix/watched', 'ends when a person says stop'],
    ['a session counts what it paid in vain', 'fix/retry', 'counts what a session has paid for in vain'],
    ['cancel within seven seconds', 'fix/honest-life', 'within seven seconds'],
    ['cancel in every phase', 'fix/cancelled', 'while it plans, at'],
    ['deadline in validation', 'work/work', 'at the deadline in the middle of a validation'],
    ['same failure thrice', 'work/work', 'ends at the same failure three times'],
  ],
  texts: [
    ['mentions, numbers, html, links, fences, KaTeX', 'fix/writes', 'words of the model mention nobody, link nothing'],
    ['branch slug and commit', 'fix/own-branches-only', 'no title adds a line, a switch or a trailer'],
    ['secrets in output of tools', 'work/work', 'secrets in output are never in a prompt, a log or an artifact'],
  ],
  property: [
    ['random calls and random trees', 'fix/random', 'are refused, or what is pushed is what was shown'],
    ['turns come to an end', 'steps/turns/turns', 'always come to an end, whatever happens'],
  ],
  results: [
    ['every row of the results table', 'steps/verdict/fix-results', 'have the result and the outcome'],
    ['not for us', 'fix/gate', 'says nothing to'],
    ['not authorised, edited, too old, budget', 'fix/gate', 'answers once:'],
    ['planned, applied', 'fix/whole-life', 'a comment becomes a plan, an approval lets it pass'],
    ['nothing to do, gave up', 'work/work', 'given up, nothing to do, answered'],
    ['not proven', 'work/work', 'not proven: handed over although it fails'],
    ['not proven: apply', 'fix/plan-to-apply', "'a plan that is not proven'"],
    ['a check fails', 'work/work', 'refused by a rule, with rule and path and no plan'],
    ['set-up, baseline', 'work/work', 'a baseline that cannot run, a set-up that fails'],
    ['provider', 'work/work', 'a failure ends the run with its reason and the cost so far'],
    ['stopped with a proven plan', 'work/work', 'keeps a proven plan when turns run out'],
    ['approval refused or timed out', 'fix/whole-life', 'closes a plan that came to nothing'],
    ['rights differ', 'fix/plan-to-apply', "'rights that are too wide'"],
  ],
  revocation: [
    ['the hook is disabled', 'fix/revoked', 'from a service hook that somebody disabled'],
    ['the pipeline is disabled', 'fix/revoked', 'in a pipeline that somebody disabled'],
    ['a connection is disabled', 'fix/revoked', 'a connection that the server does not hand over'],
    ['the key of the model is revoked', 'fix/revoked', 'a key that its issuer revoked'],
    ['the token of the bot is revoked', 'fix/plan-to-apply', 'names the token of the bot that was revoked'],
    ['a person is taken out of requesters', 'fix/gate', "'who is in no group'"],
    ['the switch', 'fix/plan-to-apply', "'a switch that is off'"],
    ['the switch of the policy', 'fix/policy', 'is read again before autonomous writes'],
  ],
  measures: [
    ['gate below two seconds of its own', 'fix/gate', 'in under two seconds of its own'],
    ['one sandbox for a call', 'work/run-call', 'starts one sandbox'],
    ['the cache outlives a long validation', 'work/work', 'what was said before it is still in the cache'],
    ['nine tenths read from the cache', 'work/work', 'at least nine tenths of its input from the cache'],
  ],
};

describe('every case of the second task has its test', () => {
  for (const [group, cases] of Object.entries(CASES)) {
    it(group, () => {
      const missing = cases.filter(([, file, words]) => !textOf(file).includes(words));
      assert.deepEqual(missing, []);
    });
  }
});

function textOf(file: string): string {
  return readFileSync(join(__dirname, '..', `${file}.test.ts`), 'utf8');
}
