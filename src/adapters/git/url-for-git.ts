import type { Platform } from '../process/paths';

/** `file:///D:/a` as git writes it on Windows: of three slashes it takes the last for the begin of the path, which `/D:/a` is not. */
export function urlForGit(url: string, platform: Platform = process.platform): string {
  return platform === 'win32' ? url.replace(/^file:\/\/\/(?=[A-Za-z]:)/, 'file://') : url;
}
