import assert from 'node:assert/strict';
import { acceptanceOf, reasonOf, whyNotAccepted } from '../../../src/steps/threads/acceptance';

const author = { id: 'author', name: 'Mona' };
const reader = { id: 'reader', name: 'Rita' };

const reply = (id: number, content: string) => ({
  ...{ id, author: reader, content, isDeleted: false, isText: true, publishedAt: 0 },
});
const said = (content: string) => ({ replies: [reply(2, content)] });
const accepts = (content: string) => acceptanceOf(said(content), [author]) !== undefined;
const why = (content: string) => whyNotAccepted(said(content), [author]);

const DECISIONS = [
  '/accept',
  'accepted',
  'Accepted.',
  'ACCEPTED',
  '**Accepted**',
  '/Accept',
  '_accepted_',
  'accepted!',
];

const REASONS = [
  ...[
    'The list is never empty here.',
    'known, tracked in AB#1234',
    'Die Liste ist nie leer.',
    'リストは埋まっています。',
  ],
  ...[
    'See `total.ts`:\n\n```ts\nif (list.length === 0) return;\n```',
    '> The loop runs too far.\n\nThe caller pads it.',
  ],
  ...[
    '- never called with null\n- only used in tests',
    '@<8a0c1d2e-0000-4000-8000-000000000001> we know',
    '> It crashes.\n',
  ],
];

/** Replies that speak of accepting and do not plainly decide: conditions, orders, doubts, noes, jokes, mere reasons. */
const SAYINGS = [
  ...[
    'Good catch!',
    '+1 to the bot',
    '-1',
    'NACK',
    '👍',
    '.',
    ' ',
    'LGTM',
    'OK',
    'Thanks!',
    'Done',
    'Won’t fix.',
    'By design',
  ],
  ...[
    'I accept it once it is tested.',
    'Not accepted.',
    'Accepted?',
    'Accepted, unless it runs in production.',
    'Accepted 🔥',
  ],
  ...[
    'accepted...',
    'accepted /s',
    'not /accept',
    '/accept not now',
    '/accept or fix',
    '/accepting visitors',
    '/acceptable',
  ],
  ...[
    'accepted: we know',
    '/accept the caller checks it',
    'accepted by mistake',
    'Suggestion accepted.',
    'unaccepted',
    'accept',
  ],
  ...[
    'Akzeptiert.',
    'Accepté',
    '承認します',
    'Принято.',
    'I accept the risk',
    'Angenommen',
    'Accepted the suggestion.',
  ],
  ...[
    'accepted: please fix before merge',
    'accepted - with a ticket',
    'accepted (for now)',
    'accepted, hmm',
    'accepted\t-- NOT',
  ],
];

/** The decision stands in them, and not last, or not as what their writer says. */
const NOT_LAST = [
  ...[
    '/accept\nonce there are tests',
    'accepted\n\nEdit: no, I take it back',
    'accepted\n\nPlease fix it all the same.',
  ],
  ...[
    '> accepted',
    '> they wrote:\naccepted',
    '> a\n\n> b\n/accept',
    '```\naccepted\n```',
    '```\naccepted',
    '`/accept`',
  ],
  ...['<!--\n/accept', '<!-- x\n/accept -->', '<s>\naccepted', '<del>x\n/accept\n</del>', '<blockquote>\n\naccepted'],
  ...[
    '~~accepted~~',
    '"accepted"',
    '“accepted”',
    '~~not~~ accepted',
    '`not` accepted',
    '    accepted',
    '# accepted',
    '- accepted',
  ],
  ...['accepted\n<!-- not -->', 'accepted\n👎', '![x](y) accepted', 'n\u200bot accepted', 'accepted\u200b?'],
];

describe('the word of somebody who may accept', () => {
  for (const decision of DECISIONS) {
    it(`is one: ${decision}`, () => assert.ok(accepts(decision), why(decision)));
    it(`is one behind a reason: ${decision}`, () => {
      for (const reason of REASONS) assert.ok(accepts(`${reason}\n${decision}`) || />/.test(reason), reason);
      for (const reason of REASONS) assert.ok(accepts(`${reason}\n\n${decision}\n`), reason);
    });
  }

  for (const content of [...SAYINGS, ...NOT_LAST])
    it(`is none: ${JSON.stringify(content)}`, () => assert.ok(!accepts(content)));

  it('is none with anything behind it, before it on its line, or in its place', () => {
    const more = [...SAYINGS, ...REASONS].filter((one) => one.trim() !== '');
    for (const decision of DECISIONS)
      for (const words of more)
        assert.ok(
          [`${decision}\n${words}`, `${decision} ${words}`, `${words} ${decision}`].every((one) => !accepts(one)),
          words,
        );
  });

  it('is told how it would accept', () => {
    assert.equal(
      why('The list is never empty.'),
      'the last word, by Rita, does not end with a line that says “/accept” and nothing else; that would accept it',
    );
  });

  it('gives its reason before the decision, or in what was said before', () => {
    assert.equal(reasonOf(reply(2, 'We pad the list.\n\n/accept\n'), []), 'We pad the list.');
    const before = [reply(1, 'It is padded.'), { ...reply(2, 'Is it?'), author }, reply(3, '/accept')];
    assert.equal(reasonOf(reply(3, '/accept'), before), 'It is padded.');
    assert.equal(reasonOf(reply(3, '/accept'), []), '/accept');
    assert.equal(reasonOf(reply(3, 'It is a warning only.'), before), 'It is a warning only.');
  });

  it('is read in no time, however it is made', () => {
    for (const sign of [
      '`a',
      '<!--',
      '<s>',
      '```\n',
      '>\n',
      '> a\nb\n',
      ' \n',
      '\t',
      '_',
      '**',
      'accepted\n',
      '/accept ',
    ])
      accepts(sign.repeat(30_000));
  }).timeout(2000);
});
