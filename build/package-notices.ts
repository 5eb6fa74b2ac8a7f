import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage, BundleReport } from './package-bundle';

/**
 * The licences of everything that ships inside the bundles. Grammars bring their notices in their own folder.
 * @throws Error naming a package without a licence
 */
export function thirdPartyNotices(root: string, { packages }: BundleReport): string {
  const chapters = packages.map(chapter);
  const head = [
    'Second Pass is under the MIT licence (LICENSE.txt). It contains the following packages.',
    'Grammars and the parser runtime: grammars/NOTICE.txt.',
    ...(packages.length === 0 ? ['(none)'] : []),
  ];
  return `${[head.join('\n'), ...chapters].join(`\n\n${'-'.repeat(100)}\n`)}\n`.replaceAll(root, '');
}

function chapter(found: BundledPackage): string {
  const manifest = JSON.parse(readFileSync(join(found.folder, 'package.json'), 'utf8'));
  const texts = licenceFiles(found.folder).map((file) => readFileSync(join(found.folder, file), 'utf8'));
  const licence = typeof manifest.license === 'string' ? manifest.license : '';
  if (licence === '' && texts.length === 0) throw new Error(`${found.name}@${found.version} has no licence`);
  const body = texts.length > 0 ? texts : [`Licence: ${licence}. ${author(manifest.author)}`];
  return [`${found.name} ${found.version} (${licence || 'see below'})`, ...body.map(plain)].join('\n\n');
}

function licenceFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(file))
    .sort();
}

function author(value: unknown): string {
  if (typeof value === 'string') return `Copyright: ${value}`;
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : '';
  return name ? `Copyright: ${name}` : '';
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}
