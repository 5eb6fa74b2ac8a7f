import * as alarms from './alarms';
import * as anchors from './anchors';
import * as breakEven from './break-even';
import * as controls from './controls';
import * as cost from './cost';
import * as prices from './cost-sizes';
import * as diff from './diff';
import * as exclusions from './exclusions';
import * as fix from './fix';
import * as fixReal from './fix-real';
import * as large from './large';
import * as quiet from './quiet';
import * as review from './review';
import * as secrets from './secrets';
import * as sizes from './sizes';
import * as skeletons from './skeletons';
import * as tokens from './tokens';
import * as web from './web';

/** `npm run bench -- NAME ...`: measurements that are too long for `npm test`; without a name, those of `sizes`. */
const benches: Readonly<Record<string, { run(args: string[]): Promise<void> }>> = {
  alarms,
  anchors,
  'break-even': breakEven,
  controls,
  cost,
  diff,
  exclusions,
  fix,
  'fix-real': fixReal,
  large,
  prices,
  quiet,
  review,
  secrets,
  sizes,
  skeletons: { run: skeletons.default },
  tokens,
  web,
};

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const [name = '', ...args] = given[0] === undefined || given[0].startsWith('-') ? ['sizes', ...given] : given;
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!bench) throw new Error(`Which one? npm run bench -- ${Object.keys(benches).join(' | ')}`);
  await bench.run(args);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
