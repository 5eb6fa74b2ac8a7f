import type { Agent } from './agent';

/** Where requests go. Never `System.TeamFoundationServerUri`, which in a release names another host. */
export function collectionUrlOf(agent: Agent): string {
  const url = agent.variable('System.CollectionUri') || agent.variable('System.TeamFoundationCollectionUri');
  return url === '' || url.endsWith('/') ? url : `${url}/`;
}

/**
 * True for an address of the collection's own service: the same origin, or one of the two names under which Azure DevOps
 * Services answers for an organisation.
 */
export function isOfCollection(address: string, collectionUrl: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(collectionUrl)) return false;
  const [asked, own] = [new URL(address), new URL(collectionUrl)];
  if (asked.username !== '' || asked.password !== '') return false;
  const organisation = organisationOf(own);
  if (organisation === '') return asked.origin === own.origin;
  return asked.protocol === 'https:' && asked.port === '' && organisation === organisationOf(asked);
}

/** Of `dev.azure.com/<name>/` and `<name>.visualstudio.com`, in lower case; empty for any other host. */
function organisationOf({ hostname, pathname }: URL): string {
  const old = /^([\w-]+)(?:\.[\w-]+)?\.visualstudio\.com$/.exec(hostname)?.[1];
  const isNew = hostname === 'dev.azure.com' || /^[\w-]+\.dev\.azure\.com$/.test(hostname);
  return (old ?? (isNew ? (pathname.split('/')[1] ?? '') : '')).toLowerCase();
}
