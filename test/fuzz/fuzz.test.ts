import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withControls } from '../hostile/write-controls';
import { properties } from './properties';

describe('made-up texts (npm run fuzz has more of them)', () => {
  for (const [name, property] of Object.entries(properties)) it(name, () => fc.assert(property, { numRuns: 200 }));
});

it('docs/security.md lists the controls as they are attacked (npm run controls)', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8');
  assert.equal(page, withControls(page));
});
