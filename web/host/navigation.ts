import { getService } from 'azure-devops-extension-sdk';

/** What can be done to the page around the frame. */
export interface Navigation {
  /** Behind the `#` of the host's address when the page began, without it. */
  readonly hash: string;
  setHash(hash: string): void;
  onHash(changed: (hash: string) => void): void;
  openWindow(url: string): void;
}

interface NavigationService {
  getHash(): Promise<string>;
  replaceHash(hash: string): void;
  onHashChanged(changed: (hash: string) => void): void;
  openNewWindow(url: string, features: string): void;
}

/** A host without the service has no address to share; the page works the same. */
export async function hostNavigation(): Promise<Navigation> {
  const id = 'ms.vss-features.host-navigation-service';
  const service = await getService<NavigationService>(id).catch(() => undefined);
  if (!service) return { hash: '', setHash() {}, onHash() {}, openWindow };
  return {
    hash: await service.getHash().then(bare, () => ''),
    setHash: (hash) => void service.replaceHash(hash),
    onHash: (changed) => void service.onHashChanged((hash) => changed(bare(hash))),
    openWindow: (url) => void service.openNewWindow(url, ''),
  };
}

function openWindow(url: string): void {
  window.open(url, '_blank', 'noopener');
}

function bare(hash: unknown): string {
  return String(hash ?? '').replace(/^#/, '');
}
