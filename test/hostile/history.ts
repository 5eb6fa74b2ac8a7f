import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TaskOutcome } from '../agent/run-task';
import { openStage, type Stage } from '../demo/stage';
import { gitEnvironment } from '../emulators/azure-devops/git';
import type { Files } from '../fakes/repository-of';

const PERSON = ['-c', 'user.name=Mallory', '-c', 'user.email=mallory@example.test', '-c', 'init.defaultBranch=main'];

/** A working tree on a branch `topic`, beside `main`, in which a stranger does what git allows. */
export interface History {
  git(...words: string[]): string;
  write(files: Files): void;
  commit(files: Files): void;
  /** Takes the other branch in, and commits these files with that. */
  merge(other: string, files: Files, ...how: string[]): void;
}

export interface Told {
  outcome: TaskOutcome;
  /** All text that was sent to the model. */
  sent: string;
  state: string | undefined;
  problems: string;
}

/** Makes a history, opens a pull request of it, lets something happen to the server's repository, and reviews. */
export async function reviewHistory(
  base: Files,
  make: (history: History) => void,
  happen: (git: (...words: string[]) => string, stage: Stage) => Promise<void> = async () => {},
): Promise<Told> {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-history-'));
  const [work, folder] = [join(parent, 'work'), join(parent, 'shop.git')];
  const run =
    (cwd: string) =>
    (...words: string[]) =>
      execFileSync('git', [...PERSON, ...words], { cwd, env: gitEnvironment, encoding: 'utf8', stdio: 'pipe' }).trim();
  mkdirSync(work);
  const git = run(work);
  const write = (files: Files) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
    git('add', '--all');
  };
  const commit = (files: Files) => {
    write(files);
    git('commit', '--quiet', '--allow-empty', '--message', 'A change');
  };
  git('init', '--quiet');
  commit(base);
  git('switch', '--quiet', '--create', 'topic');
  make({
    ...{ git, write, commit },
    merge(other, files, ...how) {
      git('merge', '--quiet', '--no-ff', '--no-commit', ...how, other);
      commit(files);
    },
  });
  run(parent)('clone', '--quiet', '--bare', work, folder);
  const repository = { folder, sourceRef: 'refs/heads/topic', targetRef: 'refs/heads/main' };
  const stage = await openStage({
    here: true,
    repository: { ...repository, remove: () => rmSync(parent, { recursive: true, force: true }) },
  });
  try {
    await happen(run(folder), stage);
    const outcome = await stage.run();
    return {
      outcome,
      sent: JSON.stringify(stage.claude.messages()),
      state: stage.snapshot().statuses.at(-1)?.state,
      problems: outcome.rawOutput,
    };
  } finally {
    await stage.close();
  }
}
