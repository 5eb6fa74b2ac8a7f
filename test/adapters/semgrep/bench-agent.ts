import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SemgrepOptions } from '../../../src/adapters/semgrep/options';
import { createSemgrep } from '../../../src/adapters/semgrep/semgrep';
import type { ScanFile } from '../../../src/ports/scanner';

/** A folder that looks like an agent's: tools, a checkout, a scratch folder, rules. */
export interface BenchAgent {
  folder: string;
  bin: string;
  checkout: string;
  rules: string;
  logged: string[];
  /** Installs a stand-in: a shell script that answers `--version` and else runs `body` in the exported folder. */
  install(body: string, name?: 'semgrep' | 'opengrep', bin?: string): Promise<void>;
  scan(more?: Partial<SemgrepOptions>, files?: readonly ScanFile[], signal?: AbortSignal): ReturnType<Scan>;
  leave(): Promise<void>;
}

type Scan = ReturnType<typeof createSemgrep>['scan'];

export const sampleFiles: readonly ScanFile[] = [
  { path: 'src/a.py', after: Buffer.from('eval(x)\n'), oldPath: 'src/a.py', before: Buffer.from('x = 1\n') },
];

export async function benchAgent(): Promise<BenchAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'second-pass-scanner-test-'));
  const [bin, checkout, scratchFolder, rules] = ['bin', 'checkout', 'scratch', 'rules.yml'].map((name) =>
    join(folder, name),
  );
  for (const made of [bin!, checkout!]) await mkdir(made);
  await writeFile(rules!, 'rules: []\n');
  const logged: string[] = [];
  const note = (line: string) => void logged.push(line);
  return {
    folder,
    bin: bin!,
    checkout: checkout!,
    rules: rules!,
    logged,
    async install(body, name = 'semgrep', where = bin!) {
      await mkdir(where, { recursive: true });
      const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo 1.2.3; exit 0; fi\n${body}\n`;
      await writeFile(join(where, name), script, { mode: 0o755 });
    },
    scan(more = {}, files = sampleFiles, signal = new AbortController().signal) {
      const options: SemgrepOptions = {
        scratchFolder: scratchFolder!,
        environment: { PATH: bin! },
        rulesPath: rules!,
        mode: 'auto',
        sandbox: 'preferred',
        untrustedFolders: [checkout!],
        log: { info: note, warn: note, group: note },
        ...more,
      };
      return createSemgrep(options).scan(files, signal);
    },
    leave: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Numbers of the living processes whose command line holds this text. */
export async function processesWith(text: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    numbers.map(async (number) => {
      const line = await readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '');
      return line.includes(text) ? Number(number) : 0;
    }),
  );
  return found.filter((number) => number > 0);
}

/** SARIF with one result, as a shell command that prints it. */
export function printing(uri: string, message = 'm'): string {
  return `cat <<'SARIF'\n${sarif(uri, message)}\nSARIF`;
}

export function sarif(uri: string, message = 'm'): string {
  const location = { physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } };
  const results = [{ ruleId: 'R', message: { text: message }, locations: [location] }];
  return JSON.stringify({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'Semgrep OSS', semanticVersion: '1.2.3' } }, results }],
  });
}
