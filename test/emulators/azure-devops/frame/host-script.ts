/**
 * The host around the frame, in the browser: it answers a page of the extension as Azure DevOps does, over the protocol of the
 * SDK itself. What it is to say stands in the document, as JSON.
 */
import { channelManager } from '../../../../node_modules/azure-devops-extension-sdk/esm/XDM.js';

type Channel = ReturnType<typeof channelManager.addChannel>;

interface Told {
  /** Of the frame, which has to be named; `null` is taken from a sandbox then. */
  frameUrl: string;
  contributionId: string;
  extension: { publisherId: string; extensionId: string; version: string };
  handshake: 'current' | 'older' | 'none';
  theme: Record<string, string> | null;
  themes: Record<string, Record<string, string>>;
  collectionUrl: string;
  collectionName: string;
  project: { id: string; name: string };
  user: { id: string; displayName: string; uniqueName: string };
  culture: string;
  withoutServices: string[];
  /** Where the run stands; null on other pages. */
  runUrl: string | null;
  configuration: Record<string, unknown>;
  /** An item of a menu that somebody chose. */
  chosen: { registeredObjectId: string; context: Record<string, unknown> } | null;
  /** Addresses of the pages by the ids of their contributions. */
  pages: Record<string, string>;
}

interface Heard {
  /** Calls of the page to the host, in order. */
  calls: string[];
  opened: string[];
  /** Contributions that were shown in a panel. */
  panels: string[];
  loaded: boolean;
  setTheme(name: string): void;
  changeRun(run: unknown): void;
}

const told = JSON.parse(document.getElementById('told')?.textContent ?? '{}') as Told;
const watchers: ((run: unknown) => void)[] = [];
const hashWatchers: ((hash: string) => void)[] = [];
const channels: Channel[] = [];

const heard: Heard = {
  calls: [],
  opened: [],
  panels: [],
  loaded: false,
  setTheme(name) {
    const data = told.themes[name];
    if (!data) return;
    for (const channel of channels)
      void channel.invokeRemoteMethod('dispatchEvent', 'DevOps.SdkClient', ['themeChanged', { detail: { data } }]);
  },
  changeRun: (run) => watchers.forEach((watcher) => void watcher(run)),
};
Object.assign(window, { emulatedHost: heard });

const services: Record<string, object> = {
  'ms.vss-features.host-navigation-service': {
    getHash: async () => location.hash,
    replaceHash: (hash: string) => history.replaceState(null, '', `#${hash}`),
    setHash: (hash: string) => {
      location.hash = hash;
    },
    onHashChanged: (changed: (hash: string) => void) => void hashWatchers.push(changed),
    openNewWindow: (url: string) => void heard.opened.push(url),
    navigate: (url: string) => location.assign(url),
    getQueryParams: async () => Object.fromEntries(new URLSearchParams(location.search)),
  },
  'ms.vss-features.location-service': { getServiceLocation: async () => told.collectionUrl },
  'ms.vss-tfs-web.tfs-page-data-service': { getProject: async () => told.project },
  'ms.vss-features.host-page-layout-service': { openPanel },
};

window.addEventListener('hashchange', () => hashWatchers.forEach((watcher) => void watcher(location.hash)));
const first = document.querySelector('iframe') as HTMLIFrameElement;
openPage(first, told.frameUrl, told.contributionId, told.configuration);

/** A page of an extension in its frame, over a channel of its own. */
function openPage(frame: HTMLIFrameElement, url: string, contributionId: string, configuration: object): void {
  const channel = channelManager.addChannel(frame.contentWindow as Window, new URL(url).origin);
  channels.push(channel);
  const loaded = () => {
    heard.loaded = true;
    if (frame === first && told.chosen)
      void channel.invokeRemoteMethod('execute', told.chosen.registeredObjectId, [told.chosen.context]);
  };
  channel.getObjectRegistry().register('DevOps.ServiceManager', {
    getService(id: string) {
      heard.calls.push(`getService ${id}`);
      const service = told.withoutServices.includes(id) ? undefined : services[id];
      if (!service) throw new Error(`Could not find the service ${id}`);
      return service;
    },
  });
  channel.getObjectRegistry().register('DevOps.HostControl', {
    initialHandshake({ loaded: isLoaded = true }: { loaded?: boolean } = {}) {
      heard.calls.push('initialHandshake');
      if (isLoaded) setTimeout(loaded);
      return told.handshake === 'none' ? new Promise(() => {}) : handshake(contributionId, configuration);
    },
    notifyLoadSucceeded: loaded,
    notifyLoadFailed: () => void heard.calls.push('notifyLoadFailed'),
    async getAccessToken() {
      heard.calls.push('getAccessToken');
      return (await fetch(`${told.collectionUrl}_emulator/page-token`)).json();
    },
    resize: () => void heard.calls.push('resize'),
  });
  frame.src = url;
}

/** A page beside what is there, as wide as the window allows. */
function openPanel(contributionId: string, { title, configuration }: { title: string; configuration: object }): void {
  heard.panels.push(contributionId);
  const panel = document.createElement('iframe');
  panel.title = title;
  const sandbox = first.getAttribute('sandbox');
  if (sandbox !== null) panel.setAttribute('sandbox', sandbox);
  document.body.append(panel);
  openPage(panel, told.pages[contributionId] ?? 'about:blank', contributionId, configuration);
}

function handshake(contributionId: string, configuration: object): object {
  const { extension, culture, project, theme } = told;
  const pageContext = {
    globalization: { culture, theme: 'ms.vss-web.vsts-theme', timeZoneId: 'UTC' },
    webContext: { project, team: null, ...collectionContext() },
  };
  const user = { ...told.user, name: told.user.uniqueName, descriptor: '', imageUrl: '' };
  const host = {
    id: '',
    name: told.collectionName,
    serviceVersion: '',
    type: 4,
    isHosted: told.handshake === 'current',
  };
  const initialConfig = { ...configuration, ...(told.runUrl ? { onBuildChanged: watchRun } : {}) };
  const look = theme === null ? {} : { themeData: theme };
  if (told.handshake === 'current') {
    const full = { id: `${extension.publisherId}.${extension.extensionId}`, ...extension };
    return {
      contributionId,
      context: { user, host, extension: full, pageContext },
      initialConfig,
      ...look,
    };
  }
  const contribution = { id: contributionId };
  return { pageContext, extensionContext: extension, contribution, initialConfig, context: { user, host }, ...look };
}

function collectionContext(): object {
  const uri = told.collectionUrl;
  return { collection: { id: '', name: told.collectionName, uri }, account: { uri } };
}

/** Tells of the run at once, and again whenever it has changed. */
function watchRun(changed: (run: unknown) => void): void {
  watchers.push(changed);
  let last = '';
  const look = async () => {
    const text = await (await fetch(told.runUrl ?? '')).text();
    const run = JSON.parse(text) as { status?: string };
    if (text !== last) changed(run);
    last = text;
    if (run.status !== 'completed') setTimeout(look, 300);
  };
  void look();
}
