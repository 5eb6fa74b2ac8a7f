import fc from 'fast-check';
import { properties } from './properties';

const [asked = '100000'] = process.argv.slice(2);
const CASES = Number(asked);
if (!(Number.isInteger(CASES) && CASES > 0)) {
  throw new Error(`How many cases? A whole number from 1, such as npm run fuzz -- 3000; it was "${asked}".`);
}

/** Each property gets its share of the cases; the seed of a failure is told, so that it can be run again. */
const each = Math.ceil(CASES / Object.keys(properties).length);
for (const [name, property] of Object.entries(properties)) {
  fc.assert(property, { numRuns: each });
  console.log(`${each} times: ${name}`);
}
