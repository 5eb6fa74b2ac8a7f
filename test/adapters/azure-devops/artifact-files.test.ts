import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { artifactFiles } from '../../../src/adapters/azure-devops/artifact-files';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('files of an artifact', () => {
  it('are those that are asked for: nothing else that a job put beside them is unpacked', () => {
    const others = Array.from({ length: 60 }, (_, at) => [`plans/${at}.bin`, new Uint8Array(1_000)]);
    const archive = zipSync({ ...Object.fromEntries(others), 'plans/plan.json': bytes('{}'), 'plan.json': bytes('x') });
    const files = artifactFiles(archive, 'plans', ['plan.json', 'change.patch']);
    assert.deepEqual([...files], [['plan.json', bytes('{}')]]);
  });

  it('are none of more than 32 MiB, and the first of two with one name', () => {
    const archive = zipSync({ 'plans/plan.json': new Uint8Array(33_554_433), 'plans/plan.jsom': bytes('second') });
    // The archive's own names, in both places where they stand.
    const twice = Buffer.from(Buffer.from(archive).toString('latin1').replaceAll('plan.jsom', 'plan.json'), 'latin1');
    assert.deepEqual([...artifactFiles(twice, 'plans', ['plan.json'])], []);
  });

  it('are none of what is no archive', () => {
    assert.equal(artifactFiles(bytes('no archive'), 'plans', ['plan.json']).size, 0);
  });
});
