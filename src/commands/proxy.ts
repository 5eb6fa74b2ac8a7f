import { passwordsOf } from '../adapters/azure-pipelines/known-secrets';
import type { ProxySettings } from '../adapters/http/http';

/**
 * The proxy that the environment names, as curl and git take it; `NO_PROXY` lists hosts and domains that are reached directly.
 * A pipeline's proxy comes from its agent instead, since any step of a job can set the environment.
 */
export function proxyOf(environment: Readonly<Record<string, string | undefined>>): ProxySettings | undefined {
  const named = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const url = named('HTTPS_PROXY') || named('ALL_PROXY');
  if (url === '') return undefined;
  return {
    url,
    bypass: named('NO_PROXY')
      .split(/[\s,]+/)
      .flatMap(patternOf),
  };
}

/** As it is written and as it is sent; none where the proxy wants none. */
export function proxyPasswords(environment: Readonly<Record<string, string | undefined>>): string[] {
  return passwordsOf(proxyOf(environment)?.url ?? '');
}

/** `*`, `host`, `.domain`, `*.domain`, each with a port or without. */
function patternOf(entry: string): string[] {
  if (entry === '') return [];
  if (entry === '*') return ['.*'];
  const { host = '', port } = /^(?:\*?\.)?(?<host>.+?)(?::(?<port>\d+))?$/.exec(entry)?.groups ?? {};
  const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return [`^[a-z]+://([^/]*\\.)?${name}(:${port ?? '\\d+'})${port === undefined ? '?' : ''}(/|$)`];
}
