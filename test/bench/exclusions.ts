import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import type { ChangedFile } from '../../src/steps/diff/changed-file';
import { isBinaryName } from '../../src/steps/scope/binary-name';
import { scopeByContent } from '../../src/steps/scope/scope-by-content';
import { scopeByEvidence, wantedEvidence } from '../../src/steps/scope/scope-by-evidence';
import { scopeByPath } from '../../src/steps/scope/scope-by-path';
import { readSettings } from '../../src/steps/settings/read-settings';

/**
 * Default exclusions over whole trees, each file taken as one that changes, without `.gitattributes`. What a tool made is told
 * by a marker of its own, wider than the product's rules: prose about generated things counts too, and is listed to be read.
 */
const MARKER =
  /auto-?\s?generated|automatically generated|machine generated|generated (?:by|from|with|using|code|file)|code generated|@generated|do not (?:manually )?(?:edit|modify|change) (?:this|the)? ?(?:file|by hand|manually)?|\bDO NOT EDIT\b|"_generator"/i;
const MADE_BY_NAME =
  /\.min\.(?:[cm]?js|css|html)$|\.map$|(?:^|\/)(?:[\w.-]*lock[\w.-]*\.(?:json|ya?ml)|[\w.-]+\.lock|go\.sum)$/i;
const SOURCE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|cs|vb|fs|razor|cshtml|py|rb|php|java|kts?|scala|groovy|gradle|go|rs|c|cc|cpp|cxx|h|hh|hpp|mm?|swift|dart|lua|pl|r|ex|exs|sh|bash|ps1|psm1|sql|graphql|proto|tf|bicep|ya?ml|html?|s?css|less|tmpl)$/i;
/** Where a tool says so; further down people write about such things. */
const HEAD_LINES = 12;
const HEAD = 1_500;

interface Blob {
  path: string;
  id: string;
  content: Buffer;
}

/** `npm run bench -- exclusions FOLDER...`: git directories, whose HEAD is read. */
export async function run(folders: string[]): Promise<void> {
  console.log(exclusionsTable(folders));
}

interface Measured {
  repository: string;
  source: number;
  /** Source files that were left out, and those of them that nothing says a tool made. */
  left: number;
  doubtful: string[];
  generatedBytes: number;
  kept: { path: string; bytes: number }[];
}

function measureExclusions(folder: string): Measured {
  const blobs = readTree(folder).filter(({ path, content }) => !isBinaryName(path) && !content.includes(0));
  const reasons = leftOut(blobs);
  const source = blobs.filter(({ path }) => SOURCE.test(path));
  const made = blobs.filter(isMade);
  const left = source.filter(({ path }) => reasons.has(path));
  return {
    repository: `${basename(dirname(folder)).replace('+', '/')} (${git(folder, 'rev-parse', '--short=10', 'HEAD').toString().trim()})`,
    source: source.length,
    left: left.length,
    doubtful: left.filter((blob) => !isMade(blob)).map(({ path }) => `${path}: ${reasons.get(path)}`),
    generatedBytes: made.reduce((sum, { content }) => sum + content.length, 0),
    kept: made
      .filter(({ path }) => !reasons.has(path))
      .map(({ path, content }) => ({ path, bytes: content.length }))
      .sort((a, b) => b.bytes - a.bytes),
  };
}

function isMade({ path, content }: Blob): boolean {
  return MADE_BY_NAME.test(path) || MARKER.test(headOf(content));
}

function headOf(content: Buffer): string {
  return content.subarray(0, HEAD).toString('utf8').split('\n').slice(0, HEAD_LINES).join('\n');
}

function leftOut(blobs: readonly Blob[]): Map<string, string> {
  const { settings } = readSettings({});
  const files = blobs.map(changed);
  const { kept, skipped, suspected, reincluded } = scopeByPath(files, settings);
  const wanted = wantedEvidence(suspected);
  const texts = new Map(blobs.map(({ path, content }) => [path, content]));
  const evidence = {
    manifests: new Set(wanted.manifests.filter((path) => texts.has(path))),
    ignoreFiles: new Map(wanted.ignoreFiles.map((path) => [path, texts.get(path)?.toString('utf8') ?? ''])),
  };
  const byEvidence = scopeByEvidence(kept, suspected, evidence);
  const isKept = new Set(byEvidence.kept.map(({ path }) => path));
  const contents = new Map(
    blobs.flatMap(({ id, content }) => [[id, content] as const, [`before ${id}`, content] as const]),
  );
  const byContent = scopeByContent(
    files.filter(({ path }) => isKept.has(path)),
    contents,
    { useDefaultExclusions: true, reincluded, suspected },
  );
  const all = [...skipped, ...byEvidence.skipped, ...byContent.skipped.filter(({ missed }) => !missed)];
  return new Map(all.map(({ path, reason, rule }) => [path, `${reason} ${rule ?? ''}`]));
}

function changed({ path, id }: Blob): ChangedFile {
  const mode = { oldMode: '100644', newMode: '100644' };
  const what = { change: 'modified' as const, content: 'text' as const, added: 1, removed: 1 };
  const ends = { oldNoNewline: false, newNoNewline: false };
  const lines = [{ kind: 'added' as const, oldLine: null, newLine: 1, text: 'changed' }];
  const hunks = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 1, lines }];
  return { path, pathBytes: Buffer.from(path), ...mode, oldBlob: `before ${id}`, newBlob: id, ...what, hunks, ...ends };
}

function readTree(folder: string): Blob[] {
  const rows = git(folder, 'ls-tree', '-r', '-z', '-l', 'HEAD').toString('utf8').split('\0').filter(Boolean);
  const entries = rows.flatMap((row) => {
    const [, mode, kind, id = '', size, path = ''] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(row) ?? [];
    return kind === 'blob' && mode !== '120000' && Number(size) < 20_000_000 ? [{ path, id }] : [];
  });
  const input = entries.map(({ id }) => `${id}\n`).join('');
  const output = execFileSync('git', ['--git-dir', folder, 'cat-file', '--batch'], { input, maxBuffer: 4_000_000_000 });
  let at = 0;
  return entries.flatMap((entry) => {
    const end = output.indexOf(10, at);
    const size = /^\w+ blob (\d+)$/.exec(output.subarray(at, end).toString('latin1'))?.[1];
    at = end + 1;
    if (size === undefined) return [];
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return [{ ...entry, content }];
  });
}

function git(folder: string, ...words: string[]): Buffer {
  return execFileSync('git', ['--git-dir', folder, ...words], { maxBuffer: 1_000_000_000 });
}

function exclusionsTable(folders: readonly string[]): string {
  const all = folders.map(measureExclusions);
  const lines = all.map((one) => row(one.repository, [one]));
  const heads = [
    '| repository (commit) | source files | left out | doubtful | generated bytes | kept |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  const lists = all.flatMap(({ repository, doubtful, kept }) => [
    `\n${repository}`,
    ...doubtful.map((line) => `  doubtful ${line}`),
    ...kept.slice(0, 25).map(({ path, bytes }) => `  kept ${bytes} ${path}`),
  ]);
  return [...heads, ...lines, row('together', all), ...lists].join('\n');
}

function row(name: string, all: readonly Measured[]): string {
  const sum = (figure: (one: Measured) => number) => all.reduce((total, one) => total + figure(one), 0);
  const kept = sum((one) => one.kept.reduce((total, { bytes }) => total + bytes, 0));
  const made = sum(({ generatedBytes }) => generatedBytes);
  const figures = [sum((one) => one.source), sum((one) => one.left), sum((one) => one.doubtful.length), made];
  const share = made === 0 ? '' : ` (${((100 * kept) / made).toFixed(1)} %)`;
  return `| ${name} | ${figures.map((figure) => figure.toLocaleString('en')).join(' | ')} | ${kept.toLocaleString('en')}${share} |`;
}
