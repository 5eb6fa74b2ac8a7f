import { isUtf8 } from 'node:buffer';
import type { Span } from '../../ports/outliner';

/** Where a place in bytes stands in the text of a file in UTF-8, and the other way about. */
export interface PlacesInText {
  inText(place: Span): Span;
  inBytes(place: Span): Span;
}

/** Null where the bytes are no UTF-8, so that nobody knows. A mark at the start is no part of the text. */
export function placesInText(content: Uint8Array, text: string): PlacesInText | null {
  if (!isUtf8(content)) return null;
  const mark = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0;
  if (content.length - mark === text.length) return { inText: moved(-mark), inBytes: moved(mark) };
  const places = placesOf(content, mark);
  if (places.length - 1 !== text.length) return null;
  return {
    inText: ({ start, end }) => ({ start: firstFrom(places, start), end: firstFrom(places, end) }),
    inBytes: ({ start, end }) => ({ start: places[start] ?? content.length, end: places[end] ?? content.length }),
  };
}

function moved(by: number): (place: Span) => Span {
  return ({ start, end }) => ({ start: start + by, end: end + by });
}

/** The byte of each letter of the text and of its end; a letter beyond the first plane counts twice. */
function placesOf(content: Uint8Array, mark: number): Uint32Array {
  const places = new Uint32Array(content.length + 1);
  let count = 0;
  for (let at = mark; at < content.length; at++) {
    const byte = content[at] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    places[count++] = at;
    if (byte >= 0xf0) places[count++] = at;
  }
  places[count++] = content.length;
  return places.subarray(0, count);
}

function firstFrom(places: Uint32Array, byte: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < byte) low = middle + 1;
    else high = middle;
  }
  return low;
}
