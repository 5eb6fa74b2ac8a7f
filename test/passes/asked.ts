import assert from 'node:assert/strict';
import { createClaude } from '../../src/adapters/claude/claude';
import type { ClaudeOptions } from '../../src/adapters/claude/context';
import { type Budget, createBudget } from '../../src/budget/budget';
import { askTwice } from '../../src/passes/ask-twice';
import type { Clock } from '../../src/ports/clock';
import type { Model } from '../../src/ports/model';
import type { Alert } from '../../src/steps/alerts/alert';
import { splitIntoChunks } from '../../src/steps/chunks/split-into-chunks';
import type { ChangedFile, DiffLine } from '../../src/steps/diff/changed-file';
import type { ChunkOutcome } from '../../src/steps/findings/chunk-outcome';
import { factsOf } from '../../src/steps/pricing/models';
import { type ChunkPrompt, composePrompts } from '../../src/steps/prompt/compose';
import type { RequestReceipt } from '../../src/steps/record/cost-record';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { Settings } from '../../src/steps/settings/settings';
import type { Skeleton } from '../../src/steps/skeletons/skeleton';
import { client } from '../adapters/http/loopback';
import { readCandidates } from '../emulators/claude/prompt-reader';
import { type ClaudeEmulator, DEFAULT_KEY } from '../emulators/claude/server';

export interface Asked {
  outcomes: ChunkOutcome[];
  budget: Budget;
  sent: RequestReceipt[];
  log: string[];
  clock: Clock;
}

export interface Asking {
  files?: readonly ChangedFile[];
  prompts?: readonly ChunkPrompt[];
  alerts?: readonly Alert[];
  skeletons?: readonly Skeleton[];
  settings?: Record<string, string>;
  /** UTF-8 bytes of diff in one chunk. */
  limit?: number;
  alreadySpent?: number;
  signal?: AbortSignal;
  claude?: Partial<ClaudeOptions>;
  /** Laid over the adapter. */
  model?: Partial<Model>;
}

/** Both passes through the adapter on the emulator, whose clock moves when the product waits. */
export async function askedTwice(emulator: ClaudeEmulator, asking: Asking = {}): Promise<Asked> {
  const settings = settingsOf(asking.settings);
  const { model, log, clock } = modelOn(emulator, asking);
  const sent: RequestReceipt[] = [];
  const prompts = asking.prompts ?? promptsOf(asking);
  const signal = asking.signal ?? new AbortController().signal;
  const budget = createBudget(settings, asking.alreadySpent ?? 0, { calls: [], sent }, prompts.length);
  const world = { model: { ...model, ...asking.model }, log, clock, signal };
  const outcomes = await askTwice(settings, world, prompts, budget);
  return { outcomes, budget, sent, log: log.lines, clock };
}

/** The adapter alone; what it waits, the emulator's clock moves. */
export function modelOn(emulator: ClaudeEmulator, asking: Pick<Asking, 'settings' | 'claude'>) {
  const settings = settingsOf(asking.settings);
  const http = client();
  const clock = movingBoth(http.clock, emulator);
  const model = createClaude({
    provider: settings.provider,
    endpoint: `${emulator.url}/`,
    credential: { kind: 'key', key: DEFAULT_KEY },
    inferenceGeo: settings.inferenceGeo,
    acceptsEffort: (name) => factsOf(name, settings).acceptsEffort,
    fetch: http.fetch,
    clock,
    log: http.log,
    remaining: () => settings.timeoutMinutes * 60_000,
    random: () => 0.5,
    idleMilliseconds: 500,
    headersMilliseconds: 2000,
    ...asking.claude,
  });
  return { model, clock, log: http.log };
}

/** The cost we tell is what the emulator has billed, call by call, and nobody left the contract. */
export function assertHonest(emulator: ClaudeEmulator, ...runs: Asked[]): void {
  const told = runs.flatMap(({ budget }) => budget.calls).reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  assert.ok(Math.abs(told - emulator.cost()) < 0.000_001, `told ${told}, billed ${emulator.cost()}`);
  const sent = runs.flatMap((run) => run.sent).reduce((sum, { bytes }) => sum + bytes, 0);
  const isWhole = emulator.requests.every(({ bodyBytes, surface }) => bodyBytes > 0 || surface === 'batch-item');
  if (isWhole) assert.equal(sent, emulator.contentBytes());
  assert.deepEqual(emulator.violations, []);
  assert.deepEqual(emulator.trap.requests, []);
}

export function settingsOf(inputs: Record<string, string> = {}): Settings {
  return readSettings(inputs).settings;
}

export function promptsOf({
  files = [changedFile('src/a.ts')],
  alerts = [],
  skeletons = [],
  limit,
}: Asking): ChunkPrompt[] {
  const chunks = splitIntoChunks(files, { skeletons, alerts, ...(limit === undefined ? {} : { limit }) });
  return composePrompts({ files, chunks, skeletons, alerts, guidelines: '', guidelineFiles: [] });
}

/** An answer of the critique that confirms all it was asked about. */
export function confirming({ tail }: { tail: string }, given: object = {}) {
  const verdicts = readCandidates(tail).map(({ id, severity }) => {
    return { id, reason: 'line 3', decision: 'confirm', severity };
  });
  return { verdicts, ...given };
}

/** A changed file of one hunk: `lines` added lines of about 40 bytes each, or the text that is given. */
export function changedFile(path: string, given: number | readonly string[] = 20): ChangedFile {
  const texts = typeof given === 'number' ? numbered(path, given) : given;
  const lines = texts.map((text, index): DiffLine => ({ kind: 'added', oldLine: null, newLine: index + 1, text }));
  return {
    path,
    pathBytes: Buffer.from(path),
    change: 'added',
    oldMode: '000000',
    newMode: '100644',
    oldBlob: '0'.repeat(40),
    newBlob: 'b'.repeat(40),
    content: 'text',
    added: lines.length,
    removed: 0,
    hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, lines }],
    oldNoNewline: false,
    newNoNewline: false,
  };
}

function numbered(path: string, count: number): string[] {
  const word = path.replace(/\W/g, '_');
  return Array.from({ length: count }, (_, index) => `const ${word}_${index} = compute(${index});`);
}

export function alertOn(path: string, id: string, given: Partial<Alert> = {}): Alert {
  return {
    id,
    tool: 'semgrep',
    ruleId: 'rule',
    level: 'warning',
    message: 'Something is off here.',
    path,
    range: { side: 'new', startLine: 3, endLine: 3 },
    tags: [],
    fingerprint: id.padEnd(64, '0'),
    onChangedLine: true,
    enforced: false,
    ...given,
  };
}

/** A candidate of the answer schema on the third line of a file that `changedFile` made. */
export function candidateOn(path: string, title = 'A problem') {
  const quote = numbered(path, 3)[2] ?? '';
  return { path, startLine: 3, endLine: 3, quote, title, evidence: 'line 3', body: 'It breaks.' };
}

function movingBoth(clock: Clock, emulator: ClaudeEmulator): Clock {
  return {
    ...clock,
    async sleep(milliseconds, signal) {
      emulator.advance(milliseconds);
      await clock.sleep(milliseconds, signal);
    },
  };
}
