import type { Settings } from './settings';

const HANDLING: ReadonlySet<keyof Settings> = new Set<keyof Settings>([
  'applicationInsights',
  'artifactName',
  'artifacts',
  'batch',
  'batchDeadlineMinutes',
  'budgetUsd',
  'budgetUsdPerPullRequest',
  'contentCacheTtl',
  'failOn',
  'force',
  'inputPrice',
  'onReviewerError',
  'otlpEndpoint',
  'outputPrice',
  'pullRequestId',
  'publishArtifact',
  'repositoryId',
  'runMode',
  'skipWhen',
  'timeoutMinutes',
  'vote',
]);

/**
 * The settings that decide what a review finds, as one text with a fixed order of names: two runs whose texts are equal
 * may share a stored result. What only decides how a result is handled, sent or paid for is left out.
 */
export function canonicalSettings(settings: Settings): string {
  const names = Object.keys(settings).sort() as (keyof Settings)[];
  const counted = names.filter((name) => !HANDLING.has(name));
  return JSON.stringify(counted.map((name) => [name, canonical(settings[name])]));
}

function canonical(value: Settings[keyof Settings]): unknown {
  return typeof value === 'object' && value !== null ? value.filter((entry) => entry !== '') : value;
}
