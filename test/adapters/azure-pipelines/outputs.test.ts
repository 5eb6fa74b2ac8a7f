import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogWriter } from '../../../src/adapters/azure-pipelines/log-writer';
import { leaveArtifacts } from '../../../src/adapters/azure-pipelines/outputs';

describe('artifacts that cannot be left with the run', () => {
  it('are a warning each, and nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'second-pass-full-'));
    const notFolder = join(folder, 'file');
    writeFileSync(notFolder, '');
    const warnings: string[] = [];
    const writer = { masked: (text: string) => text, warn: (text: string) => void warnings.push(text) };
    const artifacts = { record: () => '{}', report: () => '<html></html>' };
    try {
      const paths = leaveArtifacts(
        writer as unknown as LogWriter,
        notFolder,
        { name: 'review', artifactName: undefined },
        artifacts,
      );
      assert.deepEqual(paths, { recordPath: '', sarifPath: '', reportPath: '' });
      assert.equal(warnings.length, 2);
      assert.match(warnings[0] ?? '', /^review\.record\.json could not be left with the run: (ENOTDIR|ENOENT)/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
