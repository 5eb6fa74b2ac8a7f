import { identityUrl } from '../adapters/azure-devops/identity-url';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import { readConnectionString } from '../adapters/telemetry/application-insights';
import type { Settings } from '../steps/settings/settings';

type Named = Pick<PipelineFacts, 'collectionUrl' | 'oidcRequestUrl'> & {
  credentials: Pick<PipelineFacts['credentials'], 'azureDevOps' | 'model'>;
  /** Of the second task. */
  writer?: PipelineFacts['credentials']['azureDevOps'] | null;
  queue?: object;
};
type NamedInputs = Pick<Settings, 'endpoint' | 'applicationInsights' | 'otlpEndpoint'>;

const CLAUDE = 'https://api.anthropic.com';

/** Every host that an input, a variable of the agent or a service connection names: nothing else is ever asked. */
export function namedHosts(
  { collectionUrl, oidcRequestUrl, credentials, writer, queue }: Named,
  { endpoint, applicationInsights, otlpEndpoint }: NamedInputs,
): (host: string) => boolean {
  const federated = [credentials.azureDevOps, credentials.model, writer].flatMap((credential) =>
    credential?.kind === 'federated' ? [credential.connection.authority, oidcRequestUrl] : [],
  );
  const urls = [
    collectionUrl,
    queue ? identityAddress(collectionUrl) : '',
    endpoint || CLAUDE,
    ...federated,
    otlpEndpoint,
    ingestionOf(applicationInsights),
  ];
  const hosts = new Set(urls.flatMap((url) => (URL.canParse(url) ? [new URL(url).host] : [])));
  return (host) => hosts.has(host);
}

/** Azure DevOps Services keeps people and groups on a host of their own. */
function identityAddress(collectionUrl: string): string {
  return URL.canParse(collectionUrl) ? identityUrl(collectionUrl) : '';
}

/** A connection string that cannot be read names nothing; it is told where it is used. */
function ingestionOf(connection: string): string {
  try {
    return connection === '' ? '' : readConnectionString(connection).endpoint;
  } catch {
    return '';
  }
}
