import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { listenForCancellation } from '../adapters/azure-pipelines/cancellation';
import { type LocalChange, type LocalRange, localRange } from '../adapters/git/local-range';
import { changeableFolders } from '../adapters/git/repository-place';
import { createStyle } from '../adapters/terminal/style';
import { badInputs } from '../errors';
import { review } from '../review';
import { analyse } from '../run-modes/analyse';
import { preview } from '../run-modes/preview';
import { concludeFailure } from '../stages/conclude-failure';
import { concludeRunModeFailure } from '../stages/conclude-run-mode';
import { harmless } from '../steps/comments/harmless';
import { isReview, type RunRecord } from '../steps/record/record';
import type { ReviewRecord } from '../steps/record/review-record';
import { headlineOf, whereToRead } from '../steps/record/status-text';
import type { Settings } from '../steps/settings/settings';
import { clock } from '../wiring/clock';
import type { World } from '../world';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { FORMATS, type Format, formatOf, shown } from './formats';
import { addInputs } from './input-options';
import { openOutput } from './output';
import { progressOn } from './progress-on';
import { type SettingsWords, settingsOf } from './settings-of';
import { homeOf, type Terminal } from './terminal';
import { terminalWorld } from './terminal-world';

/** What a command line says of a review, besides the inputs. */
interface Words extends SettingsWords {
  base?: string;
  head: string;
  repo: string;
  format?: Format;
  output?: string;
  staged?: true;
  worktree?: true;
  /** False: `--no-model`. */
  model?: string | false;
}

type Conclude<Run> = (settings: Settings, world: World, error: unknown) => Run | Promise<Run>;
type Program<Run extends RunRecord> = (settings: Settings, world: World) => Promise<Run>;

export const addReview: AddCommand = (program, terminal, end) => {
  const command = program
    .command('review')
    .description('review what HEAD adds to its common commit with a base, and show what was found')
    .option(
      '--no-model',
      'static analysis alone: Semgrep, SARIF files and built-in rules; needs no key and no network',
    );
  withRange(command)
    .addOption(
      new Option('--format <format>', 'how the result is shown; default: by the name of --output, else text').choices(
        FORMATS,
      ),
    )
    .option('--output <file>', 'where the result goes instead of the standard output')
    .action(async (words: Words) => end(await reviewHere(words, terminal)));
  addInputs(command);
};

export const addPreview: AddCommand = (program, terminal, end) => {
  const command = program
    .command('preview')
    .description(
      'show the exact text that a review would send, and what it would cost; needs no key and sends nothing',
    );
  withRange(command)
    .option('--output <file>', 'where the text goes instead of the standard output')
    .action(async (words: Words) => end(await previewHere(words, terminal)));
  addInputs(command);
};

function withRange(command: Command): Command {
  return command
    .option('--base <ref>', 'branch, tag or commit that the change is compared with')
    .option('--head <ref>', 'last commit of the change', 'HEAD')
    .option('--staged', 'what is staged and not committed; compared with HEAD unless there is a --base')
    .option(
      '--worktree',
      'everything that is not committed, new files too; compared with HEAD unless there is a --base',
    )
    .option('--repo <path>', 'the repository, or a folder in it', '.')
    .option('--config <file>', 'inputs in YAML, by their names; the command line wins over it')
    .option('--policy <file>', 'hold the inputs against the file of a policy, as a pipeline would')
    .option('--for <scope>', 'the project, or project/repository, that the policy is asked about');
}

async function reviewHere(words: Words, terminal: Terminal): Promise<number> {
  const settings = settingsOf(words, terminal);
  if (settings.runMode === 'preview') return previewHere(words, terminal);
  if (settings.runMode !== 'publish' && settings.runMode !== 'readOnly') throw pipelineOnly(settings);
  const output = openOutput(words.output, terminal);
  const asksModel = words.model !== false;
  const program = asksModel ? review : analyse;
  const record = await run(words, terminal, settings, { program, conclude: concludeFailure, asksModel });
  const style = createStyle(terminal.coloursResult && !output.isFile);
  if (!isUntold(record)) output.write(shown(record, words.format ?? formatOf(words.output), { style, ...settings }));
  return tell(record, terminal);
}

async function previewHere(words: Words, terminal: Terminal): Promise<number> {
  const settings = settingsOf(words, terminal);
  const output = openOutput(words.output, terminal);
  const program: Program<RunRecord> = (given, world) => preview(given, world, (text) => output.write(`${text}\n`));
  const conclude = concludeRunModeFailure;
  return tell(await run(words, terminal, settings, { program, conclude, asksModel: false }), terminal);
}

async function run<Run extends RunRecord>(
  words: Words,
  terminal: Terminal,
  settings: Settings,
  { program, conclude, asksModel }: { program: Program<Run>; conclude: Conclude<Run>; asksModel: boolean },
): Promise<Run> {
  checkRange(words);
  const progress = progressOn(terminal);
  for (const warning of terminal.warnings) progress.log.warn(warning);
  const cancellation = listenForCancellation({
    deadline: settings.timeoutMinutes * 60_000,
    monotonic: clock.monotonic,
  });
  const folder = resolve(terminal.folder, words.repo);
  let range: LocalRange | undefined;
  try {
    const untrustedFolders = await changeableFolders(folder, terminal.folder, homeOf(terminal));
    range = await rangeOf(words, { folder, untrustedFolders }, terminal, cancellation.signal);
    for (const hint of range.hints) progress.log.warn(hint);
    const world = terminalWorld({
      ...{ settings, terminal, folder, range, untrustedFolders, asksModel, cancellation, progress },
    });
    const record = await program(settings, world).catch((error) => conclude(settings, world, error));
    await world.end();
    return record;
  } finally {
    progress.end();
    cancellation.end();
    await range?.remove();
  }
}

/** @throws SecondPassError `bad-input` for words that do not go together */
function checkRange({ base, head, staged, worktree }: Words): void {
  if (staged && worktree) {
    throw badInputs([
      {
        input: '--staged',
        was: 'given with --worktree',
        allowed: 'one of the two: --worktree holds what is staged too',
      },
    ]);
  }
  const uncommitted = staged ? '--staged' : worktree ? '--worktree' : undefined;
  if (uncommitted && head !== 'HEAD') {
    throw badInputs([
      { input: '--head', was: JSON.stringify(head), allowed: `nothing else than HEAD with ${uncommitted}` },
    ]);
  }
  if (!uncommitted && !base) {
    const allowed = 'a branch, a tag or a commit id to compare with; or --worktree for what is not committed yet';
    throw badInputs([{ input: '--base', was: 'not given', allowed }]);
  }
}

function rangeOf(
  words: Words,
  place: Pick<LocalChange, 'folder' | 'untrustedFolders'>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LocalRange> {
  const { base, head, staged, worktree } = words;
  return localRange({
    ...{ ...place, base: base || undefined, head, signal },
    environment: terminal.environment,
    uncommitted: staged ? 'staged' : worktree ? 'worktree' : undefined,
    home: homeOf(terminal),
    scratchFolder: tmpdir(),
  });
}

function pipelineOnly({ runMode }: Settings) {
  const allowed =
    'publish, readOnly or preview; `clean` needs a pull request in Azure DevOps, `doctor` is a command here';
  return badInputs([{ input: 'runMode', was: `"${runMode}"`, allowed }]);
}

/** Nothing was learnt of the change: the last line says why, and an empty result would only look like one. */
function isUntold({ ending, files, findings }: ReviewRecord): boolean {
  return ending.outcome === 'notReviewed' && files.length === 0 && findings.length === 0;
}

/** The last words, and the exit code they stand for. */
function tell(record: RunRecord, { say }: Terminal): number {
  const { problems, situation, ending } = record;
  const headline = headlineOf(record);
  for (const problem of problems.filter((text) => !headline.includes(text))) say(`${harmless(problem)}\n`);
  for (const line of whereToRead(record)) say(`${line}\n`);
  say(`${harmless([headline, ...costOf(record)].join(' '))}\n`);
  const isDone = ending.outcome === 'reviewed' || ending.outcome === 'skipped';
  if (situation === 'superseded' || !isDone) return EXIT.noReview;
  return ending.result === 'Failed' ? EXIT.blocked : EXIT.good;
}

function costOf(record: RunRecord): string[] {
  if (!isReview(record) || record.calls.length === 0) return [];
  const { usd } = record.cost;
  return [usd === null ? '(an unknown cost)' : `(about $${usd.toFixed(4)})`];
}
