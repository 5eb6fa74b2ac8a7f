import assert from 'node:assert/strict';
import { createMask } from '../../../src/adapters/http/mask';
import { createOutboundGuard } from '../../../src/wiring/outbound-guard';
import { JOB_TOKEN, openStage } from '../../demo/stage';
import { DEFAULT_KEY } from '../../emulators/claude/server';
import { smallChange } from '../../end-to-end/small-change';
import { keptLog } from '../../fakes/world';
import type { Attack, Control } from '../attack';
import { ECHO, packaged } from '../packaged-life';
import { withScene } from '../scene';

const KEY = ['sk', 'ant', 'k3y-0f-th1s-run-W7xQ9z'].join('-');
/** Markdown escapes every line under a letter, so that what is posted is not what was said. */
const UNDERSCORES = ['Ab3', 'dE9', 'GhI', 'jK7', 'mNo', 'pQ2', 'sTu', 'vW8'].join('_');

const base64 = (value: string) => Buffer.from(value).toString('base64');
const hex = (value: string) => Buffer.from(value).toString('hex');
const pieces = (value: string, length: number, between: string) =>
  (value.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(between);
const codes = (value: string, write: (code: string) => string) =>
  [...value].map((letter) => write(hex(letter))).join('');

/** How a person would still read it. */
const SPELT: Readonly<Record<string, (value: string) => string>> = {
  'with a sign of no width between its letters': (value) => pieces(value, 1, '\u200b'),
  'with soft hyphens': (value) => pieces(value, 5, '\u00ad'),
  'with white space between its letters': (value) => pieces(value, 1, ' '),
  'in pieces of eleven': (value) => pieces(value, 11, ' '),
  'over several lines': (value) => pieces(value, 7, '\n'),
  'over the rows of a table': (value) => pieces(value, 6, ' |\n| '),
  'in pieces of code': (value) => pieces(value, 6, '``'),
  'in bold pieces': (value) => pieces(value, 6, '**'),
  'with tags in between': (value) => pieces(value, 6, '<b></b>'),
  'with comments in between': (value) => pieces(value, 6, '<!-- -->'),
  'with a backslash before every line': (value) => value.replace(/[_-]/g, '\\$&'),
  'in capital letters': (value) => value.toUpperCase(),
  'in wide letters': (value) => [...value].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join(''),
  'in codes of an address': (value) => codes(value, (code) => `%${code}`),
  'in codes of a string': (value) => codes(value, (code) => `\\x${code}`),
  'in codes of another string': (value) => codes(value, (code) => `\\u00${code}`),
  'in codes of a page': (value) => codes(value, (code) => `&#x${code};`),
  'in hexadecimal digits with white space': (value) => pieces(hex(value), 2, ' '),
  'in base64 over several lines': (value) => pieces(base64(value), 10, '\n'),
  'in base64 backwards': (value) => [...base64(value)].reverse().join(''),
  'in base64 of two bytes a letter': (value) => Buffer.from(value, 'utf16le').toString('base64'),
  'in base64 twice': (value) => base64(base64(value)),
  'in decimal codes': (value) => [...Buffer.from(value)].join(', '),
  'in octal codes': (value) => [...Buffer.from(value)].map((code) => `\\${code.toString(8)}`).join(''),
  'with each letter thirteen further': (value) =>
    value.replace(/[a-z]/gi, (one) => String.fromCharCode(one.charCodeAt(0) + (one.toLowerCase() < 'n' ? 13 : -13))),
  'in codes of an address, twice': (value) => codes(value, (code) => `%25${code}`),
  'in letters of another script': (value) =>
    value.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'о').replaceAll('s', 'ѕ'),
  'as a list of letters': (value) => JSON.stringify([...value]),
  'in base64 of addresses': (value) => Buffer.from(value).toString('base64url'),
};

/** The model, talked into it, says the key in some disguise; or the change holds it already. */
function leavesNothing(tries: string, disguise: (value: string) => string, key = KEY): Attack {
  return {
    tries,
    must: 'it is masked in what is sent, said and posted, and told',
    through: 'review',
    run: () =>
      withScene(
        { source: { 'src/a.ts': `export const a = 1;\nlog('${disguise(key).replaceAll("'", '')}');\n` } },
        async (scene) => {
          const mask = createMask();
          mask.add(key);
          const guard = createOutboundGuard(mask, keptLog());
          const value = disguise(key);
          scene.reviewer.knows.push({ text: 'log(', title: `It says ${value} here`, severity: 'warning' });
          const world = {
            model: guard.model(scene.reviewer),
            host: guard.host(scene.host),
            told: guard.told,
            keptFromModel: guard.keptFromModel,
          };
          const record = await scene.run({ world });
          // The record goes through the mask when it is written into files.
          const out = JSON.stringify([scene.reviewer.requests, scene.host.threads]) + mask.hide(JSON.stringify(record));
          for (const text of [value, key].flatMap((one) => [
            one,
            JSON.stringify(one).slice(1, -1),
            one.replace(/\W|_/g, '\\$&'),
          ]))
            assert.ok(!out.includes(text) && !out.replaceAll('\\', '').includes(text), 'a secret got out');
          assert.match([...record.notes, ...record.problems].join(), /A secret of this run stood in/);
        },
      ),
  };
}

/** Of a gateway, a collector or a database, as part of a longer text. */
const INNER_KEY = ['W1nter', '0f', 'th1s', 'run'].join('-');

/** What a secret variable of the job holds stands in an input, or is said by the model. */
function heldInside(tries: string, held: string, inputs: Record<string, string> = {}): Attack {
  return {
    tries,
    must: 'the key in it stands nowhere',
    through: 'package',
    async run() {
      const stage = await openStage({ repository: smallChange(), here: true });
      try {
        stage.claude.answer(({ pass }) => (pass === 'sweep' ? { summary: `The key is ${INNER_KEY}.` } : undefined));
        const { outputVariables: _, ...outcome } = await stage.run({
          inputs,
          secretVariables: { Held: held, ClaudeKey: DEFAULT_KEY },
        });
        // The agent itself is told what it has to mask.
        const output = outcome.rawOutput.replace(/^##vso\[task\.setsecret.*$/gm, '');
        const all = JSON.stringify([stage.snapshot(), output, outcome.attachments, outcome.summary]);
        assert.ok(stage.snapshot().statuses.length > 0 && !all.includes(INNER_KEY), 'a secret got out');
      } finally {
        await stage.close();
      }
    },
  };
}

/** Code of the change that an earlier step runs may call whatever it likes a secret. */
function declaredSecret(line: string): Attack {
  return {
    tries: `has an earlier step of the job call the line ${line} of the change a secret`,
    must: 'nobody read it, so the review is not whole',
    through: 'package',
    async run() {
      const stage = await openStage({ repository: smallChange({ 'src/a.js': `${line};\n` }), here: true });
      try {
        stage.claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [] } : { verdicts: [] }));
        await stage.run({ secretVariables: { Held: line, ClaudeKey: DEFAULT_KEY } });
        const [status] = stage.snapshot().statuses.slice(-1);
        assert.ok(!JSON.stringify(stage.claude.messages()).includes(line), 'it is masked');
        assert.deepEqual([status?.state, /^PARTLY REVIEWED/.test(status?.description ?? '')], ['error', true]);
      } finally {
        await stage.close();
      }
    },
  };
}

export const control: Control = {
  promise: 'What goes out, and what the model says, is compared with the secrets of the run in every disguise.',
  attacks: [
    leavesNothing('has the key said as it is', (value) => value),
    leavesNothing('has the key said in base64', (value) => Buffer.from(value).toString('base64')),
    leavesNothing('has the key said in base64 one byte later', (value) => Buffer.from(`x${value}`).toString('base64')),
    leavesNothing('has the key said in base64 two bytes later', (value) =>
      Buffer.from(`xy${value}`).toString('base64'),
    ),
    leavesNothing('has the key said in hexadecimal digits', (value) => Buffer.from(value).toString('hex')),
    leavesNothing('has the key said in capital digits', (value) => Buffer.from(value).toString('hex').toUpperCase()),
    leavesNothing('has the key said backwards', (value) => [...value].reverse().join('')),
    leavesNothing('has the key said without its beginning', (value) => value.slice(7)),
    leavesNothing('has twelve characters of the key said', (value) => value.slice(9, 21)),
    ...Object.entries(SPELT).flatMap(([how, disguise]) => [
      leavesNothing(`has the key said ${how}`, disguise),
      leavesNothing(`has a key with underscores said ${how}`, disguise, UNDERSCORES),
    ]),
    leavesNothing('has a key with underscores said as it is', (value) => value, UNDERSCORES),
    declaredSecret('child_process.execSync(process.argv[2])'),
    heldInside('has an address with a password refused', `https://shop:${INNER_KEY}@gateway.example/`, {
      endpoint: '$(Held)',
    }),
    heldInside('has an address with a key in its query refused', `https://gateway.example/?key=${INNER_KEY}`, {
      otlpEndpoint: '$(Held)',
    }),
    heldInside('has a connection string refused', `InstrumentationKey=${INNER_KEY};IngestionEndpoint=https://x`, {
      applicationInsights: '$(Held)',
    }),
    heldInside('has the password in an address said', `https://shop:${INNER_KEY}@db.example/`),
    heldInside('has the password in a connection string said', `Server=tcp:db.example,1433;Password=${INNER_KEY}`),
    heldInside('has the key in a document said', JSON.stringify({ client_id: 'shop', client_secret: INNER_KEY })),
    packaged('has the key and the job token said in base64', 'both are masked everywhere, and told', ({ first }) => {
      const { outcome, after, record } = first;
      const all = [JSON.stringify(after), outcome.rawOutput, JSON.stringify(outcome.attachments)].join();
      for (let at = 4; at + 12 < ECHO.length - 4; at += 4)
        assert.ok(!all.includes(ECHO.slice(at, at + 12)), 'a piece of a secret got out');
      assert.match(record.notes.join(), /A secret of this run stood in an answer of the model/);
    }),
    packaged('has the key said with signs of no width', 'nobody can put it together', ({ first }) => {
      const { outcome, after } = first;
      const all = [JSON.stringify(after), outcome.rawOutput, JSON.stringify(outcome.attachments)].join();
      const read = all.replace(/[\u200b\\]|&#?\w{2,6};/g, '');
      for (let at = 0; at + 16 < DEFAULT_KEY.length; at++)
        assert.ok(!read.includes(DEFAULT_KEY.slice(at, at + 16)), 'a piece of a secret got out');
    }),
    packaged('has a tool call itself by the job token', 'it is masked everywhere', ({ second }) => {
      const { outcome, after, sent } = second;
      // The agent itself is told what it has to mask.
      const output = outcome.rawOutput.replace(/^##vso\[task\.setsecret.*$/gm, '');
      const all = [JSON.stringify(after), output, JSON.stringify(outcome.attachments), sent].join();
      for (let at = 0; at + 12 < JOB_TOKEN.length; at++)
        assert.ok(!all.includes(JOB_TOKEN.slice(at, at + 12)), 'a piece of a secret got out');
    }),
  ],
};
