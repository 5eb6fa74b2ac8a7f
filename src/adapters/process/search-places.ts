import { isFullPath, type Platform, pathsOf } from './paths';

/** The folders of a PATH that name one place, in order. Windows lets an entry stand in quotation marks, with a `;` inside. */
export function pathEntries(path: string, platform: Platform = process.platform): string[] {
  const entries = platform === 'win32' ? unquotedEntries(path) : path.split(':');
  return [...new Set(entries.filter((entry) => isFullPath(entry, platform)))];
}

/** Windows: `.exe` alone, whatever PATHEXT lists, since its other kinds of program need a shell to start them. */
export function programFile(name: string, platform: Platform = process.platform): string {
  return platform === 'win32' ? `${name}.exe` : name;
}

/** Where the agent keeps a git of its own, which is on no PATH: on Windows alone. `agentFolder` is `Agent.HomeDirectory`. */
export function agentGitFolders(agentFolder: string, platform: Platform = process.platform): string[] {
  if (platform !== 'win32' || !isFullPath(agentFolder, platform)) return [];
  const { join } = pathsOf(platform);
  const own = join(agentFolder, 'externals', 'git');
  return [join(own, 'cmd'), join(own, 'mingw64', 'bin')];
}

function unquotedEntries(path: string): string[] {
  const entries = path.match(/(?:"[^"]*"?|[^;"])+/g) ?? [];
  return entries.map((entry) => entry.replaceAll('"', '').trim());
}
