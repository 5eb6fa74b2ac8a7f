import assert from 'node:assert/strict';
import { createMasking } from '../../../src/steps/secrets/masking';
import { putBack } from '../../../src/steps/toolbox/put-back';
import { letters, privateKey } from './sample-secrets';

const thrown = `k${letters(22, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 'veil')}`;
const masking = () => createMasking((text) => text);

describe('what the second task is shown of files', () => {
  it('hides what only the name of the file makes a secret, and all of a key though a part is shown', () => {
    const settings = `name: shop\npassword: Winter-2031!x\n`;
    const code = `const key = \`${privateKey}\`;\n`;
    const [one, other] = [masking().file(settings, 'app.yml'), masking().file(code, 'src/key.ts')];
    assert.equal(one.text, 'name: shop\npassword: [secret: assigned-secret]\n');
    assert.equal(other.text.split('\n').length, code.split('\n').length);
    assert.match(other.text.split('\n')[9] ?? '', /^\[secret: private-key\]$/);
  });

  it('hides what is known from a file in every other text, by the same name', () => {
    const one = masking();
    const shown = one.file('password: Winter-2031!x\n', 'app.yml').text;
    assert.equal(one.text('got Winter-2031!x here'), 'got [secret: assigned-secret] here');
    assert.equal(one.signIn(shown), '[secret: assigned-secret]');
    assert.equal(one.signIn('[secret: of-nothing]'), undefined);
    assert.notEqual(one.file(`password: Autumn-2032!y\n`, 'b.yml').text, shown);
  });
});

describe('what an edit puts back', () => {
  const source = `a: 1\npassword: Winter-2031!x\ntoken: ${thrown}\nb: 2\n`;
  const masked = masking().file(source, 'app.yml');
  const edited = (change: (text: string) => string) => putBack(masked, change(masked.text));
  const [password, token] = ['[secret: assigned-secret]', '[secret: assigned-secret 2]'];

  it('is every value that the edit left alone', () => {
    assert.ok(masked.text.includes(password) && masked.text.includes(token), masked.text);
    assert.deepEqual(
      edited((text) => text),
      { text: source },
    );
    assert.deepEqual(
      edited((text) => text.replace('a: 1', 'a: 3')),
      { text: source.replace('a: 1', 'a: 3') },
    );
    assert.deepEqual(
      edited((text) => text.replace('b: 2', 'b: 2\nc: 3')),
      { text: source.replace('b: 2', 'b: 2\nc: 3') },
    );
  });

  it('is every value that the edit wrote again, wherever in the file', () => {
    assert.deepEqual(
      edited(() => `x:\n  token: ${token}\n  password: ${password}\n  again: ${password}\n`),
      { text: `x:\n  token: ${thrown}\n  password: Winter-2031!x\n  again: Winter-2031!x\n` },
    );
  });

  it('is nothing where the edit took a value out', () => {
    assert.deepEqual(
      edited((text) => text.replace(password, '$DB_PASSWORD')),
      { text: source.replace('Winter-2031!x', '$DB_PASSWORD') },
    );
  });

  it('is no value of another file', () => {
    for (const sign of ['[secret: jwt]', '[secret: assigned-secret 3]']) {
      assert.deepEqual(
        edited((text) => text.replace(password, sign)),
        {
          problem: `${sign} stands for no value of this file: a secret that you cannot see can be kept where it is or taken out, and written nowhere else.`,
        },
      );
    }
  });

  it('is a secret of several lines as a whole, or none of it', () => {
    const key = `const key = \`${privateKey}\`;\nuse(key);\n`;
    const shown = masking().file(key, 'key.ts');
    const sign = '[secret: private-key]';
    assert.deepEqual(putBack(shown, shown.text.replace('use(key)', 'use(key, 1)')), {
      text: key.replace('use(key)', 'use(key, 1)'),
    });
    const moved = `use(key);\n${shown.text.replace('use(key);\n', '').replaceAll('\n', '\n ')}`;
    assert.match((putBack(shown, moved) as { text: string }).text, /use\(key\);\nconst key = `-----BEGIN PRIVATE/);
    assert.deepEqual(putBack(shown, shown.text.replace(`${sign}\n`, '')), {
      problem: `${sign} stands for a secret of 26 lines: keep all of them or take all of them out.`,
    });
    assert.deepEqual(putBack(shown, 'gone\n'), { text: 'gone\n' });
  });
});
