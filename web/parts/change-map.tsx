import type { FileFate } from '../../src/steps/scope/file-fate';
import { toneOf, wordOf } from './badge';
import { type Tile, tiles } from './tiling';
import { line } from './visible';

interface ChangeMapProps {
  files: readonly FileFate[];
  /** Number of findings by path. */
  found: ReadonlyMap<string, number>;
  choose(path: string): void;
}

const MOST_TILES = 120;
/** The shape of the picture; tiles are placed in hundredths of it. */
const SHAPE = { x: 0, y: 0, width: 1000, height: 180 };
/** Below this, a picture says less than the list. */
const FEWEST = 3;
const STATES = ['reviewed', 'clipped', 'notReviewed', 'skipped'] as const;

/** The whole change as one picture: each file as large as its change, in the colour of what became of it. The list below has the same. */
export function ChangeMap({ files, found, choose }: ChangeMapProps) {
  const sized = files.filter((file) => sizeOf(file) > 0).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (sized.length < FEWEST) return null;
  const shown = sized.slice(0, MOST_TILES);
  const places = tiles(shown.map(sizeOf), SHAPE);
  const more = sized.length > shown.length ? `: the ${shown.length} largest of ${sized.length} files` : '';
  return (
    <figure class="change-map" aria-hidden="true">
      <figcaption>The change by size{more}</figcaption>
      <div class="map">
        {shown.map((file, index) => (
          <FileTile
            key={file.path}
            file={file}
            place={places[index] ?? SHAPE}
            found={found.get(file.path) ?? 0}
            choose={choose}
          />
        ))}
      </div>
      <ul class="legend">
        {STATES.map((state) => (
          <li key={state}>
            <span class={`key tile-${toneOf(state)}`} />
            {wordOf(state)}
          </li>
        ))}
        <li>● has findings</li>
      </ul>
    </figure>
  );
}

interface FileTileProps {
  file: FileFate;
  place: Tile;
  found: number;
  choose(path: string): void;
}

function FileTile({ file: { path, state, added, removed }, place, found, choose }: FileTileProps) {
  const name = line(path.slice(path.lastIndexOf('/') + 1), 60);
  const findings = found > 0 ? `, ${found} ${found === 1 ? 'finding' : 'findings'}` : '';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the filter above the list does the same, by keyboard too
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      class={`tile tile-${toneOf(state)}`}
      style={styleOf(place)}
      title={`${line(path)}: ${wordOf(state)}, +${added} −${removed}${findings}`}
      onClick={() => choose(path)}
    >
      {found > 0 ? '● ' : ''}
      {name}
    </div>
  );
}

function styleOf({ x, y, width, height }: Tile): string {
  const share = (value: number, all: number) => `${((100 * value) / all).toFixed(2)}%`;
  const across = `left:${share(x, SHAPE.width)};width:${share(width, SHAPE.width)}`;
  return `${across};top:${share(y, SHAPE.height)};height:${share(height, SHAPE.height)}`;
}

function sizeOf({ added, removed }: FileFate): number {
  return added + removed;
}
