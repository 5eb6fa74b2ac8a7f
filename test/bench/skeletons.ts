import { parseArgs } from 'node:util';
import { measureAnchors } from './skeletons-anchors';
import { type FileList, readCorpus, readFileList, selectFiles } from './skeletons-files';
import { missed, outlineAll, type Shown, shownEntries, spurious } from './skeletons-measure';
import { type Definition, oracleOf } from './skeletons-oracles';
import { astGrepOutline, type Rival, tagsOutline } from './skeletons-rivals';
import { measureThroughput } from './skeletons-throughput';

/** Share of definitions that an outline has to name, by language. */
const GATES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['csharp', 'typescript', 'tsx', 'javascript', 'python', 'java', 'go', 'rust', 'c'].map((l) => [l, 98]),
  ),
  ...Object.fromEntries(['php', 'ruby', 'tsql', 'powershell', 'bicep', 'terraform'].map((l) => [l, 95])),
  kotlin: 90,
  cpp: 90,
};
const MOST_BYTES = 18;

interface Row {
  language: string;
  oracle: string;
  files: number;
  definitions: number;
  recall: number;
  spuriousShare: number;
  bytes: number;
  sent: number;
  speed: number;
  perFile: number;
  partial: number;
  /** Recall and bytes of the others on the same files. */
  rivals: string[];
}

/**
 * Recall of the outlines on files of public repositories, judged by tools that know nothing of ours.
 * `--repositories FOLDER` holds their clones, `--typescript FOLDER` an unpacked typescript 5.9, `--ast-grep FILE` that
 * program; without the last two their columns stay empty. `--language NAME` limits, `--throughput` measures speed instead and `--anchors` how many changes are named,
 * `--misses N` and `--spurious N` print examples.
 */
export default async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repositories: { type: 'string' },
      typescript: { type: 'string' },
      language: { type: 'string', multiple: true },
      list: { type: 'string' },
      select: { type: 'string' },
      throughput: { type: 'boolean', default: false },
      anchors: { type: 'boolean', default: false },
      'ast-grep': { type: 'string' },
      misses: { type: 'string', default: '0' },
      spurious: { type: 'string', default: '0' },
    },
  });
  if (!values.repositories) throw new Error('skeletons: name the folder of the clones with --repositories FOLDER');
  if (values.select) return selectFiles(JSON.parse(values.select), values.repositories, values.list);
  if (values.throughput) return measureThroughput(values.repositories);
  const list = readFileList(values.list);
  if (values.anchors) return measureAnchors(list, values.repositories);
  const rows: Row[] = [];
  for (const language of values.language ?? Object.keys(list)) {
    const row = await measure(list, language, values.repositories, values.typescript, {
      misses: Number(values.misses),
      spurious: Number(values.spurious),
      astGrep: values['ast-grep'],
    });
    if (row) rows.push(row);
    if (row) console.log(line(row));
  }
  console.log(['', header(), ...rows.map(line)].join('\n'));
  const failures = rows.flatMap(failuresOf);
  if (failures.length > 0) throw new Error(`skeletons: ${failures.join('; ')}`);
}

async function measure(
  list: FileList,
  language: string,
  folder: string,
  typescript: string | undefined,
  examples: { misses: number; spurious: number; astGrep: string | undefined },
): Promise<Row | null> {
  const files = readCorpus(list, language, folder);
  const oracle = oracleOf(language, typescript);
  if (files.length === 0 || !oracle) return null;
  const definitions = oracle.definitions(files);
  const { outlines, whole, sent, milliseconds } = await outlineAll(files);
  const shown = outlines.map(shownEntries);
  const misses = definitions.map((wanted, index) => missed(wanted, shown[index] as Shown[]));
  const more = shown.map((entries, index) => spurious(definitions[index] as Definition[], entries));
  sample(misses, examples.misses).forEach(([at, { line, name, kind }]) => {
    console.log(`missed ${files[at]?.path}:${line} ${kind} ${name}`);
  });
  sample(more, examples.spurious).forEach(([at, { from, text }]) => {
    console.log(`spurious ${files[at]?.path}:${from} ${text}`);
  });
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  const others = [
    examples.astGrep ? astGrepOutline(examples.astGrep, language, files) : null,
    await tagsOutline(language, files),
  ];
  const count = definitions.flat().length;
  return {
    language,
    oracle: oracle.name,
    files: files.length,
    definitions: count,
    recall: 100 * (1 - misses.flat().length / Math.max(1, count)),
    spuriousShare: (100 * more.flat().length) / Math.max(1, shown.flat().length),
    bytes: (100 * whole) / bytes,
    sent: (100 * sent) / bytes,
    speed: bytes / 1000 / milliseconds,
    perFile: milliseconds / files.length,
    rivals: others.map((other) => rivalFigures(other, definitions, bytes)),
    partial: outlines.filter((outline) => outline.kind === 'none' || outline.parse === 'partial').length,
  };
}

function rivalFigures(rival: Rival | null, definitions: readonly Definition[][], bytes: number): string {
  if (!rival) return '-';
  const unseen = definitions.flatMap((wanted, index) => missed(wanted, rival.shown[index] ?? [])).length;
  const recall = 100 * (1 - unseen / Math.max(1, definitions.flat().length));
  return `${recall.toFixed(1)} (${((100 * rival.characters) / bytes).toFixed(1)})`;
}

/** Every n-th of all, so that the examples come from everywhere. */
function sample<Item>(byFile: readonly (readonly Item[])[], wanted: number): [number, Item][] {
  const all = byFile.flatMap((items, index) => items.map((item): [number, Item] => [index, item]));
  const step = Math.max(1, Math.floor(all.length / Math.max(1, wanted)));
  return wanted === 0 ? [] : all.filter((_, index) => index % step === 0).slice(0, wanted);
}

function header(): string {
  const columns = [
    'language',
    'oracle',
    'files',
    'definitions',
    'recall %',
    'spurious %',
    'bytes %',
    'sent %',
    'MB/s',
    'ms/file',
  ];
  const all = [...columns, 'partial', 'ast-grep', 'tags.scm'];
  return `| ${all.join(' | ')} |\n|${' --- |'.repeat(all.length)}`;
}

function line(row: Row): string {
  const { language, oracle, files, definitions, recall, spuriousShare, bytes, sent, speed, perFile, partial, rivals } =
    row;
  const figures = [recall, spuriousShare, bytes, sent, speed, perFile].map((value) => value.toFixed(1));
  return `| ${[language, oracle, files, definitions, ...figures, partial, ...rivals].join(' | ')} |`;
}

function failuresOf({ language, recall, sent }: Row): string[] {
  const gate = GATES[language];
  if (gate === undefined) return [];
  return [
    ...(recall < gate ? [`${language} names ${recall.toFixed(1)} % of the definitions, ${gate} % are wanted`] : []),
    ...(sent > MOST_BYTES ? [`${language} takes ${sent.toFixed(1)} % of the bytes, ${MOST_BYTES} % are allowed`] : []),
  ];
}
