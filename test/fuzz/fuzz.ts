import fc from 'fast-check';
import { properties } from './properties';

const CASES = Number(process.argv[2] ?? 100_000);

/** Each property gets its share of the cases; the seed of a failure is told, so that it can be run again. */
const each = Math.ceil(CASES / Object.keys(properties).length);
for (const [name, property] of Object.entries(properties)) {
  fc.assert(property, { numRuns: each });
  console.log(`${each} times: ${name}`);
}
