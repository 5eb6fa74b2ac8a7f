import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface Running {
  /** `http://127.0.0.1:port`, or `https://localhost:port`. */
  url: string;
  close(): Promise<void>;
}

/** A server before another one that speaks TLS, as a reverse proxy does. */
export async function serveSecurely(target: string, identity: { key: string; cert: string }): Promise<Running> {
  const server = createSecureServer(identity, (incoming, outgoing) => forward(new URL(target), incoming, outgoing));
  return running(server, 'https://localhost');
}

/** A forward proxy as companies have them: wants a user, passes plain requests on and opens tunnels. */
export async function serveProxy(user: { name: string; password: string }): Promise<Running & { seen: string[] }> {
  const wanted = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  const challenge = { 'proxy-authenticate': 'Basic realm="proxy"' };
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    if (incoming.headers['proxy-authorization'] !== wanted) return void outgoing.writeHead(407, challenge).end();
    const target = new URL(incoming.url ?? '');
    seen.push(`${incoming.method} ${target.host}`);
    incoming.url = `${target.pathname}${target.search}`;
    forward(target, incoming, outgoing);
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
    if (incoming.headers['proxy-authorization'] !== wanted) {
      return void socket.end('HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm="proxy"\r\n\r\n');
    }
    seen.push(`CONNECT ${incoming.url}`);
    const [host, port] = (incoming.url ?? '').split(':');
    const tunnel = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('error', () => tunnel.destroy());
  });
  return { ...(await running(server, 'http://127.0.0.1')), seen };
}

export interface TokenRequest {
  path: string;
  authorization: string;
  form: Record<string, string>;
}

/** The collection's endpoint for tokens of a connection before the rest of it, and Microsoft Entra's, on one address. */
export async function serveTokens(given: {
  jobToken: string;
  /** The first, the second, ... token; Entra refuses to give an undefined one. */
  accessTokens: readonly (string | undefined)[];
  /** The rest of the collection. */
  collection: () => URL;
}): Promise<Running & { requests: TokenRequest[] }> {
  const requests: TokenRequest[] = [];
  let exchanges = 0;
  const server = createServer(async (incoming, outgoing) => {
    if (!/oidctoken|\/oauth2\//.test(incoming.url ?? '')) return forward(given.collection(), incoming, outgoing);
    const form = Object.fromEntries(new URLSearchParams((await bodyOf(incoming)).toString()));
    const { url: path = '', headers } = incoming;
    requests.push({ path, authorization: headers.authorization ?? '', form });
    const answer = (status: number, body: object) =>
      void outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (path.includes('/oidctoken')) {
      const isJob = headers.authorization === `Bearer ${given.jobToken}`;
      return isJob ? answer(200, { oidcToken: 'vouched-for-0123456789' }) : answer(401, { message: 'TF400813' });
    }
    if (form.client_assertion !== 'vouched-for-0123456789') return answer(401, { error: 'AADSTS700213' });
    const token = given.accessTokens[Math.min(exchanges, given.accessTokens.length - 1)];
    exchanges += 1;
    return token === undefined
      ? answer(401, { error: 'AADSTS700213' })
      : answer(200, { access_token: token, expires_in: 3600 });
  });
  return { ...(await running(server, 'http://127.0.0.1')), requests };
}

function forward(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url: path } = incoming;
  const { hostname, port } = target;
  const { 'proxy-authorization': _, ...passed } = headers;
  const onwards = send({ hostname, port, method, path, headers: { ...passed, host: target.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onwards.on('error', () => outgoing.destroy());
  incoming.pipe(onwards);
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function running(server: Server, origin: string): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `${origin}:${(server.address() as AddressInfo).port}`, close };
}
