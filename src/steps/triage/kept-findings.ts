import type { PlacedFinding } from './placed-finding';

/** Findings that speak for themselves so far, in the order in which they came. */
export interface KeptFindings {
  add(finding: PlacedFinding): void;
  /** Those among which a twin of this one may be, in that order: the first of one cause, of one identity, and all of the other source. */
  near(finding: PlacedFinding): PlacedFinding[];
}

/** Looked up instead of gone through, since a report of a tool may bring many thousands. */
export function createKeptFindings(): KeptFindings {
  const all: PlacedFinding[] = [];
  const placesBy = new Map<string, number[]>();
  return {
    add(finding) {
      for (const name of namesOf(finding)) {
        const places = placesBy.get(name);
        if (places === undefined) placesBy.set(name, [all.length]);
        else if (name.startsWith('source ')) places.push(all.length);
      }
      all.push(finding);
    },
    near({ source, ...finding }) {
      const other = source === 'alert' ? 'model' : 'alert';
      const places = namesOf({ ...finding, source: other }).flatMap((name) => placesBy.get(name) ?? []);
      return [...new Set(places)].sort((a, b) => a - b).flatMap((place) => all[place] ?? []);
    },
  };
}

type Named = Pick<PlacedFinding, 'key' | 'repeats' | 'fingerprint' | 'title' | 'source' | 'anchor'>;

/** One identity may be that of its title alone. */
function namesOf({ key, repeats, fingerprint, title, source, anchor }: Named): string[] {
  const names = [`cause ${repeats ?? key}`, `print ${fingerprint}`, `print ${fingerprint} ${title}`];
  return anchor.kind === 'lines' ? [...names, `source ${source} ${anchor.path}`] : names;
}
