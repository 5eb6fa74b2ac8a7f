import type { Settings } from './settings';

/** No run of a Microsoft-hosted agent in a private project goes on for longer, unless the job says so. */
const USUAL_JOB_MINUTES = 60;

const RULES: readonly [applies: (settings: Settings) => boolean, advice: string][] = [
  [
    ({ onReviewerError }) => onReviewerError === 'pass',
    'With `onReviewerError: pass` a run that could not review satisfies a required status policy.',
  ],
  [
    ({ failOn }) => failOn === 'never',
    'With `failOn: never` blockers do not fail the task; only a status policy does.',
  ],
  [({ budgetUsd }) => budgetUsd === null, '`budgetUsd` is empty: a run has no cap on its cost.'],
  [
    ({ budgetUsdPerPullRequest }) => budgetUsdPerPullRequest === null,
    '`budgetUsdPerPullRequest` is empty: the runs on a pull request have no cap on their cost.',
  ],
  [({ dismissal }) => dismissal === 'anyone', 'With `dismissal: anyone` authors can accept their own blockers.'],
  [({ artifacts }) => artifacts === 'full', 'With `artifacts: full` the attached record holds all reviewed source.'],
  [
    ({ useDefaultExclusions }) => !useDefaultExclusions,
    'With `useDefaultExclusions: false` lock files and generated code are reviewed and paid for.',
  ],
  [
    ({ semgrep, sarif }) => semgrep === 'off' && sarif.length === 0,
    'There is no static analysis: `semgrep` is off and `sarif` is empty.',
  ],
  [
    ({ timeoutMinutes }) => timeoutMinutes >= USUAL_JOB_MINUTES,
    `\`timeoutMinutes\` must stay below the timeout of the job, which is ${USUAL_JOB_MINUTES} minutes unless the pipeline says otherwise.`,
  ],
];

/** Settings that are allowed and may still surprise; one sentence each, for `doctor`. */
export function adviceOn(settings: Settings): string[] {
  return RULES.flatMap(([applies, advice]) => (applies(settings) ? [advice] : []));
}
