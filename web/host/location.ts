import { getService, type IPageContext } from 'azure-devops-extension-sdk';

interface LocationService {
  getServiceLocation(): Promise<string>;
}

/** Url of the collection; hosts without the service that tells it name it in the context of the page. */
export async function locationOf(page: IPageContext | undefined): Promise<string> {
  const told = await getService<LocationService>('ms.vss-features.location-service')
    .then((service) => service.getServiceLocation())
    .catch(() => undefined);
  const url = told ?? inContext(page);
  if (url === undefined) throw new Error('Azure DevOps did not say where its collection is.');
  return url.endsWith('/') ? url : `${url}/`;
}

function inContext(page: unknown): string | undefined {
  const { webContext } = (page ?? {}) as {
    webContext?: Record<'collection' | 'account', { uri?: unknown } | undefined>;
  };
  const uri = webContext?.collection?.uri ?? webContext?.account?.uri;
  return typeof uri === 'string' && /^https?:\/\//.test(uri) ? uri : undefined;
}
