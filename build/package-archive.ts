import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

const first = ['[Content_Types].xml', 'extension.vsixmanifest', 'extension.vsomanifest'];

/** Packs the staged folder with tfx, then packs the result again in a fixed order with fixed times. */
export function makeArchive(stage: string, outFolder: string): { vsix: string; files: number } {
  // The zip format's own first day: read in local time by the packer and written in local time, so equal everywhere.
  const fixedTime = new Date(1980, 0, 1);
  const work = mkdtempSync(join(tmpdir(), 'second-pass-package-'));
  try {
    const packed = unzipSync(readFileSync(createExtension(stage, work)));
    const names = Object.keys(packed).filter((name) => !name.endsWith('/'));
    const ordered: Zippable = {};
    for (const name of names.sort(byPlace)) {
      ordered[name] = [settled(name, packed[name] ?? new Uint8Array()), { mtime: fixedTime, level: 9 }];
    }
    const { id, version } = JSON.parse(readFileSync(join(stage, 'vss-extension.json'), 'utf8'));
    const vsix = join(outFolder, `${id}-${version}.vsix`);
    writeFileSync(vsix, zipSync(ordered, { mtime: fixedTime }));
    return { vsix, files: names.length };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function createExtension(stage: string, outFolder: string): string {
  const tfx = require.resolve('tfx-cli/_build/tfx-cli.js');
  const sizes = ['--root', stage, '--manifest-globs', 'vss-extension.json', '--output-path', outFolder];
  const answer = execFileSync(process.execPath, [tfx, 'extension', 'create', ...sizes, '--no-prompt', '--json'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: outFolder, TFX_CACHE: outFolder, SystemRoot: process.env.SystemRoot },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (JSON.parse(answer.slice(answer.indexOf('{'))) as { path: string }).path;
}

function byPlace(left: string, right: string): number {
  const [a, b] = [first.indexOf(left), first.indexOf(right)];
  if (a >= 0 || b >= 0) return (a < 0 ? first.length : a) - (b < 0 ? first.length : b);
  return left < right ? -1 : 1;
}

/** The list of content types follows the order of folders on the packing machine and the programs it has. */
function settled(name: string, bytes: Uint8Array): Uint8Array {
  if (name !== '[Content_Types].xml') return bytes;
  const text = strFromU8(bytes);
  const entries = [...text.matchAll(/<Default [^>]*?Extension="\.?([^"]*)"[^>]*\/>/g)];
  const types = new Map(entries.map(([entry, extension = '']) => [extension, known(extension) ?? entry]));
  const list = [...types.keys()].sort().map((extension) => types.get(extension));
  const from = entries[0]?.index ?? 0;
  const last = entries.at(-1);
  const to = last ? (last.index ?? 0) + last[0].length : from;
  return strToU8(text.slice(0, from) + list.join('') + text.slice(to));
}

function known(extension: string): string | undefined {
  const type = contentTypes[extension];
  return type && `<Default Extension=".${extension}" ContentType="${type}"/>`;
}

const contentTypes: Readonly<Record<string, string>> = {
  br: 'application/octet-stream',
  wasm: 'application/wasm',
};
