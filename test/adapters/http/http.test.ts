import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SecondPassError } from '../../../src/errors';
import { certificate } from './localhost';
import { client, closeAll, failureOf, nobody, serve, serveProxy } from './loopback';

const get = (url: string) => ({ method: 'GET', url, route: 'things/{id}' });
const post = (url: string, body = '{}') => ({ method: 'POST', url, route: 'things', body });

describe('http', () => {
  afterEach(closeAll);

  describe('answers', () => {
    it('gives status, headers, text without a byte-order mark, and the bytes as they came', async () => {
      const server = await serve((_, response) => response.writeHead(418, { 'X-Kind': 'tea' }).end('\uFEFFpot'));
      const answer = await client().send(get(server.url));
      assert.equal(answer.status, 418);
      assert.equal(answer.headers['x-kind'], 'tea');
      assert.equal(answer.text, 'pot');
      assert.equal(answer.bytes.byteLength, 6);
    });

    it('does not follow a redirect, nor send the body to its target', async () => {
      const target = await serve((_, response) => response.end('caught'));
      const server = await serve((_, response) =>
        response.writeHead(307, { location: `${target.url}/?token=s3cret-in-query` }).end(),
      );
      const error = await failureOf(client().send(post(server.url, 'source code')));
      assert.equal(error.code, 'redirect');
      assert.match(error.message, new RegExp(new URL(target.url).host));
      assert.doesNotMatch(error.message, /s3cret/);
      assert.equal(target.seen.length, 0);
    });

    it('refuses answers over the limit', async () => {
      const server = await serve((_, response) => response.end('x'.repeat(2000)));
      const error = await failureOf(client({ maximumAnswerBytes: 1000 }).send(get(server.url)));
      assert.equal(error.code, 'answer-too-large');
    });

    for (const [how, headers] of [
      ['with a stated length', { 'content-length': '500' }],
      ['in chunks', {}],
    ] as const) {
      it(`takes a body that is cut off ${how} for an error`, async () => {
        const server = await serve((_, response) => {
          response.writeHead(200, headers);
          response.write('[1, 2', () => response.destroy());
        });
        const error = await failureOf(client().send({ ...get(server.url), retry: 'never' }));
        assert.equal(error.code, 'cut-off');
        assert.equal(error.kind, 'platform');
      });
    }
  });

  describe('tries', () => {
    for (const status of [429, 500, 502, 503, 504]) {
      it(`reads again after ${status}, with growing waits, four times at most`, async () => {
        const server = await serve((_, response) => response.writeHead(status).end());
        const http = client();
        const answer = await http.send(get(server.url));
        assert.equal(answer.status, status);
        assert.equal(server.seen.length, 4);
        assert.deepEqual(http.clock.slept, [500, 1000, 2000]);
        assert.deepEqual(
          http.accessLog().map((entry) => entry.attempt),
          [1, 2, 3, 4],
        );
      });
    }

    it('reads again after a dropped connection and a cut-off body', async () => {
      const server = await serve((_, response, number) => {
        if (number === 1) response.destroy();
        else if (number === 2) response.writeHead(200, { 'content-length': '9' }).write('{', () => response.destroy());
        else response.end('{}');
      });
      assert.equal((await client().send(get(server.url))).text, '{}');
      assert.equal(server.seen.length, 3);
    });

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      it(`never repeats ${method}`, async () => {
        const server = await serve((_, response, number) =>
          number === 1 ? response.writeHead(503).end() : response.destroy(),
        );
        const http = client();
        assert.equal((await http.send({ ...get(server.url), method, retry: 'safe' })).status, 503);
        assert.equal((await failureOf(http.send({ ...get(server.url), method }))).code, 'connection');
        assert.equal(server.seen.length, 2);
      });
    }

    it('does not read again after other statuses, nor when told not to', async () => {
      const server = await serve((_, response, number) => response.writeHead(number === 1 ? 404 : 503).end());
      const http = client();
      assert.equal((await http.send(get(server.url))).status, 404);
      assert.equal((await http.send({ ...get(server.url), retry: 'never' })).status, 503);
      assert.equal(server.seen.length, 2);
    });

    it('gives up on an answer that does not come in time', async () => {
      const server = await serve(() => {});
      const error = await failureOf(client().send({ ...get(server.url), timeoutMilliseconds: 50, retry: 'never' }));
      assert.equal(error.code, 'timeout');
    });
  });

  describe('Retry-After', () => {
    const cases: [string, Record<string, string>, number][] = [
      ['seconds', { 'retry-after': '7' }, 7000],
      ['parts of a second', { 'retry-after': '1.5' }, 1500],
      [
        'a date, by the answer’s own date',
        { 'retry-after': 'Sun, 01 Mar 2020 00:00:09 GMT', date: 'Sun, 01 Mar 2020 00:00:00 GMT' },
        9000,
      ],
    ];
    for (const [how, headers, wait] of cases) {
      it(`is honoured in ${how}`, async () => {
        const server = await serve((_, response, number) =>
          number === 1 ? response.writeHead(429, headers).end() : response.end('done'),
        );
        const http = client();
        assert.equal((await http.send(get(server.url))).text, 'done');
        assert.deepEqual(http.clock.slept, [wait]);
      });
    }

    it('on a good answer delays the next request to that host, and no other', async () => {
      const server = await serve((_, response) => response.writeHead(200, { 'retry-after': '20' }).end());
      const other = await serve((_, response) => response.end());
      const http = client();
      await http.send(get(server.url));
      assert.deepEqual(http.clock.slept, []);
      await http.send(get(other.url));
      assert.deepEqual(http.clock.slept, []);
      await http.send(post(server.url));
      assert.deepEqual(http.clock.slept, [20_000]);
    });

    it('ends at once with an error when it is longer than the run may take', async () => {
      const server = await serve((_, response) => response.writeHead(429, { 'retry-after': '86400' }).end());
      for (const remainingMilliseconds of [undefined, () => 600_000]) {
        const http = client({ remainingMilliseconds });
        const error = await failureOf(http.send(get(server.url)));
        assert.equal(error.code, 'retry-after-too-long');
        assert.match(error.message, /86400 s/);
        assert.deepEqual(http.clock.slept, []);
      }
    });

    it('holds nothing back that is sent anyway, but for a wait that the run can take', async () => {
      const waits = ['86400', '86400', '20'];
      const server = await serve((_, response) =>
        response.writeHead(429, { 'retry-after': waits.shift() ?? '0' }).end(),
      );
      const http = client({ remainingMilliseconds: () => 600_000 });
      assert.equal((await http.send(post(server.url))).status, 429);
      assert.equal((await failureOf(http.send(post(server.url)))).code, 'retry-after-too-long');
      assert.equal((await http.send({ ...post(server.url), isSentAnyway: true })).status, 429);
      const failure = await failureOf(http.send({ ...get(server.url), isSentAnyway: true }));
      assert.equal(failure.code, 'retry-after-too-long');
      assert.deepEqual([http.clock.slept, waits], [[], []]);
    });
  });

  describe('order', () => {
    it('writes one after the other, reads some at a time', async () => {
      let now = 0;
      const most = { POST: 0, GET: 0 };
      const server = await serve(async ({ method }, response) => {
        now += 1;
        most[method as 'GET'] = Math.max(most[method as 'GET'], now);
        await new Promise((resolve) => setTimeout(resolve, 10));
        now -= 1;
        response.end();
      });
      const http = client();
      await Promise.all(Array.from({ length: 5 }, () => http.send(post(server.url))));
      await Promise.all(Array.from({ length: 20 }, () => http.send(get(server.url))));
      assert.equal(most.POST, 1);
      assert.ok(most.GET > 1 && most.GET <= 6, String(most.GET));
    });
  });

  describe('the end of the run', () => {
    it('throws the deadline’s own reason, while waiting for an answer and afterwards', async () => {
      const deadline = new AbortController();
      const reason = new SecondPassError({ kind: 'deadline', code: 'deadline', message: 'over' });
      const server = await serve(() => deadline.abort(reason));
      const http = client({ deadline: deadline.signal });
      assert.equal(await failureOf(http.send(get(server.url))), reason);
      assert.equal(await failureOf(http.send(get(server.url))), reason);
      assert.equal(await failureOf(http.fetch(server.url)), reason);
      assert.equal(server.seen.length, 1);
    });

    it('is a cancellation when the caller’s signal gives no reason of ours', async () => {
      const caller = new AbortController();
      const server = await serve(() => caller.abort());
      const error = await failureOf(client().send({ ...get(server.url), signal: caller.signal }));
      assert.equal(error.kind, 'cancelled');
      assert.equal(server.seen.length, 1);
    });
  });

  describe('the access log', () => {
    it('tells host, route, status, sizes and times, and nothing of the content', async () => {
      const server = await serve((_, response) => response.end('answer'));
      const http = client();
      await http.send(post(`${server.url}/secret-path?q=secret-query`, 'secret-body'));
      const [entry] = http.accessLog();
      assert.ok(entry);
      assert.deepEqual(Object.keys(entry).sort(), [
        'answerBytes',
        'attempt',
        'host',
        'method',
        'milliseconds',
        'requestBytes',
        'route',
        'status',
        'time',
      ]);
      assert.deepEqual(
        { ...entry, time: 0, milliseconds: 0 },
        {
          time: 0,
          host: new URL(server.url).host,
          method: 'POST',
          route: 'things',
          status: 200,
          requestBytes: 11,
          answerBytes: 6,
          milliseconds: 0,
          attempt: 1,
        },
      );
      assert.doesNotMatch(JSON.stringify(http.accessLog()), /secret/);
    });

    it('tells requests without an answer too', async () => {
      const http = client();
      await failureOf(http.send({ ...get(await nobody()), retry: 'never' }));
      assert.deepEqual(
        http.accessLog().map(({ status, answerBytes }) => [status, answerBytes]),
        [[0, 0]],
      );
    });
  });

  describe('fetch for SDKs', () => {
    it('passes method, headers, body and the answer’s stream on, and counts it', async () => {
      const server = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'r1' });
        response.write('one');
        setTimeout(() => response.end('two'), 5);
      });
      const http = client();
      const answer = await http.fetch(`${server.url}/v1/messages/batches/msgbatch_0123456789/results?limit=2`, {
        method: 'post',
        headers: new Headers({ 'x-api-key': 'k' }),
        body: '{"a":1}',
      });
      assert.equal(answer.headers.get('request-id'), 'r1');
      assert.equal(await answer.text(), 'onetwo');
      assert.deepEqual(server.seen[0]?.body, '{"a":1}');
      assert.equal(server.seen[0]?.headers['x-api-key'], 'k');
      const [entry] = http.accessLog();
      assert.equal(entry?.route, '/v1/messages/batches/{id}/results');
      assert.deepEqual([entry?.status, entry?.requestBytes, entry?.answerBytes], [200, 7, 6]);
    });

    it('does not follow redirects and repeats nothing', async () => {
      const target = await serve((_, response) => response.end());
      const server = await serve((_, response, number) =>
        number === 1 ? response.writeHead(307, { location: target.url }).end() : response.writeHead(529).end(),
      );
      const http = client();
      const error = await failureOf(http.fetch(server.url, { method: 'POST', body: 'source code' }));
      assert.equal(error.code, 'redirect');
      assert.equal(target.seen.length, 0);
      assert.equal((await http.fetch(server.url)).status, 529);
      assert.equal(server.seen.length, 2);
    });

    it('leaves an abort by the caller an AbortError, before and during the answer', async () => {
      const server = await serve((_, response) => void response.writeHead(200).write('begun'));
      for (const when of ['before', 'during']) {
        const caller = new AbortController();
        if (when === 'before') caller.abort();
        const read = async () => {
          const answer = await client().fetch(server.url, { signal: caller.signal });
          setTimeout(() => caller.abort(), 5);
          await answer.text();
        };
        await assert.rejects(read(), { name: 'AbortError' });
      }
    });

    it('says where to look when nobody answers', async () => {
      const error = await failureOf(client().fetch(await nobody()));
      assert.equal(error.code, 'connection');
      assert.match(error.message, /ECONNREFUSED/);
    });
  });

  describe('proxy and certificates', () => {
    const credentials = { username: 'agent', password: 'p@ss:wörd' };
    const wanted = `Basic ${Buffer.from('agent:p@ss:wörd').toString('base64')}`;

    it('goes through the proxy with its credentials: a tunnel for https, a whole address for http', async () => {
      const proxy = await serveProxy(wanted);
      const server = await serve((_, response) => response.end('through'), { tls: true });
      const http = client({ proxy: { url: proxy.url, ...credentials, bypass: [] }, caPem: certificate });
      assert.equal((await http.send(get(`${server.url}/a`))).text, 'through');
      assert.equal(await (await http.fetch(`${server.url}/b`)).text(), 'through');
      assert.equal((await http.send(get('http://inner.example/c'))).text, 'from the proxy');
      assert.deepEqual([...new Set(proxy.seen)], [`CONNECT ${new URL(server.url).host}`, 'GET http://inner.example/c']);
      assert.equal(server.seen[0]?.headers['proxy-authorization'], undefined);
    });

    it('takes credentials from the proxy’s address and never shows them', async () => {
      const proxy = await serveProxy(wanted);
      const url = proxy.url.replace('://', `://agent:${encodeURIComponent(credentials.password)}@`);
      const server = await serve((_, response) => response.end('through'), { tls: true });
      const http = client({ proxy: { url, bypass: [] }, caPem: certificate });
      assert.equal((await http.send(get(server.url))).text, 'through');
      assert.equal(http.redacted(`x ${credentials.password} ${wanted}`), 'x *** Basic ***');
    });

    it('goes past the proxy where an exception matches, and leaves broken exceptions out', async () => {
      const server = await serve((_, response) => response.end('direct'));
      const http = client({ proxy: { url: await nobody(), bypass: ['[', '127\\.0\\.0\\.1'] } });
      assert.equal((await http.send(get(server.url))).text, 'direct');
      assert.match(http.log.lines.join('\n'), /warning: The proxy exception "\["/);
    });

    it('names the proxy and its settings when it refuses, for https and http', async () => {
      const proxy = await serveProxy(wanted);
      const http = client({ proxy: { url: proxy.url, username: 'agent', password: 'wrong-word', bypass: [] } });
      for (const url of ['https://inner.example/', 'http://inner.example/']) {
        for (const call of [() => http.send(get(url)), () => http.fetch(url)]) {
          const error = await failureOf(call());
          assert.equal(error.code, 'proxy', `${url} ${error.message}`);
          assert.match(error.message, new RegExp(`${new URL(proxy.url).host}.*407.*inner.example`));
          assert.match(error.advice, /--proxyurl/);
          assert.doesNotMatch(error.message, /wrong-word/);
        }
      }
      assert.equal(proxy.seen.length, 4, 'a proxy that refuses is not asked again');
    });

    it('ends although a proxy takes the connection and never answers', async () => {
      const taken: Socket[] = [];
      const silent = createServer((socket) => taken.push(socket.on('error', () => {})));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const http = client({ proxy: { url, bypass: [] } });
      const asked = { ...get('https://inner.example/'), retry: 'never' as const, timeoutMilliseconds: 50 };
      assert.equal((await failureOf(http.send(asked))).code, 'timeout');
      await http.close();
      await Promise.all(taken.map((socket) => socket.destroyed || once(socket.resume(), 'close')));
      silent.close();
      assert.equal(taken.length, 1);
    });

    it('names the proxy when it cannot be reached', async () => {
      const url = await nobody();
      const http = client({ proxy: { url, bypass: [] } });
      const error = await failureOf(http.send({ ...get('https://inner.example/'), retry: 'never' }));
      assert.equal(error.code, 'connection');
      assert.match(error.message, new RegExp(`inner.example through the proxy ${new URL(url).host}`));
    });

    it('refuses a certificate nobody vouches for, once, and says where to put an authority', async () => {
      const server = await serve((_, response) => response.end(), { tls: true });
      for (const call of [() => client().send(get(server.url)), () => client().fetch(server.url)]) {
        const error = await failureOf(call());
        assert.equal(error.code, 'tls');
        assert.match(error.message, /DEPTH_ZERO_SELF_SIGNED_CERT/);
        assert.match(error.advice, /--sslcacert/);
      }
      assert.equal(server.seen.length, 0);
    });
  });

  describe('redaction', () => {
    it('blanks registered values in every writing, authorization headers and credentials in addresses', () => {
      const http = client();
      http.redact('top/secret+value');
      const basic = Buffer.from(':top/secret+value').toString('base64');
      const table: [string, string][] = [
        ['a top/secret+value b', 'a *** b'],
        [`x ${basic}`, 'x ***'],
        ['?sig=top%2Fsecret%2Bvalue', '?sig=***'],
        ['{"Authorization": "Bearer abcdefgh.ijkl"}', '{"Authorization": "***"}'],
        ['Proxy-Authorization: Basic dXNlcjpwYXNz', 'Proxy-Authorization: ***'],
        ['sent Bearer eyJhbGciOi.eyJzdWIi.sig along', 'sent Bearer *** along'],
        ['http://user:word@proxy:8080/', 'http://***@proxy:8080/'],
        ['nothing to hide', 'nothing to hide'],
      ];
      for (const [text, clean] of table) assert.equal(http.redacted(text), clean);
    });
  });
});
