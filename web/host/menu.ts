import * as Sdk from 'azure-devops-extension-sdk';
import { locationOf } from './location';
import { hostNavigation } from './navigation';

/** What an item of a menu can have the host do. */
export interface MenuHost {
  /** Shows a page of ours beside what the reader looks at; false where the host has no panels. */
  openPanel(contribution: string, configuration: object): Promise<boolean>;
  place(): Promise<{ collectionUrl: string; project: string; token(): Promise<string> }>;
  /** Opens a page of the collection; other addresses are left alone. */
  openWithin(url: string): Promise<void>;
}

interface LayoutService {
  openPanel(contribution: string, options: { title: string; size: number; configuration: object }): void;
}

/** The widest one. */
const LARGE = 2;

/** Answers the host when somebody chooses an item; the host loads the frame for that, and nobody sees it. */
export async function answerChoice(item: string, chosen: (context: unknown, host: MenuHost) => void): Promise<void> {
  Sdk.register(item, () => ({ execute: (context: unknown) => chosen(context, { openPanel, openWithin, place }) }));
  await Sdk.init();
}

async function openPanel(contribution: string, configuration: object): Promise<boolean> {
  const id = 'ms.vss-features.host-page-layout-service';
  const service = await Sdk.getService<LayoutService>(id).catch(() => undefined);
  const { publisherId, extensionId } = Sdk.getExtensionContext();
  service?.openPanel(`${publisherId}.${extensionId}.${contribution}`, {
    ...{ title: 'Second Pass', size: LARGE, configuration },
  });
  return service !== undefined;
}

async function place() {
  const page = Sdk.getPageContext();
  const { id = '', name = '' } = page?.webContext?.project ?? {};
  return { collectionUrl: await locationOf(page), project: id || name, token: Sdk.getAccessToken };
}

async function openWithin(url: string): Promise<void> {
  const [{ openWindow }, collectionUrl] = await Promise.all([hostNavigation(), locationOf(Sdk.getPageContext())]);
  if (isWithin(url, collectionUrl)) openWindow(url);
}

/** As a browser reads it: whoever may post a status chooses where it leads, and may write `..`. */
function isWithin(url: string, collectionUrl: string): boolean {
  return URL.canParse(url) && new URL(url).href.startsWith(new URL(collectionUrl).href);
}
