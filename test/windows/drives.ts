import { readdirSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Paths of this machine and of the Windows that Wine shows of it. */
export interface Drives {
  toWindows(path: string): string;
  toLinux(path: string): string;
}

/** `Z:` is the root; a drive of its own comes first where one holds the path. */
export function drivesOf(prefix: string): Drives {
  const folder = join(prefix, 'dosdevices');
  const named = readdirSync(folder).filter((name) => /^[a-y]:$/.test(name));
  const drives = named.map((name) => ({ letter: name.toUpperCase(), root: realpathSync(join(folder, name)) }));
  drives.sort((first, second) => second.root.length - first.root.length);
  return {
    toWindows(path) {
      const drive = drives.find(({ root }) => path === root || path.startsWith(`${root}/`));
      const { letter, root } = drive ?? { letter: 'Z:', root: '' };
      return `${letter}${path.slice(root.length).replaceAll('/', '\\') || '\\'}`;
    },
    toLinux(path) {
      const [, letter = '', rest = ''] = /^([A-Za-z]:)\\(.*)$/s.exec(path) ?? [];
      if (letter === '') return path;
      const root = drives.find((drive) => drive.letter === letter.toUpperCase())?.root ?? '/';
      return posix.join(root, rest.replaceAll('\\', '/'));
    },
  };
}
