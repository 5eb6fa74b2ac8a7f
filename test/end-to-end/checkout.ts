import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scene, Stage } from '../demo/stage';

/** A working folder as the agent's checkout leaves it, made as hostile as a pull request or an earlier step could. */
export interface Checkout {
  folder: string;
  /** sha256 over names, contents and times of everything in it. */
  fingerprint(): string;
  /** True when anything of the checkout was run. */
  wasRun(): boolean;
  remove(): void;
}

export function checkOut(stage: Stage, scene: Scene, depth?: number): Checkout {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-checkout-'));
  const folder = join(parent, 's');
  const mark = join(parent, 'was-run');
  const merge = `refs/pull/${scene.pullRequestId}/merge`;
  execFileSync('git', ['init', '--quiet', folder]);
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  execFileSync('git', ['fetch', '--quiet', ...shallow, `file://${stage.sample.folder}`, merge], { cwd: folder });
  execFileSync('git', ['checkout', '--quiet', '--detach', 'FETCH_HEAD'], { cwd: folder });
  makeHostile(folder, mark, scene.world.collectionUrl);
  return {
    folder,
    fingerprint: () => fingerprint(folder),
    wasRun: () => existsSync(mark),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Configuration, hooks, attributes and programs that would run, redirect or rewrite if anybody used this checkout. */
function makeHostile(folder: string, mark: string, collectionUrl: string): void {
  const program = join(folder, 'tools', 'run.sh');
  mkdirSync(join(folder, 'tools'), { recursive: true });
  writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\nexit 1\n`, { mode: 0o755 });
  for (const name of ['git', 'semgrep', 'bwrap', 'node']) {
    writeFileSync(join(folder, name), `#!/bin/sh\ntouch '${mark}'\nexit 1\n`, { mode: 0o755 });
  }
  const hooks = join(folder, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  for (const name of ['post-checkout', 'pre-auto-gc', 'reference-transaction', 'post-index-change']) {
    writeFileSync(join(hooks, name), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
  }
  appendFileSync(join(folder, '.git', 'config'), hostileConfig(program, collectionUrl));
  writeFileSync(join(folder, '.gitattributes'), '* filter=evil diff=evil -text linguist-generated\n');
  writeFileSync(join(folder, '.semgrepignore'), '*\n');
  writeFileSync(join(folder, 'package.json'), '{"scripts":{"preinstall":"./tools/run.sh"},"main":"tools/run.sh"}\n');
}

function hostileConfig(program: string, collectionUrl: string): string {
  return `
[core]
  fsmonitor = ${program}
  sshCommand = ${program}
  hooksPath = .git/hooks
  pager = ${program}
  attributesFile = .gitattributes
[diff]
  external = ${program}
[diff "evil"]
  textconv = ${program}
[filter "evil"]
  clean = ${program}
  smudge = ${program}
  required = true
[url "http://127.0.0.1:1/"]
  insteadOf = ${collectionUrl}
[http]
  proxy = http://127.0.0.1:1/
[credential]
  helper = !${program}
`;
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const facts = statSync(join(folder, name));
    hash.update(`${name}\0${facts.mode}\0${facts.mtimeMs}\0`);
    if (facts.isFile()) hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
