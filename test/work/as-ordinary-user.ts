import { readPlaces } from '../../src/steps/candidate/places';
import { readCandidate } from '../../src/work/read-candidate';
import { never, setUpWorkbench } from './workbench';

/** Started by a test as a user that is not root: tells what each command has changed, or why that cannot be told. */
async function main(): Promise<void> {
  const bench = await setUpWorkbench({ 'src/a.js': 'a\n', 'src/b.js': 'b\n', 'src/deep/c.js': 'c\n' });
  for (const script of process.argv.slice(2)) {
    const entries = await bench.trees.list(bench.commit);
    const workshop = await bench.workshops.open(async (at) => void (await bench.trees.lay(entries, at)), never);
    await workshop.hands.run({ script, time: 30_000 }, never);
    const given = { trees: bench.trees, base: bench.commit, laid: entries, named: new Set(['n/y.js']) };
    const told = await readCandidate(workshop, given, {
      places: readPlaces({ allowedPaths: [], protectedPaths: [], hiddenPaths: [] }),
      settings: { maxFiles: 20, maxChangedLines: 800, protectTests: true },
      ...{ findingPaths: [], elsewhere: '', hide: (text: string) => text, holdsKnownSecret: () => false },
    }).catch(String);
    const changed = typeof told === 'string' ? told : told.entries.map(({ path, mode }) => `${mode} ${path}`).join();
    console.log([process.getuid?.(), changed, ...(await workshop.destroy())].join(' '));
  }
  await bench.close();
}

void main();
