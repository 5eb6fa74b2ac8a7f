import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** A page of an installed extension. */
export interface Contribution {
  /** `publisher.extension.name` */
  id: string;
  type: string;
  name: string;
  uri: string;
  supportsTasks: readonly string[];
}

/** An item of the menu that a status of this genre gets. */
export interface StatusAction extends Contribution {
  genre: string;
  /** What the page registers to be called. */
  registeredObjectId: string;
}

export interface InstalledExtension {
  publisher: string;
  extension: string;
  version: string;
  pages: readonly Contribution[];
  statusActions: readonly StatusAction[];
  /** Items of the menu that every pull request has. */
  pullRequestActions: readonly StatusAction[];
  /** The file that can be addressed under this path, in this case of letters; undefined where there is none. */
  file(path: string): { bytes: Buffer; contentType: string } | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'application/javascript',
  css: 'text/css',
  txt: 'text/plain; charset=utf-8',
};

/** Reads the packed extension as the Marketplace does. */
export function readExtension(vsix: string): InstalledExtension {
  const files = unzipSync(readFileSync(vsix));
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  const identity = /<Identity [^>]*>/.exec(text('extension.vsixmanifest'))?.[0] ?? '';
  const attribute = (name: string) => new RegExp(` ${name}="([^"]+)"`).exec(identity)?.[1] ?? '';
  const [publisher, extension, version] = ['Publisher', 'Id', 'Version'].map(attribute) as [string, string, string];
  const assets = [...text('extension.vsixmanifest').matchAll(/<Asset [^>]*Path="([^"]+)"[^>]*Addressable="true"/g)];
  const addressable = new Set(assets.map(([, path]) => path));
  const { contributions } = JSON.parse(text('extension.vsomanifest')) as { contributions: RawContribution[] };
  const pageOf = ({ id, type, properties }: RawContribution): Contribution => ({
    ...{ id: `${publisher}.${extension}.${id}`, type, uri: properties.uri ?? '' },
    ...{ name: properties.name ?? properties.text ?? id, supportsTasks: properties.supportsTasks ?? [] },
  });
  const actionsIn = (menu: string, genre: string): StatusAction[] =>
    contributions
      .filter(({ type, targets }) => type === 'ms.vss-web.action' && targets.includes(menu))
      .map((one) => ({ ...pageOf(one), genre, registeredObjectId: one.properties.registeredObjectId ?? '' }));
  const menus = contributions.filter(({ targets }) => targets.includes('ms.vss-code-web.pull-request-status-menu'));
  return {
    ...{ publisher, extension, version },
    pages: contributions.filter(({ properties }) => properties.uri !== undefined).map(pageOf),
    statusActions: menus.flatMap((menu) => actionsIn(`.${menu.id}`, menu.properties.statusGenre ?? '')),
    pullRequestActions: actionsIn('ms.vss-code-web.pull-request-action-menu', ''),
    file(path) {
      const bytes = addressable.has(path) ? files[path] : undefined;
      const contentType = TYPES[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      return bytes && { bytes: Buffer.from(bytes), contentType };
    },
  };
}

interface RawContribution {
  id: string;
  type: string;
  targets: string[];
  properties: {
    name?: string;
    text?: string;
    uri?: string;
    supportsTasks?: string[];
    statusGenre?: string;
    registeredObjectId?: string;
  };
}
