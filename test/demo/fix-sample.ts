import { type Files, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';

/** A price that is summed by a loop, with tests; the change makes it read behind the end of its list. */
const BASE: Files = {
  'README.md': '# Prices\n\nWhat an order costs, in cents.\n',
  'package.json': '{ "name": "prices", "private": true, "scripts": { "test": "node --test" } }\n',
  'src/total.js': `'use strict';

/** Sum of all lines of an order, in cents. */
exports.total = (lines) => lines.reduce((sum, { cents, count }) => sum + cents * count, 0);
`,
  'test/total.test.js': `const test = require('node:test');
const assert = require('node:assert');
const { total } = require('../src/total');

test('an order without lines costs nothing', () => assert.equal(total([]), 0));
test('two lines are summed', () => assert.equal(total([{ cents: 250, count: 2 }, { cents: 99, count: 1 }]), 599));
`,
};

const SOURCE: Files = {
  ...BASE,
  'src/total.js': `'use strict';

/** Sum of all lines of an order, in cents; more than ten of a kind are a tenth cheaper. */
exports.total = (lines) => {
  let sum = 0;
  for (let at = 0; at <= lines.length; at += 1) {
    const { cents, count } = lines[at];
    sum += count > 10 ? Math.round(cents * count * 0.9) : cents * count;
  }
  return sum;
};
`,
};

export function createFixSample(): RepositoryOnDisk {
  return repositoryOf(BASE, SOURCE, { source: 'feature/discount', message: 'Many of a kind are cheaper' });
}

/** Names of test cases are written where the task looks for them. */
export const VALIDATION = 'node --test --test-reporter=junit --test-reporter-destination=results.xml test/';
