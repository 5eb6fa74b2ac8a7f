import { never, said, setUpWorkbench } from '../../work/workbench';

/** Started by a test in a process of its own, with more open than usual: tells what a command in a workshop prints. */
async function main(): Promise<void> {
  const bench = await setUpWorkbench({ 'a.txt': 'hello\n' });
  const workshop = await bench.open();
  console.log(said(await workshop.hands.run({ script: process.argv[2] ?? '', time: 20_000 }, never)));
  await bench.close();
}

void main();
