import assert from 'node:assert/strict';
import { pathForGit } from '../../../src/adapters/git/path-attributes';
import { urlForGit } from '../../../src/adapters/git/url-for-git';

describe('what git on Windows reads otherwise', () => {
  const urls: [url: string, platform: NodeJS.Platform, written: string][] = [
    ['file:///D:/repo/.git', 'win32', 'file://D:/repo/.git'],
    ['file:///d:/a%20b', 'win32', 'file://d:/a%20b'],
    ['file://server/share/repo', 'win32', 'file://server/share/repo'],
    ['https://host/D:/x', 'win32', 'https://host/D:/x'],
    ['file:///srv/repo', 'linux', 'file:///srv/repo'],
  ];
  for (const [url, platform, written] of urls)
    it(`${platform}: ${url}`, () => assert.equal(urlForGit(url, platform), written));

  const paths: [path: string, platform: NodeJS.Platform, written: string][] = [
    ['C:x.ts', 'win32', 'C\uf03ax.ts'],
    ['a\\b/c.ts', 'win32', 'a\uf05cb/c.ts'],
    ['..\\x.ts', 'win32', '..\uf05cx.ts'],
    ['aux/v1.', 'win32', 'aux/v1.'],
    ['a\\b/C:', 'linux', 'a\\b/C:'],
  ];
  for (const [path, platform, written] of paths)
    it(`${platform}: ${path}`, () => assert.equal(pathForGit(path, platform), written));
});
