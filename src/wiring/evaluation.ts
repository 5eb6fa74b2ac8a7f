import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../../package.json';
import type { Cancellation } from '../adapters/azure-pipelines/cancellation';
import { createAnswersFolder } from '../adapters/evaluation/answers-folder';
import { createCaseStore } from '../adapters/evaluation/case-store';
import { createCaseRepository } from '../adapters/git/case-repository';
import { commitRange } from '../adapters/git/commit-range';
import { createGitRepository } from '../adapters/git/create-git-repository';
import { changeableFolders } from '../adapters/git/repository-place';
import { EVALUATION_USAGE, type EvaluationWords, readEvaluationWords } from '../adapters/terminal/evaluation-words';
import { createTerminalHost } from '../adapters/terminal/host';
import { badInputs } from '../errors';
import type { Log } from '../ports/log';
import type { Model } from '../ports/model';
import { type Bench, evaluate } from '../run-modes/evaluate/evaluate';
import type { Gold } from '../steps/evaluation/gold';
import { markdownOf } from '../steps/evaluation/table';
import { INPUTS } from '../steps/settings/inputs';
import { readSettings } from '../steps/settings/read-settings';
import type { Settings } from '../steps/settings/settings';
import { clock } from './clock';
import { createStopwatch } from './stopwatch';
import { wireTools } from './tools';

/** What the door gives to the command `evaluate`. */
export interface EvaluationDoor {
  log: Log;
  print(text: string): void;
  /** Claude with the key of the environment; asked for only where no answers are given. */
  model(settings: Settings): Model;
  cancellation: Cancellation;
}

/** The command `evaluate`; answers with the exit code: 0 all measured, 2 something still waits or failed. */
export async function evaluateCommand(words: readonly string[], door: EvaluationDoor): Promise<number> {
  const asked = readEvaluationWords(words, Object.keys(INPUTS));
  if (asked === null) {
    door.print(EVALUATION_USAGE);
    return 0;
  }
  const { settings } = readSettings(asked.inputs);
  const model = asked.answers === '' ? door.model(settings) : null;
  const bench: Bench = {
    store: createCaseStore(resolve(asked.folder), resolve(asked.out), asked.only),
    log: door.log,
    version,
    open: (name, gold) => openCase(asked, door, { name, gold, settings, model }),
  };
  const [one, two] = asked.judges;
  const results = await evaluate(
    {
      settings,
      judges: one !== undefined && two !== undefined ? [one, two] : null,
      ...(asked.compare === ''
        ? {}
        : { compare: { name: basename(asked.compare), text: await compared(asked.compare) } }),
    },
    bench,
  );
  door.print(markdownOf(results));
  door.log.info(`Written to ${resolve(asked.out)}.`);
  return results.unmeasured.length === 0 ? 0 : 2;
}

async function compared(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw badInputs([
      { input: '--compare', was: JSON.stringify(path), allowed: 'results.json of an earlier evaluation' },
    ]);
  });
}

interface Case {
  name: string;
  gold: Gold;
  settings: Settings;
  model: Model | null;
}

async function openCase(words: EvaluationWords, door: EvaluationDoor, { name, gold, settings, model }: Case) {
  const { signal } = door.cancellation;
  const folder = resolve(words.folder, name);
  const range = await rangeOf(folder, gold, signal);
  const answers = createAnswersFolder(join(resolve(words.answers || tmpdir()), name));
  const quiet: Log = { ...door.log, info() {} };
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(range.gitFolder).href,
    ...{ authorization: null, scratchFolder: tmpdir(), gitPath: range.gitPath, environment: process.env },
    signal,
    log: { ...quiet, warn() {} },
  });
  const rulesAtTarget = async (path: string) =>
    (await repository.read([`${range.base}:${path}`])).values().next().value;
  const tools = wireTools(settings, {
    ...{ temporaryFolder: tmpdir(), workingFolder: folder, environment: process.env },
    ...{ untrustedFolders: [folder], log: quiet, rulesAtTarget },
  });
  const { stages } = createStopwatch(clock);
  return {
    ...tools,
    host: createTerminalHost(range),
    repository,
    model: model ?? answers,
    workingFolder: folder,
    ...{ log: quiet, clock, signal, stages },
    signingKey: new Uint8Array(32),
    run: { version, id: 'evaluation', url: '', startedAt: clock.now() },
    calls: [],
    sent: [],
    pending: answers.pending,
    async end() {
      await Promise.all([tools.dispose(), repository.dispose()]);
      await range.remove();
    },
  };
}

async function rangeOf(folder: string, { repository, base, head }: Gold, signal: AbortSignal) {
  const environment = process.env;
  if (repository === undefined || base === undefined || head === undefined) {
    return createCaseRepository({ folder, scratchFolder: tmpdir(), environment, signal });
  }
  const at = resolve(folder, repository);
  const untrustedFolders = await changeableFolders(at, process.cwd(), environment.HOME ?? environment.USERPROFILE);
  return commitRange({ folder: at, base, head, environment, untrustedFolders, scratchFolder: tmpdir(), signal });
}
