import { type PlatformPath, posix, win32 } from 'node:path';

/** Everything that differs between systems takes its platform as a value, so that each is tested on every machine. */
export type Platform = NodeJS.Platform;

export function pathsOf(platform: Platform): PlatformPath {
  return platform === 'win32' ? win32 : posix;
}

/**
 * A path that means the same file wherever the program stands. Windows calls `\folder` absolute, which depends on the current
 * drive, and `\\server\folder`, which asks another machine: neither is.
 */
export function isFullPath(path: string, platform: Platform): boolean {
  return platform === 'win32' ? /^(?:\\\\\?\\)?[A-Za-z]:[\\/]/.test(path) : path.startsWith('/');
}

/** True for the folders themselves and everything below them. Windows compares without regard to case. */
export function isInside(path: string, folders: readonly string[], platform: Platform = process.platform): boolean {
  const paths = pathsOf(platform);
  return folders.some((folder) => {
    const way = paths.relative(plain(folder, platform), plain(path, platform));
    return way === '' || (way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way));
  });
}

/** `\\?\D:\a` is `D:\a`. */
function plain(path: string, platform: Platform): string {
  return platform === 'win32' ? path.replace(/^[\\/]{2}\?[\\/](?=[A-Za-z]:)/, '') : path;
}
