import { baseUrl } from './rest';

/** `https://vssps.dev.azure.com/<name>/` for an organisation, the collection itself on a server. */
export function identityUrl(collectionUrl: string): string {
  const base = baseUrl(collectionUrl);
  const { hostname, pathname } = new URL(base);
  if (hostname === 'dev.azure.com') return `https://vssps.dev.azure.com${pathname}`;
  const old = /^([\w-]+)\.visualstudio\.com$/.exec(hostname)?.[1];
  return old === undefined ? base : `https://${old}.vssps.visualstudio.com/`;
}
