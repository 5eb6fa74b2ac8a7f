import { firstNamed } from '../../first-named';
import type { LineRange } from '../../ports/code-host';
import type { Hunk } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import { isWithin } from '../diff/line-span';
import type { ChunkOutcome } from '../findings/chunk-outcome';
import type { PlacedFinding } from './placed-finding';

/** More places are counted: who mends one of so many searches for the others. */
const MAX_NAMED = 40;

interface Place {
  path: string;
  hunk: Hunk;
}

interface Copy {
  path: string;
  line: number;
}

/**
 * What is found in lines that several files hold is said once, with all its places: the reader mends each of them, or makes
 * one of them. A thread for each would say one thing many times, a blocker's too.
 */
export function nameCopies(
  placed: readonly PlacedFinding[],
  chunks: readonly ChunkOutcome[],
): readonly PlacedFinding[] {
  const groups = samePlaces(chunks);
  if (groups.length === 0) return placed;
  return placed.map((finding) => {
    const { anchor } = finding;
    const others = anchor.kind === 'lines' ? groups.flatMap((group) => othersOf(anchor.path, anchor.range, group)) : [];
    if (others.length === 0) return finding;
    const standsAlsoIn = [...new Set(others.map(({ path }) => path))];
    return { ...finding, standsAlsoIn, body: `${finding.body}\n\n${sentence(others.map(named))}` };
  });
}

/** Every hunk that stands for others, with them. */
function samePlaces(chunks: readonly ChunkOutcome[]): Place[][] {
  const groups = new Map<Hunk, Place[]>();
  for (const { file } of chunks.flatMap(({ prompt }) => prompt.chunk.files)) {
    for (const { path, hunk, of } of new Set(file.copies)) {
      const group = groups.get(of) ?? [{ path: file.path, hunk: of }];
      if (group.every((place) => place.hunk !== hunk)) group.push({ path, hunk });
      groups.set(of, group);
    }
  }
  return [...groups.values()];
}

function othersOf(path: string, range: LineRange, group: readonly Place[]): Copy[] {
  const spanOf = ({ hunk }: Place) => hunkSpan(hunk, range.side);
  const here = group.find((place) => place.path === path && isWithin(range, spanOf(place)));
  if (here === undefined) return [];
  const offset = range.startLine - spanOf(here).startLine;
  return group
    .filter((place) => place !== here)
    .map((place) => ({ path: place.path, line: spanOf(place).startLine + offset }));
}

function named({ path, line }: Copy): string {
  return `\`${path}\` line ${line}`;
}

function sentence(places: readonly string[]): string {
  return `The same lines stand in ${firstNamed(places, MAX_NAMED)}.`;
}
