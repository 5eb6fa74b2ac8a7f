import { join } from 'node:path';
import { build } from 'esbuild';
import type { Collection } from '../collection';
import type { Project } from '../model';
import { escapeHtml, lines } from '../page/html';
import type { Contribution } from './extension';
import type { Frame } from './frame';
import { THEMES } from './themes';

interface HostPage {
  title: string;
  /** Html of what stands above the frame. */
  head: string;
  page: Contribution;
  project: Project;
  /** Where the host reads the run; absent on other pages. */
  runUrl?: string;
  configuration: Record<string, unknown>;
  /** Somebody chose an item of a menu: the host calls that object of the page, which nobody sees. */
  chosen?: { registeredObjectId: string; context: Record<string, unknown> };
}

/** A page of the product with a page of the extension in it. */
export function hostPage(collection: Collection, frame: Frame, given: HostPage): string {
  const { page, project, runUrl = null, configuration, chosen = null } = given;
  const { id, displayName, uniqueName } = frame.reader;
  const { publisher, extension, version } = frame.extension;
  const told = {
    frameUrl: frameUrl(collection, frame, page.uri),
    contributionId: page.id,
    extension: { publisherId: publisher, extensionId: extension, version },
    handshake: frame.handshake,
    theme: THEMES[frame.theme] ?? null,
    themes: THEMES,
    collectionUrl: collection.url,
    collectionName: collection.name,
    project,
    user: { id, displayName, uniqueName },
    culture: frame.culture,
    withoutServices: frame.withoutServices,
    runUrl,
    configuration,
    chosen,
    pages: Object.fromEntries(frame.extension.pages.map(({ id: one, uri }) => [one, frameUrl(collection, frame, uri)])),
  };
  const sandbox = frame.mode === 'server' ? ` sandbox="${SANDBOX}"` : '';
  const ground = THEMES[frame.theme]?.['background-color'] ?? '#fff';
  const text = THEMES[frame.theme]?.['text-primary-color'] ?? '#201f1e';
  return lines(
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(given.title)}</title><style>${STYLE}body { background: ${ground}; color: ${text}; }</style></head>`,
    `<body>${given.head}`,
    `<iframe title="${escapeHtml(page.name)}"${sandbox}${chosen ? ' hidden' : ''}></iframe>`,
    `<script type="application/json" id="told">${JSON.stringify(told).replace(/</g, '\\u003c')}</script>`,
    `<script src="${collection.path}_emulator/host.js"></script>`,
    '</body></html>',
  );
}

/** What Server 2019 gives a frame of an extension: scripts, but no origin, no storage, no downloads. */
const SANDBOX = 'allow-forms allow-modals allow-pointer-lock allow-popups allow-scripts allow-top-navigation';

const STYLE = `html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px/20px "Segoe UI", system-ui, sans-serif; }
iframe { flex: 1; width: 100%; border: 0; } iframe[hidden] { display: none; }
.bar, .title, .tabs { padding: 8px 24px; } .bar { font-size: 12px; opacity: .8; } .title { font-size: 18px; font-weight: 600; padding-bottom: 0; }
.tabs { display: flex; gap: 24px; border-bottom: 1px solid rgba(128, 128, 128, .4); padding-bottom: 0; }
.tabs a { color: inherit; text-decoration: none; padding: 8px 0; border-bottom: 2px solid transparent; } .tabs a[aria-current] { border-color: #0078d4; font-weight: 600; }
main { padding: 16px 24px; }`;

function frameUrl(collection: Collection, frame: Frame, uri: string): string {
  const { publisher, extension, version } = frame.extension;
  if (frame.mode === 'services') return `${frame.origin}/${uri}`;
  return `${collection.url}_apis/public/gallery/publisher/${publisher}/extension/${extension}/${version}/assetbyname/${uri}`;
}

const ASSET = /^_apis\/public\/gallery\/publisher\/[^/]+\/extension\/[^/]+\/[^/]+\/assetbyname\/(.+)$/;

/** Path of a file of the extension in the address of a Server; undefined for other addresses. */
export function assetPath(path: string): string | undefined {
  return ASSET.exec(path)?.[1];
}

export function tabs(entries: readonly { name: string; url: string; isHere: boolean }[]): string {
  const links = entries.map(
    ({ name, url, isHere }) =>
      `<a href="${escapeHtml(url)}"${isHere ? ' aria-current="page"' : ''}>${escapeHtml(name)}</a>`,
  );
  return `<nav class="tabs" aria-label="Tabs">${links.join('')}</nav>`;
}

let script: Promise<string> | undefined;

/** The host's own script, bundled once. */
export function hostScript(): Promise<string> {
  script ??= build({
    entryPoints: [join(__dirname, 'host-script.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  }).then(({ outputFiles: [file] }) => file?.text ?? '');
  return script;
}
