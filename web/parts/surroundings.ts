import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createFormat, type Format } from './format';

/** What every part may need of the place it stands in. */
export interface Surroundings {
  /** Ends with a slash. */
  collectionUrl: string;
  format: Format;
  open(url: string): void;
}

const nowhere: Surroundings = { collectionUrl: '', format: createFormat(''), open() {} };

export const SURROUNDED = createContext<Surroundings>(nowhere);

export function useSurroundings(): Surroundings {
  return useContext(SURROUNDED);
}
