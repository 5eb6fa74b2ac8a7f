import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTreeSitterOutliner } from '../../src/adapters/outliner/outliner';
import { hideInReviewed } from '../../src/stages/hide-in-reviewed';
import { builtInAlerts } from '../../src/steps/alerts/built-in';
import { lineDirectives } from '../../src/steps/alerts/line-directives';
import { ownWarnings } from '../../src/steps/alerts/own-warnings';
import type { ChangedFile } from '../../src/steps/diff/changed-file';
import { readPatch } from '../../src/steps/diff/read-patch';
import { scopeByContent } from '../../src/steps/scope/scope-by-content';
import { scopeByPath } from '../../src/steps/scope/scope-by-path';
import { hideSecrets } from '../../src/steps/secrets/hide-secrets';
import { patchOf, readAll } from '../steps/diff/check-pair';
import { historyPairs } from '../steps/diff/history-pairs';

/**
 * How often the rules of code alone speak up in real histories: `npm run bench -- alarms --repo PATH [PATH ...] --pairs N`. Each
 * commit against its first parent, as a review would see it; every alarm is printed, so that people can judge it.
 */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { repo: { type: 'string', multiple: true }, pairs: { type: 'string', default: '500' } },
  });
  const folders = [...(values.repo ?? []), ...positionals];
  if (folders.length === 0) throw new Error('Usage: npm run bench -- alarms --repo PATH [PATH ...] --pairs N');
  const outliner = createTreeSitterOutliner({ grammarFolder: join(process.cwd(), 'grammars'), log: SILENT });
  const world = { outliner, signal: new AbortController().signal };
  const rows: (readonly [string, Row])[] = [];
  for (const folder of folders) rows.push([nameOf(folder), await alarmsIn(folder, Number(values.pairs), world)]);
  await outliner.dispose();
  console.log(`| repository | pairs | files in scope | ${RULES.join(' | ')} | excluded files | secret in them |`);
  console.log(`| --- |${' ---: |'.repeat(RULES.length + 4)}`);
  for (const [name, row] of rows) print(name, row);
  print('sum', sumOf(rows.map(([, row]) => row)));
}

type Parsing = Parameters<typeof hideInReviewed>[0];

const SILENT = { info: () => undefined, warn: () => undefined, group: () => undefined };

const RULES = [
  'secret',
  'hidden characters',
  'addresses the reviewer',
  'line directives',
  'may be a secret',
  'text not shown',
] as const;

interface Row {
  pairs: number;
  files: number;
  byRule: number[];
  excluded: number;
  inExcluded: number;
}

async function alarmsIn(folder: string, count: number, world: Parsing): Promise<Row> {
  const row: Row = { pairs: 0, files: 0, byRule: RULES.map(() => 0), excluded: 0, inExcluded: 0 };
  for (const { base, source } of historyPairs(folder, count)) {
    const seen = filesOf(folder, base, source);
    if (seen === null) continue;
    row.pairs += 1;
    row.files += seen.files.length;
    row.excluded += seen.excluded.length;
    const at = `${nameOf(folder)} ${source.slice(0, 8)}`;
    const told = await alarmsOf(seen.files, seen.blobs, world);
    told.forEach((paths, rule) => {
      row.byRule[rule] = (row.byRule[rule] ?? 0) + new Set(paths.map(({ path }) => path)).size;
      for (const { path, line } of paths) console.log(`${RULES[rule]}: ${at} ${path}: ${line.trim().slice(0, 160)}`);
    });
    const { committed: excluded } = hideSecrets(seen.excluded, new Map());
    row.inExcluded += new Set(excluded.map(({ path }) => path)).size;
    for (const { path, rule, text } of excluded)
      console.log(`excluded: ${at} ${path}: ${rule}: ${text.trim().slice(0, 160)}`);
  }
  return row;
}

interface Seen {
  files: readonly ChangedFile[];
  excluded: readonly ChangedFile[];
  blobs: ReadonlyMap<string, Uint8Array>;
}

/** What a review would read, and the text files that the rules leave out; null where the copy does not hold all of it. */
function filesOf(folder: string, base: string, source: string): Seen | null {
  const patch = patchOf(folder, base, source);
  if (patch === null) return null;
  const changed = readPatch(patch).filter(({ change }) => change !== 'deleted');
  const { kept, skipped } = scopeByPath(changed, { include: [], exclude: [], useDefaultExclusions: true });
  const paths = new Set(kept.map(({ path }) => path));
  const text = changed.filter(({ content, unreadable }) => content === 'text' && unreadable === undefined);
  const candidates = text.filter(({ path }) => paths.has(path));
  const blobs = readAll(folder, candidates.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]).filter(isThere));
  if (blobs === null) return null;
  const left = new Set(skipped.map(({ path }) => path));
  const { files } = scopeByContent(candidates, blobs);
  return { files, excluded: text.filter(({ path }) => left.has(path)), blobs };
}

function isThere(blob: string): boolean {
  return !/^0+$/.test(blob);
}

interface Alarm {
  path: string;
  line: string;
}

/** By rule, in the order of `RULES`. */
async function alarmsOf(
  files: readonly ChangedFile[],
  blobs: ReadonlyMap<string, Uint8Array>,
  world: Parsing,
): Promise<Alarm[][]> {
  const clean = await hideInReviewed(world, { files, contents: blobs });
  const secrets = clean.committed.map(({ path, rule, text }) => ({ path, line: `${rule}: ${text}` }));
  const added = files.filter(({ change }) => change === 'added').map(({ path }) => path);
  const hidden = builtInAlerts(files, [], [], added).map(({ path, excerpt = '' }) => ({ path, line: excerpt }));
  const spoken = ownWarnings({
    files,
    alerts: [],
    paths: [],
    suppressions: [],
    directives: [],
    settings: [],
    programs: [],
  });
  const signs = spoken.map(({ path, excerpt = '' }) => ({ path, line: excerpt }));
  const certain = new Set(clean.committed.map(({ path }) => path));
  const doubtful = clean.files.filter((file, at) => file.hunks !== files[at]?.hunks && !certain.has(file.path));
  const masked = doubtful.flatMap((file) => {
    const lines = file.hunks.flatMap((hunk) => hunk.lines);
    const line = lines.find(({ kind, text }) => kind === 'added' && text.includes('[secret: '));
    return line ? [{ path: file.path, line: line.text }] : [];
  });
  const directed = lineDirectives(files).map(({ path, line }) => ({ path, line: lineAt(files, path, line) }));
  const leads = clean.leads.map(({ path, line }) => ({ path, line: lineAt(files, path, line) }));
  return [secrets, hidden, signs, directed, masked, leads];
}

function lineAt(files: readonly ChangedFile[], path: string, number: number): string {
  const hunks = files.find((file) => file.path === path)?.hunks ?? [];
  return hunks.flatMap(({ lines }) => lines).find(({ newLine }) => newLine === number)?.text ?? '';
}

function sumOf(rows: readonly Row[]): Row {
  const sum: Row = { pairs: 0, files: 0, byRule: RULES.map(() => 0), excluded: 0, inExcluded: 0 };
  for (const row of rows) {
    sum.pairs += row.pairs;
    sum.files += row.files;
    sum.excluded += row.excluded;
    sum.inExcluded += row.inExcluded;
    sum.byRule = sum.byRule.map((count, rule) => count + (row.byRule[rule] ?? 0));
  }
  return sum;
}

function print(name: string, { pairs, files, byRule, excluded, inExcluded }: Row): void {
  const cells = [pairs, files, ...byRule, excluded, inExcluded].map((value) => value.toLocaleString('en'));
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

function nameOf(folder: string): string {
  return basename(folder) === 'repo' ? basename(dirname(folder)).replace('+', '/') : basename(folder);
}
