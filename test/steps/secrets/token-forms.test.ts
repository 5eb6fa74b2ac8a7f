import assert from 'node:assert/strict';
import { findSecrets } from '../../../src/steps/secrets/find-secrets';
import { allForms, TOKEN_SIGNS } from '../../../src/steps/secrets/read-tokens';
import { holdsSecret } from '../../../src/steps/secrets/secret-path';
import { TOKEN_FORMS } from '../../../src/steps/secrets/token-forms';
import { letters } from './sample-secrets';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const ALPHABETS: Readonly<Record<string, string>> = {
  num: '0123456789',
  hex: '0123456789abcdef',
  HEX: '0123456789ABCDEF',
  low: `${LOWER}0123456789`,
  UP: `${UPPER}0123456789`,
  abc: LOWER,
  pad: 'AQgw',
};
const WORD = `${UPPER}${LOWER}0123456789`;

/** What somebody might be issued: the same letters in every run, as a generator throws them. */
function tokenOf(form: string, seed = form): string {
  return form.replace(/\{(\w+):(\d+)(?:-\d+)?\}/g, (whole, name, length) =>
    letters(Number(length), ALPHABETS[name] ?? WORD, `${seed} ${whole}`),
  );
}

const backwards = (text: string) => [...text].reverse().join('');
const found = (text: string) =>
  findSecrets(text).map(
    ({ start, end, rule, isCertain }) => `${isCertain ? 'certain' : 'likely'} ${rule} ${text.slice(start, end)}`,
  );

describe('tokens of a published form', () => {
  for (const [rule, forms] of Object.entries(TOKEN_FORMS)) {
    it(rule, () => {
      for (const form of forms) {
        const token = tokenOf(form);
        for (const line of [`connect("${token}");`, `TOKEN=${token}`, token, `x: ${token} # y`, `["${token}","b"]`]) {
          const seen = found(line).find((one) => one.endsWith(` ${token}`) || one.endsWith(` ${token}"`));
          assert.ok(seen?.startsWith('certain'), `${JSON.stringify(found(line))} in ${line}`);
        }
        const path = `src/${token}/a.ts`;
        assert.equal(
          holdsSecret(path),
          findSecrets(path, undefined, 'text').some(({ isCertain }) => isCertain),
          path,
        );
        const turned = backwards(token);
        assert.ok(
          found(`connect("${turned}");`).some((one) => one.startsWith('certain') && one.endsWith(turned)),
          `backwards: ${turned}`,
        );
      }
    });

    it(`what only begins like one: ${rule}`, () => {
      for (const form of forms) {
        const token = tokenOf(form);
        const cut = token.slice(0, Math.floor(token.length / 2));
        // What goes on behind a dot may be a whole one before it.
        const short = form.includes('.{') ? [] : [`${token.slice(0, -1)}\u00e9`, `${token}0`];
        // The published rules read no further than they know.
        const isOpen = /-\d+\}=?$/.test(form) || rule.endsWith('-secret');
        for (const near of [cut, ...(isOpen ? short.slice(0, 1) : short)]) {
          const seen = found(`connect("${near}");`).filter((one) => one.startsWith(`certain ${rule} `));
          assert.deepEqual(seen, [], near);
        }
      }
    });
  }

  it('that say themselves that they are samples are left to the reviewer', () => {
    for (const line of [
      `glrt-example${letters(13, WORD)}`,
      `pul-${'0123456789abcdef'.repeat(3).slice(0, 40)}`,
      `xai-${'x'.repeat(80)}`,
      `dp.pt.${'1234567890'.repeat(5).slice(0, 43)}`,
    ]) {
      assert.deepEqual(
        found(line).filter((one) => one.startsWith('certain')),
        [],
        line,
      );
    }
  });

  it('but no name, address or hash that begins so', () => {
    for (const line of [
      'cache-key-d41d8cd98f00b204e9800998ecf8427e',
      'monkey-d41d8cd98f00b204e9800998ecf8427e',
      'const patternOfTheCompany = compile(pattern);',
      'aio_registerAllOfTheHandlersHere();',
      'secret_thisIsTheNameOfAVeryLongFunctionInCode();',
      'task-d41d8cd98f00b204e9800998ecf8427e',
      'image: app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'EAAA',
      'https://discord.com/api/webhooks/ID/TOKEN',
    ]) {
      assert.deepEqual(found(line), [], line);
    }
  });

  it('are data that can be read in one way only', () => {
    for (const { rule, sign, parts } of allForms()) {
      assert.ok(sign.length >= 3, `${rule} has no sign`);
      parts.forEach((part, at) => {
        const next = parts[at + 1];
        if ('text' in part || part.fewest === part.most || next === undefined) return;
        const isFirst = (code: number) =>
          'text' in next ? next.text.charCodeAt(0) === code : next.letters[code] === 1;
        assert.ok(!part.letters.some((isOne, code) => isOne === 1 && isFirst(code)), `${rule}: two ways to read it`);
      });
    }
  });

  it('are looked for once, however often a text almost holds them', () => {
    for (const sign of TOKEN_SIGNS) {
      for (const pumped of [sign, `${sign}a1`, `${sign}${letters(30, WORD)}`]) {
        const timeOf = (size: number) => {
          const text = pumped.repeat(Math.ceil(size / pumped.length));
          const begun = process.cpuUsage();
          findSecrets(text);
          return process.cpuUsage(begun).user / 1000;
        };
        if (timeOf(4_000) < 10) continue;
        assert.ok(Math.min(timeOf(48_000), timeOf(48_000)) < 500, `${sign} is slow`);
      }
    }
  });
});
