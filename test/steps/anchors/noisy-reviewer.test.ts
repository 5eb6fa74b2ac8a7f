import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { changedFile, numbered } from '../scope/changes';
import { emptyReport, isNowhere, reviewNoisily, total } from './judge';
import { type Random, randomFrom } from './noise';

/** Code as people write it: most lines say something of their own, some are twins, some hardly a word. */
function codeLine(random: Random): string {
  const indent = random(5) === 0 ? '\t'.repeat(random(3)) : '  '.repeat(random(4));
  const twins = [
    '}',
    '});',
    'return null;',
    'if (failed) {',
    '',
    '} else {',
    'const result = await load(request);',
    'end',
  ];
  if (random(4) === 0) return indent + twins[random(twins.length)]!;
  const name = () =>
    ['order', 'price', 'total', 'user', 'caf\u00e9', '\ud83d\ude00s', 'index'][random(7)]! + random(1_000);
  const forms = [`const ${name()} = ${name()}.map((${name()}) => ${name()});`, `${name()}(${name()}, ${name()});`];
  return indent + [...forms, `if (${name()} > ${name()}) return ${name()};`, `// ${name()} of ${name()}`][random(4)]!;
}

function hunkAt(oldStart: number, newStart: number, random: Random) {
  const edited = Array.from({ length: 1 + random(12) }, () => ['+', '+', '+', '-', ' '][random(5)]! + codeLine(random));
  const context = () => Array.from({ length: 3 }, () => ` ${codeLine(random)}`);
  return { oldStart, newStart, ...numbered([...context(), ...edited, '+x', ...context()], oldStart, newStart) };
}

function generatedFile(index: number, random: Random): ChangedFile {
  const hunks: ReturnType<typeof hunkAt>[] = [];
  for (let left = 1 + random(5); left > 0; left -= 1) {
    const above = hunks.at(-1) ?? { oldStart: 0, oldLines: 1, newStart: 0, newLines: 1 };
    const gap = 4 + random(60);
    hunks.push(hunkAt(above.oldStart + above.oldLines + gap, above.newStart + above.newLines + gap, random));
  }
  return changedFile(`src/module${index % 7}/file${index}.ts`, [], { hunks });
}

describe('a reviewer who errs in every way, over 200 generated changes', () => {
  const random = randomFrom(20_261_121);
  const report = emptyReport();
  let elsewhere: string[] = [];
  for (let change = 0; change < 200; change += 1) {
    const files = Array.from({ length: 1 + random(3) }, (_, index) => generatedFile(change * 5 + index, random));
    reviewNoisily(files, elsewhere, random, report);
    elsewhere = files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines.map(({ text }) => text)));
  }
  const real = total(report, (kind) => !isNowhere(kind));
  const nowhere = total(report, isNowhere);

  it('speaks often enough for the shares to mean something', () => {
    for (const [kind, { samples }] of Object.entries(report)) assert.ok(samples >= 100, `${kind}: ${samples}`);
  });
  it('never gets a line that does not hold the quote', () => assert.equal(real.broken + nowhere.broken, 0));
  it('gets no line for code that is not there', () => assert.equal(nowhere.right + nowhere.wrong, 0));
  it('gets at most 0.5 % wrong lines', () => assert.ok(real.wrong <= 0.005 * real.samples, JSON.stringify(real)));
  it('gets its line whenever quote and number are right', () => {
    for (const kind of [
      'none',
      'none, 3 lines',
      'none, unchanged line',
      'indentation lost',
      'trivial line',
      'deleted line',
    ]) {
      assert.equal(report[kind]!.right, report[kind]!.samples, kind);
    }
  });
  it('seldom has to go file-level when only the number is wrong', () => {
    const { file, samples } = report['line off by 1..20']!;
    assert.ok(file <= 0.12 * samples, `${file} of ${samples}`);
  });
});
