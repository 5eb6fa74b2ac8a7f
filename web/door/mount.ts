import { type ComponentType, h, render } from 'preact';
import { SURROUNDED, type Surroundings } from '../parts/surroundings';

export interface Mounted<State> {
  readonly state: State;
  change(change: Partial<State>): void;
  /** From now on links lead into the collection, and numbers are written as its reader does. */
  surround(surroundings: Surroundings): void;
}

/** Draws the page anew whenever its state has changed, once for all changes of one moment. */
export function mount<State, Acts>(
  page: ComponentType<{ state: State; acts: Acts }>,
  initial: State,
  acts: Acts,
): Mounted<State> {
  const root = document.getElementById('page') as HTMLElement;
  let state = initial;
  let around: Surroundings | undefined;
  let isDue = false;
  const draw = () => {
    isDue = false;
    const drawn = h(page, { state, acts });
    render(around ? h(SURROUNDED.Provider, { value: around, children: drawn }) : drawn, root);
  };
  const soon = () => {
    if (!isDue) queueMicrotask(draw);
    isDue = true;
  };
  draw();
  return {
    get state() {
      return state;
    },
    change(change) {
      state = { ...state, ...change };
      soon();
    },
    surround(surroundings) {
      around = surroundings;
      soon();
    },
  };
}
