import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls';
import { onlyTo } from '../../../src/adapters/egress/only-to';
import { type EgressProxy, startProxy } from '../../../src/adapters/egress/proxy';
import { certificate, key } from '../http/localhost';

describe('the way out of a workshop', () => {
  const Host = 'registry.example';
  const folder = mkdtempSync(join(tmpdir(), 'egress-'));
  const socketPath = join(folder, 'socket');
  let edge: Server;
  let proxy: EgressProxy;
  let port: number;
  const asked: string[] = [];
  before(async () => {
    // An edge serves any host whose name stands in the handshake.
    edge = createServer({ key, cert: certificate }, (incoming, response) => {
      asked.push(incoming.url ?? '');
      response.end('served');
    });
    await once(edge.listen(0, '127.0.0.1'), 'listening');
    port = (edge.address() as AddressInfo).port;
  });
  beforeEach(async () => {
    asked.length = 0;
    const world = { addressesOf: async () => ['127.0.0.1'], isForbidden: () => false };
    proxy = await startProxy(socketPath, [{ host: Host, port }], world);
  });
  afterEach(() => proxy.close());
  after(() => {
    edge.close();
    rmSync(folder, { recursive: true });
  });

  async function tunnel(): Promise<Socket> {
    const asking = request({ socketPath, method: 'CONNECT', path: `${Host}:${port}` }).end();
    const [, socket] = (await once(asking, 'connect')) as [unknown, Socket];
    return socket;
  }

  async function said(words: string, options: ConnectionOptions): Promise<string> {
    const socket = connectSecurely({ socket: await tunnel(), rejectUnauthorized: false, ...options });
    return read(
      socket.on('error', () => {}),
      words,
    );
  }

  async function read(socket: Socket, words: string): Promise<string> {
    socket.write(words);
    let text = '';
    for await (const piece of socket) text += piece;
    return text;
  }

  const Words = 'GET /x HTTP/1.0\r\n\r\n';

  for (const servername of [Host, 'Registry.Example'])
    it(`leads to the host that the handshake names: ${servername}`, async () => {
      assert.match(await said(Words, { servername }), /served$/);
      assert.deepEqual(asked, ['/x']);
      const [use] = proxy.uses();
      assert.equal(use?.refused, '');
      assert.ok((use?.sentBytes ?? 0) > 200 && (use?.receivedBytes ?? 0) > 200);
    });

  const elsewhere: [name: string, options: ConnectionOptions, why: string][] = [
    ['another host', { servername: 'evil.example' }, 'its handshake names another host'],
    ['a host below it', { servername: `evil.${Host}` }, 'its handshake names another host'],
    ['no host', {}, 'its handshake names no host'],
    ['no host, in an older TLS', { maxVersion: 'TLSv1.2' }, 'its handshake names no host'],
  ];
  for (const [name, options, why] of elsewhere)
    it(`does not for a handshake that names ${name}`, async () => {
      assert.equal(await said(Words, { ...options }).catch(() => ''), '');
      assert.deepEqual(asked, []);
      assert.deepEqual(
        proxy.uses().map(({ refused, sentBytes }) => [refused, sentBytes]),
        [[why, 0]],
      );
    });

  it('does not for what is no handshake', async () => {
    for (const words of [Words, 'SSH-2.0-x\r\n', '\x80\x2e\x01\x00\x02\x00']) {
      assert.equal(
        await read(
          (await tunnel()).on('error', () => {}),
          words,
        ).catch(() => ''),
        '',
      );
      assert.deepEqual([proxy.uses().at(-1)?.refused, proxy.uses().at(-1)?.sentBytes], ['it does not speak TLS', 0]);
    }
  });
});

describe('what a client of TLS says to one host', () => {
  const Host = 'registry.example';
  let toHost: Buffer;
  let toOther: Buffer;
  before(async () => {
    [toHost, toOther] = [await helloTo(Host), await helloTo('evil.example')];
  });

  /** What comes through, and why no more does. */
  async function through(...pieces: Buffer[]): Promise<{ sent: Buffer; fault: string }> {
    const sent: Buffer[] = [];
    const watch = onlyTo(Host);
    watch.on('data', (piece: Buffer) => sent.push(piece));
    const ended = once(watch, 'end').then(
      () => '',
      ({ message }: Error) => message,
    );
    for (const piece of pieces) watch.write(piece);
    watch.end();
    const fault = await ended;
    return { sent: Buffer.concat(sent), fault };
  }

  const record = (kind: number, content: Buffer) =>
    Buffer.concat([Buffer.from([kind, 3, 3, content.length >> 8, content.length & 255]), content]);
  const inRecords = (hello: Buffer, size: number) => {
    const content = hello.subarray(5);
    const count = Math.ceil(content.length / size);
    return Buffer.concat(
      Array.from({ length: count }, (_, at) => record(22, content.subarray(at * size, (at + 1) * size))),
    );
  };
  const Spoken = [20, 23, 22, 21].map((kind) => record(kind, Buffer.alloc(300, 7)));

  it('comes through byte for byte, however it is cut', async () => {
    const all = Buffer.concat([inRecords(toHost, 40), ...Spoken]);
    assert.deepEqual(await through(all), { sent: all, fault: '' });
    assert.deepEqual(await through(...[...all].map((byte) => Buffer.from([byte]))), { sent: all, fault: '' });
  });

  const Other = 'its handshake names another host';
  it('is stopped at a second handshake that names another host, wherever it comes', async () => {
    for (const before of [[], Spoken]) {
      const allowed = Buffer.concat([toHost, ...before]);
      assert.deepEqual(await through(allowed, toOther), { sent: allowed, fault: Other });
      assert.deepEqual(await through(allowed, inRecords(toOther, 6)), { sent: allowed, fault: Other });
      assert.notEqual((await through(allowed, inRecords(toOther, 3))).fault, '');
    }
    const both = record(22, Buffer.concat([toHost.subarray(5), toOther.subarray(5)]));
    assert.deepEqual(await through(both), { sent: Buffer.alloc(0), fault: 'its handshake cannot be read' });
  });

  it('is stopped where the handshake names two hosts, hides one, or is cut short', async () => {
    const nameOf = (host: string) => {
      const name = Buffer.from(host);
      return [0, 0, 0, name.length + 5, 0, name.length + 3, 0, 0, name.length, ...name];
    };
    const helloWith = (...extensions: number[]) => {
      const body = [3, 3, ...Buffer.alloc(32), 0, 0, 2, 19, 1, 1, 0, 0, extensions.length, ...extensions];
      return record(22, Buffer.from([1, 0, 0, body.length, ...body]));
    };
    const name = nameOf(Host);
    assert.equal((await through(helloWith(...name))).fault, '');
    assert.equal((await through(helloWith(...name, ...nameOf('evil.example')))).fault, Other);
    assert.equal((await through(helloWith(...name, ...name))).fault, Other);
    assert.match((await through(helloWith(...name, 0xfe, 0x0d, 0, 1, 0))).fault, /encrypts the name/);
    assert.match((await through(helloWith(...name.slice(0, -1)))).fault, /cannot be read/);
    assert.match((await through(helloWith())).fault, /names no host/);
    assert.match((await through(helloWith(0, 0, 0, 0))).fault, /cannot be read/);
  });
});

async function helloTo(servername: string): Promise<Buffer> {
  const server = createPlainServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connectSecurely({ host: '127.0.0.1', port, servername }).on('error', () => {});
  const [accepted] = (await once(server, 'connection')) as [Socket];
  const [hello] = (await once(accepted, 'data')) as [Buffer];
  for (const socket of [client, accepted]) socket.destroy();
  server.close();
  return hello;
}
