import type { Mounted } from './mount';

interface Waiting {
  content: { kind: string; waitingFor?: string };
}

const SLOW = 5000;

/** Says what is waited for, where that takes long. */
export function tellWhenSlow(page: Mounted<Waiting>, waitingFor: string): void {
  setTimeout(() => {
    if (page.state.content.kind === 'loading') page.change({ content: { kind: 'loading', waitingFor } });
  }, SLOW);
}
