import { amount } from '../pricing/amount';
import type { Preview } from '../prompt/preview';
import type { Scope } from '../scope/scope';
import type { Settings } from '../settings/settings';
import { coverageOf } from '../verdict/coverage';
import type { RunModeResult } from './compose-run-mode-record';
import { plural } from './status-text';

/** What a review of this scope would send, and what it would leave out. */
export function previewResult(
  scope: Scope,
  { tokens, usd }: Preview,
  parts: number,
  settings: Settings,
): RunModeResult {
  const reason = 'only a preview: nothing was sent';
  const inScope = new Set(scope.files.map(({ path }) => path));
  const files = coverageOf(scope, []).files.map((file) => (inScope.has(file.path) ? { ...file, reason } : file));
  const wouldSend = { files: scope.files.length, parts, inputTokens: tokens, usd };
  return {
    runMode: 'preview',
    headline: headline(wouldSend, settings),
    files,
    wouldSend,
  };
}

interface WouldSend {
  files: number;
  parts: number;
  inputTokens: number;
  usd: number | null;
}

function headline({ files, parts, inputTokens, usd }: WouldSend, { budgetUsd }: Settings): string {
  const cost = usd === null ? 'at an unknown cost' : `for about $${usd.toFixed(4)}`;
  const budget = budgetUsd === null ? 'without a cap' : `of a budget of ${amount(budgetUsd)}`;
  const what = `${plural(files, 'file')} in ${plural(parts, 'part')}, about ${plural(inputTokens, 'input token')}`;
  return `Preview: a review would send ${what}, ${cost} ${budget}. Nothing was sent.`;
}
