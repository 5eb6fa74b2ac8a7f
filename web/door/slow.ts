/** A page that may still be loading. */
interface Waiting {
  readonly state: { content: { kind: string } };
  change(change: { content: { kind: 'loading'; waitingFor: string } }): void;
}

const SLOW = 5000;

/** Says what is waited for, where that takes long; what is waited for next takes the place of it. */
export function createSlowWords(page: Waiting, after = SLOW): (waitingFor: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (waitingFor) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (page.state.content.kind === 'loading') page.change({ content: { kind: 'loading', waitingFor } });
    }, after);
  };
}
