import assert from 'node:assert/strict';
import { userPackages } from '../../../src/adapters/semgrep/user-packages';

describe('packages that pip installed for one user', () => {
  const cases: [executable: string, interpreter: string | undefined, platform: NodeJS.Platform, base: string | null][] =
    [
      ['/home/agent/.local/bin/semgrep', '/usr/bin/python3', 'linux', '/home/agent/.local'],
      ['/home/agent/.local/bin/semgrep', '/home/agent/.local/bin/python3', 'linux', null],
      ['/opt/venv/bin/semgrep', '/opt/venv/bin/python3', 'linux', null],
      ['/usr/bin/semgrep', '/usr/bin/python3', 'linux', null],
      ['/home/agent/.local/bin/opengrep', undefined, 'linux', null],
      [
        'C:\\Users\\svc\\AppData\\Roaming\\Python\\Python312\\Scripts\\semgrep.exe',
        undefined,
        'win32',
        'C:\\Users\\svc\\AppData\\Roaming\\Python',
      ],
      [
        'C:\\Users\\svc\\AppData\\Roaming\\Python\\Python311-32\\Scripts\\semgrep.exe',
        undefined,
        'win32',
        'C:\\Users\\svc\\AppData\\Roaming\\Python',
      ],
      [
        'C:\\Users\\svc\\AppData\\Local\\Packages\\PythonSoftwareFoundation.Python.3.12_x\\LocalCache\\local-packages\\Python312\\Scripts\\semgrep.exe',
        undefined,
        'win32',
        'C:\\Users\\svc\\AppData\\Local\\Packages\\PythonSoftwareFoundation.Python.3.12_x\\LocalCache\\local-packages',
      ],
      ['C:\\Users\\svc\\AppData\\Local\\Programs\\Python\\Python312\\Scripts\\semgrep.exe', undefined, 'win32', null],
      ['C:\\Python312\\Scripts\\semgrep.exe', undefined, 'win32', null],
      ['C:\\Program Files\\Python312\\Scripts\\semgrep.exe', undefined, 'win32', null],
      ['C:\\tools\\opengrep.exe', undefined, 'win32', null],
    ];
  for (const [executable, interpreter, platform, base] of cases) {
    it(`${executable}: ${base ?? 'none'}`, () => {
      const tool = { executable, ...(interpreter === undefined ? {} : { interpreter }) };
      const expected = base === null ? { PYTHONNOUSERSITE: '1' } : { PYTHONUSERBASE: base };
      assert.deepEqual(userPackages(tool, platform), expected);
    });
  }
});
