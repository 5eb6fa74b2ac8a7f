import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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

const LONG = 'x'.repeat(3_000_000);

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
      response.end(incoming.url === '/long' ? LONG : 'served');
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
    for (const words of [Words, 'SSH-2.0-x\r\n', '\x80\x2e\x01\x00\x02\x00', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']) {
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

  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  for (const maxVersion of versions)
    it(`leads there once more in a session of before: ${maxVersion}`, async () => {
      const options = { servername: Host, maxVersion, rejectUnauthorized: false };
      const first = connectSecurely({ ...options, socket: await tunnel() });
      const session = new Promise<Buffer>((resolve) => first.on('session', resolve));
      assert.match(await read(first, Words), /served$/);
      const second = connectSecurely({ ...options, socket: await tunnel(), session: await session });
      await once(second, 'secureConnect');
      assert.equal(second.isSessionReused(), true);
      assert.match(await read(second, Words), /served$/);
    });

  for (const maxVersion of versions)
    it(`hands on the whole of a long answer, in TLS 1.3 to a client that has half closed: ${maxVersion}`, async () => {
      const socket = connectSecurely({
        socket: await tunnel(),
        rejectUnauthorized: false,
        servername: Host,
        maxVersion,
      });
      let length = 0;
      socket[maxVersion === 'TLSv1.3' ? 'end' : 'write']('GET /long HTTP/1.0\r\n\r\n');
      for await (const piece of socket) length += (piece as Buffer).length;
      assert.ok(length > LONG.length);
    });

  it('leads there where the server asks for a second hello', async () => {
    edge.setSecureContext({ key, cert: certificate, ecdhCurve: 'P-384' });
    assert.match(await said(Words, { servername: Host, ecdhCurve: 'X25519:P-384' }), /served$/);
    assert.equal(proxy.uses()[0]?.refused, '');
  });

  it('does not for a second handshake within the encryption', async () => {
    const options = { servername: Host, maxVersion: 'TLSv1.2', rejectUnauthorized: false } as const;
    const socket = connectSecurely({ ...options, socket: await tunnel() }).on('error', () => {});
    await once(socket, 'secureConnect');
    socket.renegotiate({}, () => {});
    await once(socket, 'close');
    assert.equal(proxy.uses()[0]?.refused, 'it begins a second handshake');
  });

  it('tells what went through behind any number of refusals', async () => {
    for (let count = 0; count < 600; count += 1) {
      const asking = request({ socketPath, method: 'CONNECT', path: `h${count}.example:443`, agent: false }).end();
      const [, socket] = (await once(asking, 'connect')) as [unknown, Socket];
      socket.destroy();
    }
    assert.match(await said(Words, { servername: Host }), /served$/);
    assert.equal(proxy.uses().length, 501);
    assert.ok((proxy.uses().at(-1)?.sentBytes ?? 0) > 200);
  });
});

describe('what a client of TLS says to one host', () => {
  const Host = 'registry.example';
  let toHost: Buffer;
  let toOther: Buffer;
  before(async () => {
    [toHost, toOther] = [await helloTo(Host), await helloTo('evil.example')];
  });

  /** What the host says in between. */
  class Answer {
    readonly bytes: Buffer;
    constructor(bytes: Buffer) {
      this.bytes = bytes;
    }
  }
  const saidOf = (life: (Buffer | Answer)[]) =>
    Buffer.concat(life.filter((piece): piece is Buffer => !(piece instanceof Answer)));

  /** What comes through, and why no more does. */
  async function through(...pieces: (Buffer | Answer)[]): Promise<{ sent: Buffer; fault: string }> {
    const sent: Buffer[] = [];
    const { said, answered } = onlyTo(Host);
    said.on('data', (piece: Buffer) => sent.push(piece));
    answered.resume();
    const end = new Promise<string>((resolve) => {
      for (const side of [said, answered]) side.on('error', ({ message }) => resolve(message));
      said.on('end', () => resolve(''));
    });
    for (const piece of pieces) {
      if (piece instanceof Answer) answered.write(piece.bytes);
      else said.write(piece);
      await new Promise(setImmediate);
    }
    said.end();
    const fault = await end;
    return { sent: Buffer.concat(sent), fault };
  }

  const record = (kind: number, content: Buffer, version = 0x0303) =>
    Buffer.concat([
      Buffer.from([kind, version >> 8, version & 255, content.length >> 8, content.length & 255]),
      content,
    ]);
  const inRecords = (hello: Buffer, size: number) => {
    const content = hello.subarray(5);
    const count = Math.ceil(content.length / size);
    return Buffer.concat(
      Array.from({ length: count }, (_, at) => record(22, content.subarray(at * size, (at + 1) * size))),
    );
  };
  const message = (kind: number, body: Buffer) =>
    Buffer.concat([Buffer.from([kind, body.length >> 16, (body.length >> 8) & 255, body.length & 255]), body]);
  const answer = (random: Buffer, extensions: number[]) => {
    const body = [3, 3, ...random, 0, 0x13, 1, 0, 0, extensions.length, ...extensions];
    return record(22, message(2, Buffer.from(body)));
  };
  const Newer = [0, 43, 0, 2, 3, 4];
  const AskAgain = new Answer(answer(createHash('sha256').update('HelloRetryRequest').digest(), Newer));
  const TakeNewer = new Answer(answer(Buffer.alloc(32, 1), Newer));
  const TakeOlder = new Answer(answer(Buffer.alloc(32, 1), [0xff, 1, 0, 1, 0]));
  const Change = record(20, Buffer.from([1]));
  const Data = record(23, Buffer.alloc(300, 7));
  const Warning = record(21, Buffer.from([1, 0]));
  const Finished = record(22, Buffer.alloc(40, 7));
  const KeyExchange = record(22, message(16, Buffer.alloc(66, 7)));

  it('comes through byte for byte, however it is cut', async () => {
    const lives: (Buffer | Answer)[][] = [
      [inRecords(toHost, 40), TakeNewer, Change, Data, Data, Warning],
      [toHost, Change, Data, TakeNewer, Data],
      [toHost, Change, Data, AskAgain, new Answer(Change), inRecords(toHost, 100), TakeNewer, Data],
      [toHost, AskAgain, Change, toHost, TakeNewer, Data],
      [toHost, TakeOlder, KeyExchange, Change, Finished, Data, Data, record(21, Buffer.alloc(26))],
      [toHost, TakeOlder, Change, Finished, Data],
      [toHost, new Answer(record(21, Buffer.from([2, 40]))), Warning],
    ];
    for (const life of lives) {
      const all = saidOf(life);
      assert.deepEqual(await through(...life), { sent: all, fault: '' });
      const cut = life.flatMap((piece): (Buffer | Answer)[] =>
        piece instanceof Answer
          ? [...piece.bytes].map((byte) => new Answer(Buffer.from([byte])))
          : [...piece].map((byte) => Buffer.from([byte])),
      );
      assert.deepEqual(await through(...cut), { sent: all, fault: '' });
    }
  });

  const Other = 'its handshake names another host';
  const Unread = 'its handshake cannot be read';
  it('is stopped at a second hello that names another host', async () => {
    for (const between of [[], [Change], [Change, Data], [Data]]) {
      const before = Buffer.concat([toHost, ...between]);
      for (const cut of [toOther, inRecords(toOther, 60), inRecords(toOther, toOther.length - 6)])
        assert.deepEqual(await through(toHost, AskAgain, ...between, cut), { sent: before, fault: Other });
    }
  });

  it('is stopped at a hello where none is due, whatever its records are', async () => {
    const stages: (Buffer | Answer)[][] = [
      [toHost],
      [toHost, Change],
      [toHost, Change, Data],
      [toHost, TakeNewer],
      [toHost, TakeNewer, Change, Data],
      [toHost, TakeOlder],
      [toHost, TakeOlder, KeyExchange],
      [toHost, AskAgain, toHost],
    ];
    for (const stage of stages) {
      const before = saidOf(stage);
      for (const hello of [toHost, toOther, inRecords(toOther, 60)])
        assert.deepEqual(await through(...stage, hello), { sent: before, fault: Unread });
      for (const version of [0x0300, 0x0304, 0x0200, 0x7f1c])
        assert.deepEqual(await through(...stage, record(22, toOther.subarray(5), version)), {
          sent: before,
          fault: 'it does not speak TLS',
        });
    }
  });

  it('is stopped at a second handshake after the first', async () => {
    for (const hello of [toHost, toOther]) {
      assert.equal((await through(toHost, TakeOlder, Change, hello)).fault, Unread);
      // No longer than a Finished, the first part may be one; the host has its keys by then, and takes nothing without.
      assert.match((await through(toHost, TakeOlder, Change, inRecords(hello, 60))).fault, /second handshake/);
    }
    for (const more of [Finished, toHost, toOther])
      assert.equal(
        (await through(toHost, TakeOlder, Change, Finished, Data, more)).fault,
        'it begins a second handshake',
      );
  });

  it('is stopped at a hello behind another message of the same record', async () => {
    const [host, other] = [toHost.subarray(5), toOther.subarray(5)];
    assert.deepEqual(await through(record(22, Buffer.concat([host, other]))), { sent: Buffer.alloc(0), fault: Unread });
    assert.deepEqual(await through(record(22, Buffer.concat([host, other.subarray(0, 3)]))), {
      sent: Buffer.alloc(0),
      fault: Unread,
    });
    const behindKey = record(22, Buffer.concat([KeyExchange.subarray(5), other]));
    assert.deepEqual(await through(toHost, TakeOlder, behindKey), { sent: toHost, fault: Unread });
  });

  it('is stopped at what no client says in the clear', async () => {
    const odd: Buffer[] = [
      ...[0, 2, 4, 8, 20, 24, 254].map((kind) => record(22, message(kind, Buffer.alloc(12)))),
      ...[19, 24, 25, 0, 255].map((kind) => record(kind, Buffer.alloc(12))),
      ...[record(20, Buffer.from([2])), record(20, Buffer.from([1, 1])), record(21, Buffer.alloc(3))],
      ...[record(22, Buffer.alloc(0)), Buffer.from([22, 3, 3, 0x41, 1]), record(22, Buffer.from([1, 1, 0, 0]))],
    ];
    for (const one of odd) {
      assert.notEqual((await through(one)).fault, '');
      for (const reply of [TakeOlder, AskAgain]) assert.notEqual((await through(toHost, reply, one)).fault, '');
    }
    assert.notEqual((await through(toHost, TakeOlder, Data)).fault, '');
  });

  it('is stopped where its records interrupt each other, or are too many', async () => {
    const half = inRecords(toHost, 300).subarray(0, 305);
    for (const one of [Change, Data, Warning])
      assert.deepEqual(await through(half, one), { sent: Buffer.alloc(0), fault: Unread });
    assert.deepEqual(await through(inRecords(toHost, 2)), { sent: Buffer.alloc(0), fault: Unread });
  });

  it('is held back until it is whole, up to a size', async () => {
    const padded = (bytes: number) => {
      const hello = toHost.subarray(5);
      const at = 4 + 34 + 1 + (hello[38] ?? 0);
      const ciphers = at + 2 + hello.readUInt16BE(at);
      const before = hello.subarray(4, ciphers + 2);
      const extensions = hello.subarray(ciphers + 4);
      const padding = Buffer.concat([Buffer.from([0, 21, bytes >> 8, bytes & 255]), Buffer.alloc(bytes)]);
      const length = extensions.length + padding.length;
      return message(1, Buffer.concat([before, Buffer.from([length >> 8, length & 255]), extensions, padding]));
    };
    const large = inRecords(Buffer.concat([Buffer.alloc(5), padded(60_000)]), 16_384);
    assert.deepEqual(await through(large), { sent: large, fault: '' });
    assert.deepEqual(await through(large.subarray(0, -1)), { sent: Buffer.alloc(0), fault: '' });
    const larger = inRecords(Buffer.concat([Buffer.alloc(5), message(1, Buffer.alloc(65_600))]), 16_384);
    assert.deepEqual(await through(larger), { sent: Buffer.alloc(0), fault: Unread });
  });

  it('is stopped where the host answers in something else', async () => {
    for (const bytes of [Buffer.from('HTTP/1.1 400 Bad Request\r\n'), Data, record(22, message(0, Buffer.alloc(0)))])
      assert.equal((await through(toHost, new Answer(bytes))).fault, 'its host does not answer in TLS');
    assert.equal((await through(TakeOlder)).fault, 'its host does not answer in TLS');
  });

  it('is stopped where the handshake names two hosts, hides one, or is cut short', async () => {
    const nameOf = (host: string) => {
      const name = Buffer.from(host);
      return [0, 0, 0, name.length + 5, 0, name.length + 3, 0, 0, name.length, ...name];
    };
    const helloWith = (extensions: number[], behind: number[] = []) => {
      const body = [3, 3, ...Buffer.alloc(32), 0, 0, 2, 19, 1, 1, 0, 0, extensions.length, ...extensions, ...behind];
      return record(22, message(1, Buffer.from(body)));
    };
    const name = nameOf(Host);
    assert.equal((await through(helloWith(name))).fault, '');
    assert.equal((await through(helloWith(nameOf('REGISTRY.example')))).fault, '');
    for (const other of [
      'registry.example.',
      'registry.example\0',
      '\0registry.example',
      '',
      'evil.example',
      '127.0.0.1',
    ])
      assert.equal((await through(helloWith(nameOf(other)))).fault, Other);
    assert.equal((await through(helloWith([...name, ...nameOf('evil.example')]))).fault, Other);
    assert.equal((await through(helloWith([...name, ...name]))).fault, Other);
    const two = [...name, 0, 0, 1, 120];
    assert.equal((await through(helloWith([...two.slice(0, 3), 25, 0, 23, ...two.slice(6)]))).fault, Other);
    assert.equal((await through(helloWith([...two.slice(0, 3), 25, ...two.slice(4)]))).fault, Other);
    assert.match((await through(helloWith([...name, 0xfe, 0x0d, 0, 1, 0]))).fault, /encrypts the name/);
    assert.equal((await through(helloWith(name.slice(0, -1)))).fault, Unread);
    assert.equal((await through(helloWith(name, [0]))).fault, Unread);
    assert.match((await through(helloWith([]))).fault, /names no host/);
    assert.equal((await through(helloWith([0, 0, 0, 0]))).fault, Unread);
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
