import assert from 'node:assert/strict';
import { endingOf } from '../../../src/adapters/process/end-programs';
import { isFullPath, isInside } from '../../../src/adapters/process/paths';
import { parseStat } from '../../../src/adapters/process/process-list';
import { programEnvironment, windowsFolder } from '../../../src/adapters/process/program-environment';
import { agentGitFolders, pathEntries, programFile } from '../../../src/adapters/process/search-places';
import { isPassing } from '../../../src/adapters/process/start-program';

describe('a path that means one place', () => {
  const cases: [path: string, platform: NodeJS.Platform, isFull: boolean][] = [
    ['/usr/bin', 'linux', true],
    ['usr/bin', 'linux', false],
    ['', 'linux', false],
    ['C:\\tools', 'linux', false],
    ['C:\\tools', 'win32', true],
    ['c:/tools', 'win32', true],
    ['\\\\?\\D:\\tools', 'win32', true],
    ['\\tools', 'win32', false],
    ['/tools', 'win32', false],
    ['C:tools', 'win32', false],
    ['\\\\server\\share\\tools', 'win32', false],
    ['//server/share', 'win32', false],
    ['.', 'win32', false],
    ['%SystemRoot%\\System32', 'win32', false],
  ];
  for (const [path, platform, isFull] of cases) {
    it(`${platform}: ${path || 'nothing'} is ${isFull ? 'one' : 'none'}`, () =>
      assert.equal(isFullPath(path, platform), isFull));
  }
});

describe('inside', () => {
  const cases: [path: string, folder: string, platform: NodeJS.Platform, inside: boolean][] = [
    ['/work/1/s', '/work', 'linux', true],
    ['/work', '/work', 'linux', true],
    ['/workshop', '/work', 'linux', false],
    ['/WORK/1', '/work', 'linux', false],
    ['/work/..tools', '/work', 'linux', true],
    ['/work/../etc', '/work', 'linux', false],
    ['D:\\a\\_work\\1\\s', 'd:\\A\\_WORK', 'win32', true],
    ['D:/a/_work/1', 'D:\\a\\_work\\', 'win32', true],
    ['D:\\a\\_workshop', 'D:\\a\\_work', 'win32', false],
    ['E:\\a\\_work', 'D:\\a\\_work', 'win32', false],
    ['\\\\?\\D:\\a\\_work\\1', 'D:\\a\\_work', 'win32', true],
    ['D:\\a\\_work\\1', '\\\\?\\D:\\a\\_work', 'win32', true],
    ['D:\\a\\_work\\..\\b', 'D:\\a\\_work', 'win32', false],
  ];
  for (const [path, folder, platform, inside] of cases) {
    it(`${platform}: ${path} ${inside ? 'is' : 'is not'} inside ${folder}`, () =>
      assert.equal(isInside(path, [folder], platform), inside));
  }
});

describe('entries of PATH', () => {
  const cases: [name: string, path: string, platform: NodeJS.Platform, entries: string[]][] = [
    ['Linux', '/usr/bin:/bin::.:tools:/usr/bin', 'linux', ['/usr/bin', '/bin']],
    ['Linux keeps quotation marks', '/a"b:/c', 'linux', ['/a"b', '/c']],
    ['Windows', 'C:\\a;D:\\b\\;C:\\a;;.;tools', 'win32', ['C:\\a', 'D:\\b\\']],
    ['Windows, quoted', '"C:\\Program Files\\Git\\cmd";C:\\b', 'win32', ['C:\\Program Files\\Git\\cmd', 'C:\\b']],
    ['Windows, a semicolon in a name', '"C:\\a;b";C:\\c', 'win32', ['C:\\a;b', 'C:\\c']],
    ['Windows, half quoted', 'C:\\"Program Files"\\Git;C:\\c', 'win32', ['C:\\Program Files\\Git', 'C:\\c']],
    ['Windows, never closed', 'C:\\c;"C:\\d', 'win32', ['C:\\c', 'C:\\d']],
    ['Windows, not absolute', '\\tools;C:tools;\\\\server\\share;/usr/bin', 'win32', []],
  ];
  for (const [name, path, platform, entries] of cases) {
    it(name, () => assert.deepEqual(pathEntries(path, platform), entries));
  }
});

describe('programs by platform', () => {
  it('have their name', () => {
    assert.equal(programFile('git', 'linux'), 'git');
    assert.equal(programFile('git', 'win32'), 'git.exe');
  });

  it('the agent keeps a git of its own on Windows alone', () => {
    assert.deepEqual(agentGitFolders('/agent', 'linux'), []);
    assert.deepEqual(agentGitFolders('C:\\agent', 'win32'), [
      'C:\\agent\\externals\\git\\cmd',
      'C:\\agent\\externals\\git\\mingw64\\bin',
    ]);
    for (const nowhere of ['', 'agent', '\\agent', '$(Agent.HomeDirectory)'])
      assert.deepEqual(agentGitFolders(nowhere, 'win32'), []);
  });

  it('are ended with all that they started', () => {
    assert.deepEqual(endingOf(42, 'ignored', 'linux'), { way: 'group', group: -42 });
    assert.deepEqual(endingOf(42, 'C:\\Windows', 'win32'), {
      way: 'program',
      program: 'C:\\Windows\\System32\\taskkill.exe',
      arguments: ['/T', '/F', '/PID', '42'],
    });
  });

  it('are started a second time when the first failed for a passing reason', () => {
    const error = (code: string) => Object.assign(new Error(code), { code });
    assert.deepEqual(
      ['UNKNOWN', 'EBUSY', 'ENOENT', 'EACCES'].map((code) => isPassing(error(code), 'win32')),
      [true, true, false, false],
    );
    assert.deepEqual(
      ['UNKNOWN', 'ETXTBSY', 'ENOENT', 'EACCES'].map((code) => isPassing(error(code), 'linux')),
      [false, true, false, false],
    );
  });

  it('are read from a list in which a name may hold anything', () => {
    const fields = ['S', '7', '42', ...Array.from({ length: 16 }, () => '0'), '99', '0', '3'];
    const [entry] = parseStat(`42 (a) S 1 (b) ${fields.join(' ')}`);
    assert.deepEqual(entry, {
      pid: 42,
      parent: 7,
      group: 42,
      started: '99',
      resident: 12_288,
      seconds: 0,
      dead: false,
    });
    assert.deepEqual(parseStat(''), []);
  });
});

describe('the environment of a program', () => {
  const job = {
    HOME: '/home/agent',
    BUILD_BUILDID: '1',
    MY_SECRET: 'x',
    GIT_SSH_COMMAND: 'evil',
    PYTHONPATH: '.',
    HTTPS_PROXY: 'http://evil',
    PROGRAMDATA: 'D:\\evil',
    ComSpec: 'D:\\evil.exe',
  };

  it('holds what it needs, and nothing of the job', () => {
    assert.deepEqual(programEnvironment({ ...job, PATH: '/usr/bin' }, { HOME: '/scratch' }, { platform: 'linux' }), {
      PATH: '/usr/bin',
      HOME: '/scratch',
    });
  });

  it('on Windows also says where Windows is, and not to look in the current folder', () => {
    const base = { ...job, Path: 'C:\\git\\cmd', PathExt: '.EXE', systemroot: 'E:\\Windows' };
    assert.deepEqual(programEnvironment(base, {}, { platform: 'win32' }), {
      PATH: 'C:\\git\\cmd',
      PATHEXT: '.EXE',
      SystemRoot: 'E:\\Windows',
      windir: 'E:\\Windows',
      ComSpec: 'E:\\Windows\\System32\\cmd.exe',
      NoDefaultCurrentDirectoryInExePath: '1',
    });
  });

  const folders: [environment: Record<string, string>, folder: string][] = [
    [{ SystemRoot: 'C:\\WINDOWS' }, 'C:\\WINDOWS'],
    [{ SYSTEMROOT: 'D:\\a\\_work\\1\\s\\Windows', windir: 'C:\\WinNT' }, 'C:\\WinNT'],
    [{ SystemRoot: 'Windows' }, 'C:\\Windows'],
    [{ SystemRoot: '\\Windows' }, 'C:\\Windows'],
    [{ SystemRoot: '\\\\evil\\share' }, 'C:\\Windows'],
    [{}, 'C:\\Windows'],
  ];
  for (const [environment, folder] of folders) {
    it(`${JSON.stringify(environment)}: Windows is ${folder}`, () =>
      assert.equal(windowsFolder(environment, ['D:\\a\\_work']), folder));
  }
});
