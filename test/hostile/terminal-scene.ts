import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Ended, runCommand } from '../commands/run-command';

/** A user's machine: a home, and in it a repository with `main` and, checked out, `topic`. */
export interface TerminalScene {
  home: string;
  repository: string;
  /** A path below the home. */
  at(...names: string[]): string;
  write(path: string, text: string, mode?: number): void;
  git(folder: string, ...words: string[]): string;
  commit(message: string, folder?: string): string;
  /** A program that leaves a trace, for use as a setting of git. */
  program: string;
  /** A folder below the home with programs of that name, which leave a trace. */
  programs(folder: string, ...names: string[]): string;
  wasStarted(): boolean;
  /** Somebody types this in a folder; `path` comes first in PATH. */
  types(words: readonly string[], given?: { folder?: string; path?: readonly string[] }): Promise<Ended>;
}

export const SECRET_NOTES = 'notes that are none of its business';

const WHO = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgsign=false'];

export async function atTerminal(attack: (scene: TerminalScene) => Promise<void>): Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'second-pass-terminal-')));
  const at = (...names: string[]) => join(home, ...names);
  const repository = at('repository');
  const trace = at('started');
  const write = (path: string, text: string, mode?: number) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text, { mode });
  };
  const git = (folder: string, ...words: string[]) =>
    execFileSync('git', [...WHO, ...words], { cwd: folder, stdio: 'pipe', encoding: 'utf8' }).trim();
  const commit = (message: string, folder = repository) => {
    git(folder, 'add', '--all');
    git(folder, 'commit', '-q', '--allow-empty', '-m', message);
    return git(folder, 'rev-parse', 'HEAD');
  };
  const leavesTrace = `#!/bin/sh\ntouch '${trace}'\n`;
  write('program', `${leavesTrace}cat\n`, 0o755);
  write('.ssh/notes.ts', `${SECRET_NOTES}\n`);
  write('repository/a.ts', 'let a = 1;\n');
  git(repository, 'init', '-q', '-b', 'main');
  commit('first');
  git(repository, 'checkout', '-q', '-b', 'topic');
  write('repository/a.ts', 'let a = 2;\n');
  commit('second');
  try {
    await attack({
      ...{ home, repository, at, write, git, commit, program: at('program') },
      programs(folder, ...names) {
        for (const name of names) write(join(folder, name), leavesTrace, 0o755);
        return at(folder);
      },
      wasStarted: () => existsSync(trace),
      types: (words, { folder = repository, path = [] } = {}) =>
        runCommand(words, {
          folder,
          environment: { HOME: home, PATH: [...path, process.env.PATH ?? ''].join(delimiter) },
        }),
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
