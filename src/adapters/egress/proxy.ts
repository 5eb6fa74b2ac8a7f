import { lookup as lookUp } from 'node:dns/promises';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import type { Transform } from 'node:stream';
import { cutText } from '../../cut-text';
import type { EgressHost, EgressUse } from '../../ports/workshop';
import { isInner } from './addresses';
import { onlyTo } from './only-to';

/** The only way out of a workshop: TLS to named hosts by CONNECT, everything else is refused and told. */
export interface EgressProxy {
  uses(): readonly EgressUse[];
  close(): Promise<void>;
}

/** How a name is looked up, and whether an address may be reached; tests have their own. */
export interface Surroundings {
  addressesOf(host: string): Promise<readonly string[]>;
  isForbidden(address: string): boolean;
}

const WORLD: Surroundings = {
  addressesOf: async (host) => (await lookUp(host, { all: true })).map(({ address }) => address),
  isForbidden: isInner,
};

const MAX_REFUSALS = 500;
const IDLE = 120_000;
const MAX_OPEN = 512;
const NOWHERE: EgressHost = { host: '', port: 0 };

export async function startProxy(
  socketPath: string,
  allowed: readonly EgressHost[],
  world: Surroundings = WORLD,
): Promise<EgressProxy> {
  const uses: EgressUse[] = [];
  const open = new Set<Socket>();
  const server = createServer((request, response) => {
    note(uses, placeOf(request), 'only CONNECT is answered');
    response.writeHead(405, { connection: 'close' }).end();
  });
  server.maxConnections = MAX_OPEN;
  server.on('drop', () => note(uses, NOWHERE, 'too many connections at once'));
  server.on('connect', (request: IncomingMessage, from: Socket, head: Buffer) => {
    open.add(from);
    from.on('close', () => open.delete(from)).on('error', () => from.destroy());
    void tunnel({ place: placeOf(request), from, head, allowed, world, uses, open });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socketPath, resolve));
  // The folder says who may come; where root opens the door, somebody else goes through it.
  await chmod(socketPath, 0o666);
  return {
    uses: () => uses,
    async close() {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Tunnel {
  place: EgressHost;
  from: Socket;
  head: Buffer;
  allowed: readonly EgressHost[];
  world: Surroundings;
  uses: EgressUse[];
  open: Set<Socket>;
}

async function tunnel({ place, from, head, allowed, world, uses, open }: Tunnel): Promise<void> {
  const address = await addressFor(place, allowed, world);
  const use = note(uses, place, 'refused' in address ? address.refused : '');
  if ('refused' in address) return void from.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
  // The address that was looked at, not the name again: it could lead elsewhere by now.
  const to = connect(place.port, address.reached);
  open.add(to);
  const end = () => {
    from.destroy();
    to.destroy();
    open.delete(to);
  };
  to.setTimeout(IDLE, end).on('error', end);
  from.on('close', end);
  // One edge serves many hosts, and goes by the name in the handshake.
  const { said, answered } = onlyTo(place.host);
  for (const side of [said, answered])
    side.on('error', ({ message }) => {
      use.refused ||= message;
      end();
    });
  // What has arrived when the host closes is still handed on.
  to.on('close', () => to.readableEnded || end());
  answered.on('end', () => from.destroySoon());
  to.once('connect', () => {
    from.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) said.write(head);
    from.pipe(said).pipe(to);
    to.pipe(answered).pipe(from);
    countBytes(said, to, use);
  });
}

function countBytes(said: Transform, to: Socket, use: EgressUse): void {
  said.on('data', ({ length }: Buffer) => {
    use.sentBytes += length;
  });
  to.on('data', ({ length }: Buffer) => {
    use.receivedBytes += length;
  });
}

async function addressFor(
  { host, port }: EgressHost,
  allowed: readonly EgressHost[],
  { addressesOf, isForbidden }: Surroundings,
): Promise<{ reached: string } | { refused: string }> {
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || /^[\d.]+$|^0x/i.test(host)) {
    return { refused: 'an address instead of a name' };
  }
  if (!allowed.some((one) => one.host === host && one.port === port)) return { refused: 'not listed' };
  const addresses = await addressesOf(host).catch(() => []);
  const [reached] = addresses;
  if (reached === undefined) return { refused: 'the name leads nowhere' };
  return addresses.some(isForbidden) ? { refused: 'leads to an inner network' } : { reached };
}

function placeOf({ url = '', method }: IncomingMessage): EgressHost {
  const [, host = '', port = ''] = (method === 'CONNECT' && /^(.*):(\d{1,5})$/.exec(url)) || [];
  return { host: host.toLowerCase().replace(/\.$/, ''), port: Number(port) };
}

function note(uses: EgressUse[], place: EgressHost, refused: string): EgressUse {
  const use = { ...place, host: cutText(place.host, 253), refused, sentBytes: 0, receivedBytes: 0 };
  // What was let through is told, however much was refused before.
  if (refused === '' || uses.length < MAX_REFUSALS) uses.push(use);
  return use;
}
