import type { FilePlaces, Span, TextParts } from '../../ports/outliner';
import { type LookedThrough, latin1, namesOf } from './look-through';
import { isCode, mayBeValue } from './secret-files';

/** What was found in files of code, and a parser's answer decides. */
export interface Doubts {
  /** Places of which it has to be known whether they are text; equal contents once. */
  asked: readonly FilePlaces[];
  /** All that was looked through, without what is no secret by these answers; where there is none, the line tells. */
  settled(answers?: readonly (TextParts | null)[]): LookedThrough[];
}

/** Of one file are asked about; of more, their lines tell. */
const MOST_PLACES = 5_000;

/** What is not certain, and stands outside of texts and comments, is code, which has to be read. */
export function doubtsIn(looked: readonly LookedThrough[]): Doubts {
  const doubtful = new Map(looked.filter(isDoubtful).map((one) => [questionOf(one), one]));
  const within = [...doubtful.values()].filter(({ found }) => found.length <= MOST_PLACES);
  return {
    asked: within.map(placesIn),
    settled(answers = []) {
      const told = new Map(within.map((one, at) => [questionOf(one), answers[at] ?? null]));
      return looked.map((one) => (isDoubtful(one) ? inTexts(one, told.get(questionOf(one)) ?? null) : one));
    },
  };
}

function isDoubtful({ file, found }: LookedThrough): boolean {
  return found.some(({ isCertain }) => !isCertain) && isCode(file.path);
}

/** Of equal contents more may be asked about under one path than under another. */
function questionOf({ key, found }: LookedThrough): string {
  return `${key} ${found.map(({ start, end }) => `${start}-${end}`).join()}`;
}

function placesIn({ file, bytes, found }: LookedThrough): FilePlaces {
  return { path: file.path, content: bytes, places: found.map(({ start, end }) => ({ start, end })) };
}

function inTexts(looked: LookedThrough, told: TextParts | null): LookedThrough {
  const text = latin1(looked.bytes);
  const isSure = told?.isSure === true;
  const isSettings = namesOf(looked.file).some((name) => !isCode(name));
  const found = looked.found.flatMap((one, at) => {
    if (one.isCertain) return [one];
    const parts: readonly Span[] = told?.parts[at] ?? [one];
    const within = parts.map((part) => ({ ...one, ...part })).filter((part) => isSure || mayBeValue(text, part));
    // By its other name it held settings, where a value needs no quotes.
    return within.length === 0 && isSettings ? [{ ...one, mayLead: true as const }] : within;
  });
  return { ...looked, found };
}
