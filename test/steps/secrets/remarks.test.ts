import assert from 'node:assert/strict';
import { isInRemark } from '../../../src/steps/secrets/remarks';

const VALUE = 'kJ8sL2mN9pQ4rS7tU1vW';

function isRemark(text: string): boolean {
  const start = text.indexOf(VALUE);
  return isInRemark(text, { start, end: start + VALUE.length });
}

describe('what a comment tells people', () => {
  const told = [
    'the commit VALUE is wrong',
    'See VALUE for the reason.',
    'https://docs.google.com/document/d/VALUE/edit?x=1#a',
    'Described in https://docs.google.com/document/d/VALUE/edit, page 3.',
    "NOTE: it doesn't matter that the id is VALUE, as the manual says",
  ];
  for (const line of told)
    for (const sign of ['# ', '// ', '    # '])
      it(`is ${sign}${line}`, () => assert.ok(isRemark(`x\n${sign}${line.replace('VALUE', VALUE)}\ny\n`)));

  const orders = [
    '# VALUE',
    '//DEPS a:VALUE',
    '# syntax=VALUE of the',
    '# syntax VALUE',
    '# vim: the VALUE of',
    '# foo -*- eval: (the VALUE) -*- of',
    '/// the VALUE is',
    '# define the VALUE is',
    '// eslint-disable-next-line the VALUE is',
    '# -r https://x.example/VALUE of the list',
    '# the key = VALUE',
    '# run(VALUE) of the',
    'the = VALUE  # of a',
  ];
  for (const line of orders)
    it(`is not ${line}`, () => assert.ok(!isRemark(`x\n${line.replace('VALUE', VALUE)}\ny\n`)));

  it('is nothing before C in Go', () => assert.ok(!isRemark(`// the ${VALUE} is\nimport "C"\n`)));

  it('is a line of the signature of a script, as long as that says it is', () => {
    const bytes = Buffer.concat([
      Buffer.from([0x30, 0x82, 0, 180, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0]),
      Buffer.alloc(168, 'x'),
    ]);
    const letters = bytes.toString('base64');
    const lines = (letters.match(/.{1,64}/g) ?? []).map((line) => `# ${line}`);
    lines[2] = `# ${VALUE}${(lines[2] ?? '').slice(2 + VALUE.length)}`;
    const signed = (end: string) =>
      ['# SIG # Begin signature block', ...lines, '# SIG # End signature block'].join(end) + end;
    const isLine = (text: string) => {
      const start = text.indexOf(VALUE);
      return isInRemark(text, { start, end: start + 64 });
    };
    assert.ok(isLine(signed('\n')));
    assert.ok(isLine(signed('\r\n')));
    assert.ok(!isLine(signed('\n').replace('# SIG # End', '# evil\n# SIG # End')));
  });
});
