import assert from 'node:assert/strict';
import { composeBrief } from '../../../src/steps/brief/compose-brief';
import { createMasking } from '../../../src/steps/secrets/masking';
import { readFixSettings } from '../../../src/steps/settings/read-fix-settings';

const REQUEST = {
  ...{ from: 'pipeline' as const, id: 'run-1', pullRequestId: null, threadId: null, commentId: null, workItemId: null },
  ...{ verb: 'fix' as const, text: 'fix it', at: 0, by: { id: 'a', name: 'A' }, sha256: '0'.repeat(64) },
};

function told(text: string, hide: (text: string) => string): string {
  const { settings } = readFixSettings({ runMode: 'plan', request: 'fix it' });
  const materials = [{ kind: 'thread' as const, title: 'A thread', text }];
  return composeBrief({ settings, request: REQUEST, top: '/work', hide, materials }).user[0]?.text ?? '';
}

describe('material of a brief', () => {
  it('is whole where it is short, and tells what is not shown of it', () => {
    assert.match(told('short', String), /\nA thread\nshort\n/);
    const long = told('x'.repeat(50_000), String);
    assert.match(long, /\nx{40000}\n\[\.\.\. 10000 characters are not shown \.\.\.\]\n/);
    assert.match(
      told('x'.repeat(5_000_000), String),
      /\nx{40000}\n\[\.\.\. 4960000 characters are not shown \.\.\.\]\n/,
    );
  });

  it('shows no half of a secret, wherever it is cut', () => {
    const hide = (text: string) => text.replace(/<S{9000}>/g, '*');
    for (let before = 0; before < 9_000; before += 1_500) {
      const shown = told('a'.repeat(before) + `<${'S'.repeat(9_000)}>`.repeat(40), hide);
      assert.doesNotMatch(shown, /S/);
    }
  });

  it('of megabytes of what looks like secrets is made in seconds', () => {
    const begun = performance.now();
    const shown = told('password = "aB3$xY9!kLm2"\n'.repeat(200_000), createMasking((text) => text).text);
    assert.doesNotMatch(shown, /xY9/);
    assert.ok(performance.now() - begun < 15_000);
  });
});
