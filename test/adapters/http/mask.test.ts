import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createMask } from '../../../src/adapters/http/mask';

const KEY = ['sk', 'ant', 'k3y-0f-th1s-run-W7xQ9z'].join('-');

function masked(secret: string, text: string): string {
  const mask = createMask();
  mask.add(secret);
  const shown = mask.hide(text);
  assert.equal(mask.finds(text), shown !== text);
  return shown;
}

describe('the mask hides what a reader would put together', () => {
  const spelt: [string, string, string][] = [
    ['white space', `Key: ${[...KEY].join(' ')}, and more.`, 'Key: ***, and more.'],
    ['line feeds', `a\n${KEY.slice(0, 9)}\n${KEY.slice(9)}\nb`, 'a\n***\nb'],
    ['escapes of Markdown', `x ${KEY.replace(/-/g, '\\-')} y`, 'x *** y'],
    [
      'escapes of JSON',
      `{"a":"${[...KEY].map((one) => `\\u00${Buffer.from(one).toString('hex')}`).join('')}"}`,
      '{"a":"***"}',
    ],
    ['tags', `a <b>${KEY.slice(0, 8)}</b><i class="x">${KEY.slice(8)}</i> z`, 'a <b>***</i> z'],
    [
      'tags around letters and generics beside them',
      `Map<string, x> ${KEY.slice(0, 8)}<br/>${KEY.slice(8)}`,
      'Map<string, x> ***',
    ],
    [
      'mathematical letters',
      `${[...'k3y0fth1srunw7xq9z'].map((one) => (/\d/.test(one) ? one : String.fromCodePoint(0x1d41a + one.charCodeAt(0) - 97))).join('')}.`,
      '***.',
    ],
  ];
  for (const [what, text, shown] of spelt) it(what, () => assert.equal(masked(KEY, text), shown));
});

describe('a long key', () => {
  const long = Array.from({ length: 60 }, (_, at) => `aB${at}xY${at * 7}-`).join('');
  it('is hidden in whole, spelt otherwise, but for a few letters at its ends', () => {
    const shown = masked(long, `<${[...long].join(' ')}>`);
    assert.ok(shown.includes('***') && shown.length < 24, shown);
  });

  it('and in each part of it that is longer than a piece', () => {
    for (let at = 0; at + 24 < long.length; at += 5) {
      const part = [...long.slice(at, at + 24)].join(' ');
      assert.match(masked(long, part), /\*\*\*/, part);
    }
  });
});

describe('secrets of megabytes, as an earlier step may make them', () => {
  const thrown = (seed: number, length: number) =>
    Array.from({ length: Math.ceil(length / 64) }, (_, at) =>
      createHash('sha512').update(`${seed} ${at}`).digest('base64').slice(0, 64),
    )
      .join('')
      .slice(0, length);

  it('are found in any part, as they are and in base64, and no text is compared with all of them', () => {
    const mask = createMask();
    mask.add(KEY);
    const long = Array.from({ length: 6 }, (_, at) => thrown(at, 60_000));
    const before = process.cpuUsage();
    for (const secret of [...long, ...Array.from({ length: 1_500 }, (_, at) => thrown(at + 9, 60))]) mask.add(secret);
    for (const secret of [...long, thrown(1_000, 60)]) {
      const part = secret.slice(20, 50);
      assert.equal(mask.hide(`a ${part} b`), 'a *** b');
      assert.equal(mask.hide(`a ${Buffer.from(part).toString('base64').slice(4, -4)} b`), 'a *** b');
    }
    for (let at = 0; at < 20; at++) mask.hide(`${at} const a = compute(b, 42);\n${thrown(7_000, 200)}\n`.repeat(200));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 15_000_000, `${user + system} microseconds`);
    assert.equal(mask.hide(`x ${Buffer.from(KEY).toString('hex')} y`), 'x *** y');
  });
});

describe('the mask leaves alone what is no secret', () => {
  const kept: [string, string, string][] = [
    ['a part of a phrase', 'our-second-pass-review-signing-phrase', 'Our second pass review is signed.'],
    ['fewer letters than a piece', KEY, 'The key begins with sk, then ant.'],
    [
      'other tokens of the same kind',
      ['eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJlLW9mLXRoaXMtcnVu'].join('.'),
      'Header: eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9',
    ],
    ['a short word', 'abc1', 'abc1 stays, it is too short to be told from words.'],
  ];
  for (const [what, secret, text] of kept) it(what, () => assert.equal(masked(secret, text), text));

  it('but hides a whole phrase however it is written', () => {
    assert.equal(
      masked('our-second-pass-review-signing-phrase', 'It is "Our Second Pass review signing phrase".'),
      'It is "***".',
    );
  });
});
