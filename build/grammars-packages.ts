import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GrammarPackage } from './grammars-sources';

/** Folder of an unpacked package, fetched once per work folder and checked against its pinned hash. */
export function unpacked(wanted: GrammarPackage, work: string): string {
  const folder = join(work, `${wanted.name}-${wanted.version}`.replace(/[@/]/g, '_'));
  if (existsSync(join(folder, 'package.json'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = fetchArchive(wanted, folder);
  execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  return folder;
}

/** Licence text of an unpacked package. */
export function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} holds no licence file`);
  return readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim();
}

function fetchArchive(wanted: GrammarPackage, folder: string): string {
  const specifier = `${wanted.name}@${wanted.version}`;
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', specifier, '--pack-destination', folder], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new Error(`npm pack ${specifier} left no archive`);
  const path = join(folder, archive);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (integrity !== wanted.integrity) {
    throw new Error(`${specifier} is ${integrity}, pinned is ${wanted.integrity}`);
  }
  return path;
}
