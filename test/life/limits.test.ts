import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingFate } from '../../src/steps/record/finding-record';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import { trackingComment } from '../../src/steps/record/tracking-comment';
import type { FileFate } from '../../src/steps/scope/file-fate';
import { readMemory, withMemory } from '../../src/steps/threads/memory-text';
import { withLife } from './small';

const LIMIT = 150_000;

describe('a tracking comment', () => {
  it('of a huge review stays below what the service takes, and says how much is left out', () =>
    withLife({}, async (life) => {
      const record = await life.run();
      const [finding] = record.findings;
      assert.ok(finding);
      const words = '@<&#!$'.repeat(100);
      const findings = Array.from(
        { length: 2000 },
        (_, index): FindingFate => ({ ...finding, key: `${index}`, title: words, reason: words, fate: 'listed' }),
      );
      const files = Array.from({ length: 5000 }, (_, index): FileFate => {
        return { path: `src/${index}/${'long '.repeat(40)}.ts`, state: 'skipped', added: 1, removed: 1, reason: words };
      });
      const setAside = findings.map(({ key, path, title, severity }) => {
        return { key, path, title, severity, fate: 'rescinded' as const, reason: words.repeat(20) };
      });
      const notes = findings.map(() => words);
      const huge: ReviewRecord = {
        ...record,
        findings,
        files,
        setAside,
        notes,
        problems: notes,
        summary: words.repeat(99),
      };
      const stored = readFileSync(join(__dirname, '..', 'fixtures', 'memory', 'version-1.md'), 'utf8');
      const seal = { key: null, repositoryId: '', pullRequestId: 1, name: 'review' };
      const memory = readMemory(stored, seal)?.memory;
      assert.ok(memory);
      const content = withMemory(trackingComment(huge), memory, seal);
      assert.ok(content.length < LIMIT, `${content.length}`);
      assert.match(content, /more, in the report/);
      assert.equal(readMemory(content, seal)?.memory.spentUsd, 0.016);
    }));
});
