import type { FixWorld } from '../fix-world';
import type { Hands, HandsAnswer } from '../ports/hands';
import type { ValidationRun } from '../steps/candidate/proof';
import { createResultsReader } from '../steps/candidate/test-results';
import { readGlobs } from '../steps/scope/glob';
import { globSet } from '../steps/scope/glob-set';
import type { FixSettings } from '../steps/settings/fix-settings';
import { findResultsOrder, removeOrder, resultsOrder } from '../steps/toolbox/orders';
import { shapeOutput } from '../steps/toolbox/shape-output';

export interface Validation extends ValidationRun {
  /** How it ended, in words of ours where no exit code tells. */
  why: HandsAnswer['why'];
  /** The end of what it printed, fit for the model. */
  output: string;
}

const SHOWN = 6_000;
const MOST_FILES = 200;

/** Runs the customer's command once; only results that this very run wrote are read. */
export async function validate(
  settings: Pick<FixSettings, 'validationCommand' | 'validationMinutes' | 'testResults'>,
  { masking, signal }: Pick<FixWorld, 'masking' | 'signal'>,
  hands: Hands,
): Promise<Validation> {
  await removeResults(settings, hands, signal);
  const order = { script: settings.validationCommand, time: settings.validationMinutes * 60_000 };
  const answer = await hands.run(order, signal);
  if (answer.why === 'cancelled') signal.throwIfAborted();
  return {
    why: answer.why,
    exitCode: answer.why === 'exit' ? answer.code : null,
    milliseconds: answer.milliseconds,
    cases: await readResults(settings, hands, signal),
    output: shapeOutput(answer, masking.text, SHOWN),
  };
}

type ResultSettings = Pick<FixSettings, 'testResults'>;

async function removeResults(settings: ResultSettings, hands: Hands, signal: AbortSignal): Promise<void> {
  const paths = await resultPaths(settings, hands, signal);
  if (paths.length > 0) await hands.run(removeOrder(paths), signal);
}

async function readResults(settings: ResultSettings, hands: Hands, signal: AbortSignal): Promise<Validation['cases']> {
  const results = createResultsReader();
  for (const path of await resultPaths(settings, hands, signal)) {
    const { first } = await hands.run(resultsOrder(path), signal);
    if (!results.add(Buffer.from(first).toString('utf8'))) break;
  }
  return results.cases();
}

async function resultPaths({ testResults }: ResultSettings, hands: Hands, signal: AbortSignal): Promise<string[]> {
  if (testResults.length === 0) return [];
  const { globs } = readGlobs('testResults', testResults);
  const matching = globSet(globs);
  const isResult = (path: string) => globs[matching(path).at(-1) ?? -1]?.negated === false;
  const { first } = await hands.run(findResultsOrder(), signal);
  const paths = Buffer.from(first).toString('utf8').split('\0');
  return paths
    .map((path) => path.replace(/^\.\//, ''))
    .filter((path) => path !== '' && isResult(path))
    .sort()
    .slice(0, MOST_FILES);
}
