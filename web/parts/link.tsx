import type { ComponentChildren } from 'preact';
import { useSurroundings } from './surroundings';

/** A link into the collection, opened by the host; an address of another place stays text. */
export function Link({ to, children }: { to: string; children: ComponentChildren }) {
  const { collectionUrl, open } = useSurroundings();
  if (!isOfCollection(to, collectionUrl)) return <span>{children}</span>;
  const follow = (event: Event) => {
    event.preventDefault();
    open(to);
  };
  return (
    <a href={to} onClick={follow} rel="noreferrer">
      {children}
    </a>
  );
}

export function isOfCollection(url: string, collectionUrl: string): boolean {
  try {
    return collectionUrl !== '' && new URL(url).href.startsWith(new URL(collectionUrl).href);
  } catch {
    return false;
  }
}
