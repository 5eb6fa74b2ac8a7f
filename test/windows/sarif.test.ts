import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { placesOf } from '../end-to-end/shown';
import { repositoryOf } from '../fakes/repository-of';
import { sarifOf } from '../situations/reviewed';
import { bed } from './on-windows';

const FILE = 'tools/archive.py';
/** Of the working folder below its drive. */
const WORK = ['1', 's'];

describe('SARIF of earlier steps on Windows', () => {
  let stage: Stage;
  let folder: string;
  let letter: string;

  before(async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `step_${index + 1}()\n`).join('');
    stage = await openStage({
      repository: repositoryOf({ 'README.md': 'Tools.\n' }, { 'README.md': 'Tools.\n', [FILE]: lines }),
    });
    folder = mkdtempSync(join(tmpdir(), 'windows-sarif-'));
    letter = mountedAs(folder);
  });
  after(async () => {
    await stage?.close();
    unlinkSync(driveOf(letter));
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => rmSync(join(folder, ...WORK, 'out'), { recursive: true, force: true }));

  function put(path: string, report: object): void {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, JSON.stringify(report));
  }

  async function review(globs: readonly string[]): Promise<{ lines: number[]; outcome: TaskOutcome }> {
    const scene = await stage.open();
    const inputs = { sarif: globs.join('\n'), enforcedRules: 'shop.no-eval' };
    const outcome = await scene.run({ workingFolder: join(folder, ...WORK), inputs });
    const places = placesOf(scene.snapshot()).flatMap(
      (place) => new RegExp(`^/${FILE} (\\d+) `).exec(place)?.[1] ?? [],
    );
    return { lines: places.map(Number).sort((first, second) => first - second), outcome };
  }

  it('places alerts however a tool spells the path', async () => {
    const drive = letter.toUpperCase();
    const spellings = [
      'tools\\archive.py',
      '.\\tools\\archive.py',
      `file:///${drive}%3A/1/s/tools/archive.py`,
      `file:///${letter}:/1/s/tools/archive.py`,
      `${letter}:\\1\\S\\TOOLS\\Archive.PY`,
      'Tools/ARCHIVE.py',
      `\\\\?\\${drive}:\\1\\s\\tools\\archive.py`,
      `/${letter}/1/s/tools/archive.py`,
      `/mnt/${letter}/1/s/Tools/archive.py`,
      `/cygdrive/${letter}/1/s/tools/archive.py`,
    ];
    put('1/s/out/paths.sarif', sarifOf(spellings.map((uri, index) => [uri, index * 3 + 2])));
    const { lines, outcome } = await review(['out/*.sarif']);
    assert.deepEqual(
      lines,
      spellings.map((_, index) => index * 3 + 2),
      outcome.rawOutput,
    );
    assert.equal(outcome.outputVariables.verdict, 'FAIL');
  });

  it('finds files however a glob spells the folder, and tells the one that finds none', async () => {
    const drive = letter.toUpperCase();
    const globs: [glob: string, file: string][] = [
      [`${drive}:\\*.sarif`, 'any.sarif'],
      [`${drive}:\\root.json`, 'root.json'],
      [`${drive}:\\out (x86)\\*.sarif`, 'out (x86)/tool.sarif'],
      ['OUT\\*.SARIF', '1/s/out/tool.sarif'],
      ['.\\out\\deep\\**\\*.sarif', '1/s/out/deep/er/tool.sarif'],
      [`\\\\?\\${drive}:\\long\\*.sarif`, 'long/tool.sarif'],
      [`/${letter}/bash/*.sarif`, 'bash/tool.sarif'],
      [`/mnt/${letter}/wsl/*.sarif`, 'wsl/tool.sarif'],
      [`/cygdrive/${letter}/cygwin/*.sarif`, 'cygwin/tool.sarif'],
    ];
    for (const [index, [, file]] of globs.entries()) put(file, sarifOf([[FILE, index * 3 + 2]]));
    const nowhere = `${drive}:\\nowhere\\*.sarif`;
    const { lines, outcome } = await review([...globs.map(([glob]) => glob), nowhere]);
    assert.deepEqual(
      lines,
      globs.map((_, index) => index * 3 + 2),
      outcome.rawOutput,
    );
    const missed = outcome.rawOutput.match(/`sarif` "[^"]*" matched no file/g) ?? [];
    assert.deepEqual([...new Set(missed)], [`\`sarif\` ${JSON.stringify(nowhere)} matched no file`]);
  });
});

/** Gives a folder a drive of its own, so that tests on both Nodes stay out of each other's way. */
function mountedAs(folder: string): string {
  for (const letter of 'mnopqrstuvw') {
    try {
      symlinkSync(folder, driveOf(letter));
      return letter;
    } catch {
      // Another test has it.
    }
  }
  throw new Error('no drive letter is free');
}

function driveOf(letter: string): string {
  return join(bed, 'prefix', 'dosdevices', `${letter}:`);
}
