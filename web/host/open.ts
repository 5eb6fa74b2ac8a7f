import * as Sdk from 'azure-devops-extension-sdk';
import { locationOf } from './location';
import { narrowRequests } from './narrow-requests';
import { hostNavigation, type Navigation } from './navigation';
import { followGround } from './theme';

/** Azure DevOps around the frame, as far as pages need it. */
export interface Host extends Navigation {
  /** Of the collection or organisation, ending with a slash. */
  collectionUrl: string;
  project: { id: string; name: string };
  /** `en-US`; empty where the host says nothing. */
  culture: string;
  /** What the place of the page tells it: the run, the pull request. */
  configuration: Readonly<Record<string, unknown>>;
  token(): Promise<string>;
}

/** Shakes hands with the host; nothing is asked of anybody before that, and all that is needed then is asked side by side. */
export async function openHost(): Promise<Host> {
  followGround();
  const start = performance.now();
  await Sdk.init({ loaded: false, applyTheme: true });
  performance.measure('second-pass-handshake', { start });
  const page = Sdk.getPageContext();
  const token = createToken();
  // What stands there already can be shown: it says what is waited for.
  void Sdk.notifyLoadSucceeded();
  const [navigation, collectionUrl] = await Promise.all([hostNavigation(), locationOf(page)]);
  narrowRequests(collectionUrl);
  const { id = '', name = '' } = page?.webContext?.project ?? {};
  return {
    ...navigation,
    collectionUrl,
    project: { id, name },
    culture: page?.globalization?.culture ?? '',
    configuration: Sdk.getConfiguration(),
    token,
  };
}

/** The first one is asked for before anybody needs it; who asks again wants another. */
function createToken(): () => Promise<string> {
  let first: Promise<string> | undefined = Sdk.getAccessToken();
  first.catch(() => undefined);
  return () => {
    const token = first ?? Sdk.getAccessToken();
    first = undefined;
    return token;
  };
}
