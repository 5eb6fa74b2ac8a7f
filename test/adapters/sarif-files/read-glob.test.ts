import assert from 'node:assert/strict';
import { type Glob, readGlob } from '../../../src/adapters/sarif-files/read-glob';

describe('a glob of SARIF files', () => {
  const cases: [glob: string, platform: NodeJS.Platform, folder: string, rest: string, isAbsolute: boolean][] = [
    ['out/*.sarif', 'linux', 'out', '*.sarif', false],
    ['./out\\*.sarif', 'linux', 'out', '*.sarif', false],
    ['a.sarif', 'linux', '', 'a.sarif', false],
    ['/*.sarif', 'linux', '/', '*.sarif', true],
    ['/root.sarif', 'linux', '/', 'root.sarif', true],
    ['/out/a.sarif', 'linux', '/out', 'a.sarif', true],
    ['/out (x86)/*.sarif', 'linux', '/out (x86)', '*.sarif', true],
    ['/d/a/*.sarif', 'linux', '/d/a', '*.sarif', true],
    ['out/@(a|b)/x.sarif', 'linux', 'out', '@(a|b)/x.sarif', false],
    ['D:\\*.sarif', 'linux', 'D:/', '*.sarif', false],
    ['D:\\*.sarif', 'win32', 'D:/', '*.sarif', true],
    ['D:\\root.sarif', 'win32', 'D:/', 'root.sarif', true],
    ['D:\\out (x86)\\*.sarif', 'win32', 'D:/out (x86)', '*.sarif', true],
    ['D:\\out!\\+\\@home\\a.sarif', 'win32', 'D:/out!/+/@home', 'a.sarif', true],
    ['OUT\\*.SARIF', 'win32', 'OUT', '*.SARIF', false],
    ['.\\out\\**\\*.sarif', 'win32', 'out', '**/*.sarif', false],
    ['\\\\?\\D:\\out\\*.sarif', 'win32', 'D:/out', '*.sarif', true],
    ['\\\\server\\share\\*.sarif', 'win32', '//server/share', '*.sarif', true],
    ['/d/a/1/*.sarif', 'win32', 'd:/a/1', '*.sarif', true],
    ['/mnt/d/a/*.sarif', 'win32', 'd:/a', '*.sarif', true],
    ['/cygdrive/d/*.sarif', 'win32', 'd:/', '*.sarif', true],
  ];
  for (const [glob, platform, folder, rest, isAbsolute] of cases) {
    const expected: Glob = { folder, rest, isAbsolute };
    it(`${platform}: ${glob}`, () => assert.deepEqual(readGlob(glob, platform), expected));
  }
});
