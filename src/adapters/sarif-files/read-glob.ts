import { type Platform, pathsOf } from '../process/paths';

export interface Glob {
  /** The glob's own fixed folder, with slashes; empty when it starts in the working folder. */
  folder: string;
  isAbsolute: boolean;
  /** What is to match below it. */
  rest: string;
}

/** A drive as Git Bash, WSL and Cygwin write it. */
const OTHER_DRIVE = /^\/(?:mnt\/|cygdrive\/)?([a-z])(?=\/)/i;

/** `out/*.sarif` is the folder `out` and the rest `*.sarif`. Both slashes part folders, on every system. */
export function readGlob(glob: string, platform: Platform = process.platform): Glob {
  const pattern = onItsDrive(glob.replaceAll('\\', '/'), platform).replace(/^(?:\.\/)+/, '');
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => isMeaningful(segment));
  const count = first < 0 ? segments.length - 1 : Math.min(first, segments.length - 1);
  const fixed = segments.slice(0, count).join('/');
  // Of `/*.sarif` and `D:/*.sarif`, whose folder is the root itself.
  const isRoot = count === 1 && (fixed === '' || /^[A-Za-z]:$/.test(fixed));
  const folder = isRoot ? `${fixed}/` : fixed;
  return { folder, isAbsolute: pathsOf(platform).isAbsolute(folder), rest: segments.slice(count).join('/') };
}

function onItsDrive(pattern: string, platform: Platform): string {
  if (platform !== 'win32') return pattern;
  return pattern.replace(/^\/\/\?\/(?=[A-Za-z]:)/, '').replace(OTHER_DRIVE, '$1:');
}

/** Parentheses mean something after one of five signs only: `out (x86)` is a name. */
function isMeaningful(segment: string): boolean {
  return /[*?[\]{}]|[!+@]\(/.test(segment);
}
