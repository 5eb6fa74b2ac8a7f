import { parseArgs } from 'node:util';
import { grouped } from '../../src/grouped';
import { findInFile } from '../../src/steps/secrets/secret-files';
import { sumOf } from '../../src/sum-of';
import { CALL_PLACES } from './secret-calls';
import { nameOf, type Place, SILENT_PLACES, TOLD_PLACES, type Written } from './secret-places';
import { chanceOf, VALUE_KINDS, type ValueKind } from './secret-values';
import { writeSection } from './write-section';

const TITLE = '## What of a secret is sent';
/** So many letters in a row are a good part of a value. */
const ROW = 8;
const WORST = 20;

/**
 * `npm run bench -- secrets`: how much of a value reaches the reviewer, for each kind of value at each place where such values stand.
 * `--value TEXT` and `--place TEXT` keep what is called so, `--show` prints what was sent.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      each: { type: 'string', default: '20' },
      value: { type: 'string', default: '' },
      place: { type: 'string', default: '' },
      worst: { type: 'string', default: String(WORST) },
      show: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const kinds = VALUE_KINDS.filter(({ name, group }) => `${group}: ${name}`.includes(values.value));
  const told = [...TOLD_PLACES, ...CALL_PLACES].map((place) => ({ place, isTold: true }));
  const silent = SILENT_PLACES.map((place) => ({ place, isTold: false }));
  const places = [...told, ...silent].filter(({ place: { group, name } }) =>
    `${group}: ${name}`.includes(values.place),
  );
  const cells = kinds.flatMap((kind) =>
    places.map(({ place, isTold }) => measured(kind, place, isTold, Number(values.each), values.show)),
  );
  const section = sectionOf(cells, Number(values.each), Number(values.worst));
  console.log(`${section}\n${matrixOf(cells)}`);
  if (values.write) writeSection(TITLE, section);
}

interface Cell {
  kind: ValueKind;
  place: Place;
  isTold: boolean;
  count: number;
  /** Of which all is sent, and of which a row of letters is. */
  whole: number;
  row: number;
}

function measured(kind: ValueKind, place: Place, isTold: boolean, each: number, isShown: boolean): Cell {
  const chance = chanceOf(`${kind.name} at ${place.group}: ${place.name}`);
  const cell: Cell = { kind, place, isTold, count: 0, whole: 0, row: 0 };
  for (let at = 0; at < each; at++) {
    const value = kind.make(chance);
    const written = place.write(value, nameOf(chance, isTold ? kind.called : 'nothing'));
    if (written === null) continue;
    const sent = sentOf(written, place.path);
    const [isWhole, isRow] = [sent.every(Boolean), longestRow(sent) >= Math.min(ROW, sent.length)];
    cell.count += 1;
    cell.whole += isWhole ? 1 : 0;
    cell.row += isRow ? 1 : 0;
    if (isShown && isRow)
      console.log(`${isWhole ? 'whole' : 'row  '} ${kind.name} | ${place.name}: ${JSON.stringify(written.text)}`);
  }
  return cell;
}

/** For each letter of a value whether the reviewer sees it. */
function sentOf({ text, letters }: Written, path: string): boolean[] {
  const found = findInFile(text, path);
  return letters.map(({ start, end }) => !found.some((one) => one.start <= start && end <= one.end));
}

function longestRow(sent: readonly boolean[]): number {
  let [longest, row] = [0, 0];
  for (const one of sent) {
    row = one ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return longest;
}

function sectionOf(cells: readonly Cell[], each: number, worst: number): string {
  const told = cells.filter(({ isTold }) => isTold);
  const silent = cells.filter(({ isTold }) => !isTold);
  const groups = [...new Set(cells.map(({ kind }) => kind.group))];
  const byValue = groups.map((group) => {
    const of = (all: readonly Cell[]) => all.filter(({ kind }) => kind.group === group);
    return `| ${[group, ...shares(of(told)), ...shares(of(silent))].join(' | ')} |`;
  });
  const places = [...new Set(told.map(({ place }) => place.group))];
  const isTyped = ({ kind }: Cell) => kind.group.startsWith('typed');
  const byPlace = places.map((group) => {
    const here = told.filter(({ place }) => place.group === group);
    const [typed, made] = [here.filter(isTyped), here.filter((cell) => !isTyped(cell))];
    return `| ${[group, ...shares(made), ...shares(typed)].join(' | ')} |`;
  });
  const values = sumOf(cells, ({ count }) => count).toLocaleString('en');
  return `\`npm run bench -- secrets --write\` replaces this section: ${values} values, the same in every run, ${each} of each of ${new Set(cells.map(({ kind }) => kind)).size} kinds at each of ${new Set(cells.map(({ place }) => place)).size} places where such values
stand; the share of which all reaches the reviewer, and of which ${ROW} letters in a row do.

| kind of value | under a name that tells: whole, % | ${ROW} letters, % | under another name: whole, % | ${ROW} letters, % |
| --- | ---: | ---: | ---: | ---: |
${byValue.join('\n')}

| place, under a name that tells | made by a program: whole, % | ${ROW} letters, % | typed: whole, % | ${ROW} letters, % |
| --- | ---: | ---: | ---: | ---: |
${byPlace.join('\n')}

Where most is sent, under a name that tells:

| kind of value | place | whole, % | ${ROW} letters, % |
| --- | --- | ---: | ---: |
${worstOf(told, worst).join('\n')}
`;
}

function worstOf(cells: readonly Cell[], count: number): string[] {
  const rowIn = (all: readonly Cell[]) => sumOf(all, ({ row }) => row) / sumOf(all, (cell) => cell.count);
  const together = [...grouped(cells, ({ kind, place }) => `${kind.group} | ${place.group}`)];
  const sorted = together.filter(([, all]) => rowIn(all) > 0).sort(([, a], [, b]) => rowIn(b) - rowIn(a));
  return sorted.slice(0, count).map(([name, all]) => `| ${[name, ...shares(all)].join(' | ')} |`);
}

/** Of which a row of letters is sent, for every kind at every place. */
function matrixOf(cells: readonly Cell[]): string {
  const groups = [...new Set(cells.map(({ kind }) => kind.group))];
  const rows = [...grouped(cells, ({ place }) => place.group)].map(([name, here]) =>
    [name, ...groups.map((group) => shares(here.filter(({ kind }) => kind.group === group))[1])].join(' | '),
  );
  return `| place | ${groups.join(' | ')} |\n${rows.map((row) => `| ${row} |`).join('\n')}`;
}

function shares(cells: readonly Cell[]): [whole: string, row: string] {
  const count = sumOf(cells, (cell) => cell.count);
  const share = (sent: number) => (count === 0 ? '' : ((sent * 100) / count).toFixed(1));
  return [share(sumOf(cells, ({ whole }) => whole)), share(sumOf(cells, ({ row }) => row))];
}
