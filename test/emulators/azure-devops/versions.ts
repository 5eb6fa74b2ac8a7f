import { ServiceError } from './service-error';

export type Product = 'services' | 'server-2022.1' | 'server-2022' | 'server-2020' | 'server-2019';

/** The newest released REST version of each product, the preview beyond it, and where its collections live. */
export const products: Record<Product, { released: string; preview?: string; collectionPath: string }> = {
  services: { released: '7.1', preview: '7.2', collectionPath: '/fabrikam/' },
  'server-2022.1': { released: '7.1', collectionPath: '/tfs/DefaultCollection/' },
  'server-2022': { released: '7.0', collectionPath: '/tfs/DefaultCollection/' },
  'server-2020': { released: '6.0', preview: '6.1', collectionPath: '/tfs/DefaultCollection/' },
  'server-2019': { released: '5.0', preview: '5.1', collectionPath: '/tfs/DefaultCollection/' },
};

/** The api-version of a request: its parts, and as it was written. */
export interface ApiVersion {
  text: string;
  number: string;
  isPreview: boolean;
}

/** Reads `7.1`, `7.1-preview` or `7.1-preview.2`; undefined when there is none, null when it cannot be read. */
export function requestedVersion(query: string | undefined, accept: string | undefined): ApiVersion | undefined | null {
  const text = query ?? /;\s*api-version=([^;,\s]+)/i.exec(accept ?? '')?.[1];
  if (text === undefined) return undefined;
  const found = /^(\d+\.\d+)(-preview(?:\.\d+)?)?$/i.exec(text.trim());
  if (!found) return null;
  return { text: text.trim(), number: found[1] as string, isPreview: found[2] !== undefined };
}

/**
 * Refuses versions this product does not know, and released versions of resources that were previews then.
 * `availability` is the description's note: product and version, to the api-version of the operation in it.
 */
export function checkVersion(
  product: Product,
  version: ApiVersion | undefined,
  method: string,
  availability: Record<string, string> | undefined,
): void {
  if (!version) {
    if (method === 'GET' || method === 'OPTIONS') return;
    throw new ServiceError(
      400,
      'VssVersionNotSpecifiedException',
      `No api-version was supplied for the "${method}" request. The version must be supplied either as part of the ` +
        'Accept header (e.g. "application/json; api-version=1.0") or as a query parameter (e.g. "?api-version=1.0").',
    );
  }
  checkRange(product, version);
  if (version.isPreview || !mustBePreview(product, version, availability)) return;
  throw new ServiceError(
    400,
    'VssInvalidPreviewVersionException',
    `The requested version "${version.number}" of the resource is under preview. The -preview flag must be supplied in ` +
      `the api-version for such requests. For example: "${version.number}-preview"`,
  );
}

/** Whether an operation existed when this version was released. */
export function existsIn(version: ApiVersion | undefined, availability: Record<string, string> | undefined): boolean {
  if (!version || !availability) return true;
  return writtenFor(version, availability) !== undefined || compare(version.number, '5.0') < 0;
}

function checkRange(product: Product, version: ApiVersion): void {
  const { released, preview } = products[product];
  const newest = preview ?? released;
  if (compare(version.number, newest) <= 0) return;
  throw new ServiceError(
    400,
    'VssVersionOutOfRangeException',
    `The requested REST API version of ${version.text} is out of range for this server. ` +
      `The latest REST API version this server supports is ${newest}.`,
  );
}

function mustBePreview(
  product: Product,
  version: ApiVersion,
  availability: Record<string, string> | undefined,
): boolean {
  if (compare(version.number, products[product].released) > 0) return true;
  return /-preview/.test((availability && writtenFor(version, availability)) ?? '');
}

/** The operation's api-version in the newest published description that is not newer than what was asked. */
function writtenFor(version: ApiVersion, availability: Record<string, string>): string | undefined {
  const notNewer = Object.values(availability).filter((written) => compare(written, version.number) <= 0);
  return notNewer.sort(compare).at(-1);
}

function compare(left: string, right: string): number {
  return Number.parseFloat(left) - Number.parseFloat(right);
}
