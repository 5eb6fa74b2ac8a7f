import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Collection, guidOf } from '../collection';
import { personNamed } from '../identities';
import type { Identity } from '../model';
import { type InstalledExtension, readExtension } from './extension';
import type { Theme } from './themes';

/**
 * How pages of extensions stand in the product: on Services in a frame of another origin, on Server in a sandbox without one.
 * Tests may change everything but the extension while the emulator runs; it counts from the next page on.
 */
export interface Frame {
  readonly extension: InstalledExtension;
  mode: 'services' | 'server';
  /** The older shape is that of Server and of some pages of Services. */
  handshake: 'current' | 'older' | 'none';
  theme: Theme;
  /** The person in front of the browser; the page acts with their rights. */
  reader: Identity;
  /** What the host hands out as the page's token. */
  token: string;
  culture: string;
  /** The services of the host that do not exist. */
  withoutServices: string[];
  /** Actions of menus are told the number of the pull request and nothing else of it. */
  isTerse: boolean;
  /** Where the files of the extension are, in mode services. */
  readonly origin: string;
  /** Paths of files that were asked for. */
  readonly served: string[];
  /** Another token; the one before is not known any more. */
  renewToken(): void;
  close(): Promise<void>;
}

export interface FrameOptions {
  mode?: Frame['mode'];
  handshake?: Frame['handshake'];
  theme?: Theme;
  reader?: string;
}

/** Installs the packed extension; its files get a host of their own. */
export async function openFrame(collection: Collection, vsix: string, options: FrameOptions = {}): Promise<Frame> {
  const extension = readExtension(vsix);
  const served: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname.slice(1));
    served.push(path);
    const file = extension.file(path);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' }).end(file.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reader = personNamed(collection, options.reader ?? 'Riley Reader');
  let round = 0;
  const newToken = () => {
    const token = `page-token-${++round}-${guidOf('page token', collection.name).slice(0, 8)}`;
    collection.tokens.set(token, { identity: frame.reader, expired: false });
    return token;
  };
  const frame: Frame = {
    extension,
    mode: options.mode ?? 'services',
    handshake: options.handshake ?? 'current',
    theme: options.theme ?? 'light',
    reader,
    token: '',
    culture: 'en-US',
    withoutServices: [],
    isTerse: false,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    renewToken() {
      collection.tokens.delete(frame.token);
      frame.token = newToken();
    },
    close: () => stop(server),
  };
  frame.token = newToken();
  return frame;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
