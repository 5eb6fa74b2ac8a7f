export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Divides a rectangle among values, largest first, into tiles as near to squares as they get: row after row along the shorter
 * side, each as long as that makes its worst tile better.
 */
export function tiles(values: readonly number[], { x, y, width, height }: Tile): Tile[] {
  const placed: Tile[] = [];
  let [left, top, wide, high] = [x, y, width, height];
  let rest = values.reduce((sum, value) => sum + value, 0);
  for (let from = 0; from < values.length && rest > 0; ) {
    const scale = (wide * high) / rest;
    const side = Math.min(wide, high);
    const to = endOfRow(values, from, scale, side);
    const row = values.slice(from, to);
    const sum = row.reduce((all, value) => all + value, 0);
    const depth = (sum * scale) / side;
    let along = 0;
    for (const value of row) {
      const length = (value * scale) / depth;
      placed.push(
        wide >= high
          ? { x: left, y: top + along, width: depth, height: length }
          : { x: left + along, y: top, width: length, height: depth },
      );
      along += length;
    }
    if (wide >= high) [left, wide] = [left + depth, wide - depth];
    else [top, high] = [top + depth, high - depth];
    rest -= sum;
    from = to;
  }
  return placed;
}

function endOfRow(values: readonly number[], from: number, scale: number, side: number): number {
  let to = from + 1;
  let worst = worstRatio(values.slice(from, to), scale, side);
  while (to < values.length) {
    const next = worstRatio(values.slice(from, to + 1), scale, side);
    if (next > worst) break;
    worst = next;
    to += 1;
  }
  return to;
}

function worstRatio(row: readonly number[], scale: number, side: number): number {
  const depth = (row.reduce((sum, value) => sum + value, 0) * scale) / side;
  return Math.max(...row.map((value) => Math.max((value * scale) / depth ** 2, depth ** 2 / (value * scale))));
}
