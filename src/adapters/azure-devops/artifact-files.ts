import { unzipSync } from 'fflate';

/** Larger than any plan; what unpacks to more is none. */
const MAX_FILE = 33_554_432;

/**
 * Some files of an artifact, by name. The archive holds a folder of the artifact's name; any job of the run may have put anything
 * beside them, so nothing else is unpacked, and each of them once. What is no archive holds nothing.
 */
export function artifactFiles(
  archive: Uint8Array,
  artifact: string,
  names: readonly string[],
): ReadonlyMap<string, Uint8Array> {
  const wanted = new Map(names.map((name) => [`${artifact}/${name}`, name]));
  const seen = new Set<string>();
  try {
    const files = unzipSync(archive, {
      filter({ name, originalSize }) {
        const isFirst = wanted.has(name) && !seen.has(name);
        seen.add(name);
        return isFirst && originalSize > 0 && originalSize <= MAX_FILE;
      },
    });
    return new Map(Object.entries(files).map(([path, bytes]) => [wanted.get(path) ?? path, bytes]));
  } catch {
    return new Map();
  }
}
