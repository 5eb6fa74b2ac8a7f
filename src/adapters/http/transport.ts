import * as nodeTls from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Log } from '../../ports/log';
import type { Way } from './faults';
import { proxyExceptions } from './proxy-exceptions';
import type { Redaction } from './redaction';

export interface ProxySettings {
  url: string;
  username?: string | undefined;
  password?: string | undefined;
  /** Sources of regular expressions; an address that one of them matches is reached directly. */
  bypass: readonly string[];
}

/** PEM certificate and key, or a PFX archive. */
export interface ClientCertificate {
  cert?: string | undefined;
  key?: string | undefined;
  pfx?: Buffer | undefined;
  passphrase?: string | undefined;
}

export interface Transport {
  dispatcherFor(url: URL): Dispatcher;
  wayOf(url: URL, method: string): Way;
  close(): Promise<void>;
}

interface TransportOptions {
  /** Set where what Node was started with is not to be believed: then its own authorities alone count, and `caPem`. */
  isTrustForeign?: boolean | undefined;
  proxy?: ProxySettings | undefined;
  caPem?: string | undefined;
  clientCertificate?: ClientCertificate | undefined;
  log: Log;
}

const NO_TIMEOUTS = { headersTimeout: 0, bodyTimeout: 0 };

/** Direct and proxied connections, each made when first needed. Timeouts are the callers' concern. */
export function createTransport(options: TransportOptions, redaction: Redaction): Transport {
  const proxy = options.proxy && readProxy(options.proxy, redaction);
  const isException = proxyExceptions(options.proxy?.bypass ?? [], (source) =>
    options.log.warn(`The proxy exception "${source}" is not a regular expression and is left out.`),
  );
  const open = new Map<'direct' | 'proxied', Dispatcher>();
  const isProxied = (url: URL) => proxy !== undefined && !isException(url);
  return {
    dispatcherFor(url) {
      const kind = proxy && isProxied(url) ? 'proxied' : 'direct';
      const found = open.get(kind) ?? (kind === 'proxied' && proxy ? proxied(proxy, options) : direct(options));
      open.set(kind, found);
      return found;
    },
    wayOf: (url, method) => ({ host: url.host, method, proxy: isProxied(url) ? proxy?.address.host : undefined }),
    // A proxy that never answers keeps its tunnel under way: whoever closes waits for nothing any more.
    async close() {
      await Promise.all([...open.values()].map((dispatcher) => dispatcher.destroy()));
      open.clear();
    },
  };
}

function direct(options: TransportOptions): Dispatcher {
  return new Agent({ ...NO_TIMEOUTS, connect: tls(options) });
}

function proxied({ address, username, password }: Proxied, options: TransportOptions): Dispatcher {
  const token = username ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : undefined;
  return new ProxyAgent({
    ...NO_TIMEOUTS,
    uri: address.href,
    ...(token ? { token } : {}),
    requestTls: tls(options),
    proxyTls: tls(options),
    // Most proxies open tunnels to port 443 only; plain http goes through them as a request with a full address.
    proxyTunnel: false,
  });
}

function tls({ caPem, clientCertificate, isTrustForeign = false }: TransportOptions): Record<string, unknown> {
  const { cert, key, pfx, passphrase } = clientCertificate ?? {};
  return {
    ...(caPem || isTrustForeign ? { ca: [...trusted(isTrustForeign), ...(caPem ? [caPem] : [])] } : {}),
    ...(cert && key ? { cert, key } : {}),
    ...(pfx ? { pfx } : {}),
    ...(passphrase ? { passphrase } : {}),
  };
}

/** Naming an authority replaces Node's own list, so that list is repeated; Node 20 cannot tell the extra ones. */
function trusted(isTrustForeign: boolean): readonly string[] {
  if (isTrustForeign) return nodeTls.rootCertificates;
  const { getCACertificates } = nodeTls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? nodeTls.rootCertificates;
}

interface Proxied {
  address: URL;
  username: string;
  password: string;
}

/** Credentials in the address itself are taken out of it, so that no message can show them. */
function readProxy(proxy: ProxySettings, redaction: Redaction): Proxied {
  const address = new URL(/^\w+:\/\//.test(proxy.url) ? proxy.url : `http://${proxy.url}`);
  const username = proxy.username || decodeURIComponent(address.username);
  const password = proxy.password || decodeURIComponent(address.password);
  if (password) for (const secret of [password, `${username}:${password}`]) redaction.add(secret);
  address.username = '';
  address.password = '';
  return { address, username, password };
}
