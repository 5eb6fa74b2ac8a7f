import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMask } from '../../src/adapters/http/mask';
import { isSecondPassError } from '../../src/errors';
import { readSarif } from '../../src/steps/alerts/read-sarif';
import { readPatch } from '../../src/steps/diff/read-patch';
import { findSecrets } from '../../src/steps/secrets/find-secrets';
import { withoutSecrets } from '../../src/steps/secrets/placeholders';
import { findInSecretFile } from '../../src/steps/secrets/secret-files';
import { anyText } from '../fakes/any-text';
import { certainSecrets, privateKey } from '../steps/secrets/sample-secrets';

const samples = [...Object.values(certainSecrets), { line: privateKey, value: privateKey }];
const noise = fc.oneof(anyText({ maxLength: 60 }), fc.constantFrom('\n', '\r\n', ' ', '"', "'", '{', ';'));
const texts = fc.array(fc.oneof(noise, fc.constantFrom(...samples.map(({ line }) => `\n${line}\n`))), { maxLength: 8 });

/** What must hold for every text, by name. */
export const properties: Readonly<Record<string, fc.IProperty<unknown>>> = {
  'lines stay where they are when secrets go': fc.property(texts, (pieces) => {
    const text = pieces.join('');
    assert.equal(withoutSecrets(text).split('\n').length, text.split('\n').length);
  }),
  'a secret on a line of its own is found among anything': fc.property(
    noise,
    fc.constantFrom(...samples),
    noise,
    (before, { line, value }, after) => {
      assert.ok(!withoutSecrets(`${before}\n${line}\n${after}`).includes(value));
    },
  ),
  'finds are in order and apart': fc.property(texts, (pieces) => {
    for (const find of [findSecrets, findInSecretFile]) {
      const found = find(pieces.join(''));
      for (const [at, { start, end }] of found.entries()) assert.ok(start < end && start >= (found[at - 1]?.end ?? 0));
    }
  }),
  'nothing of a known secret is left': fc.property(
    fc.string({ minLength: 12, maxLength: 40 }).filter((text) => text.trim().length >= 12),
    noise,
    noise,
    (secret, before, after) => {
      const mask = createMask();
      mask.add(secret);
      assert.ok(!mask.hide(before + secret + after).includes(secret));
    },
  ),
  'a SARIF file of anything is read or told': fc.property(fc.oneof(noise, fc.json()), (text) => {
    readSarif(Buffer.from(text), { name: 'x.sarif' } as never);
  }),
  'a patch of anything is read or refused': fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    try {
      readPatch(bytes);
    } catch (error) {
      assert.ok(isSecondPassError(error), String(error));
    }
  }),
};
