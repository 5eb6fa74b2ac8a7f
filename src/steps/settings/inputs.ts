import {
  choice,
  globs,
  hasControlCharacter,
  type Input,
  list,
  optionalDecimal,
  optionalWhole,
  text,
  url,
  whole,
  yesNo,
} from './kinds';
import { languageName } from './language-name';
import type { Settings } from './settings';
import { parseSkipRule } from './skip-rule';

/**
 * Every input of a review, in the order of docs/configuration.md. Secrets and service connections are not here:
 * the door of the pipeline reads them and keeps them apart.
 */
export const INPUTS: { readonly [Name in keyof Settings]: Input<Settings[Name]> } = {
  provider: choice(['anthropic', 'foundry'], 'anthropic'),
  endpoint: url(),
  model: text('claude-sonnet-5-5', 'a model or deployment name', modelName),
  modelFamily: text('', 'a model name, or empty: as model', modelName),
  effort: choice(['low', 'medium', 'high', 'xhigh', 'max'], 'medium'),
  fallbackModel: text('', 'a model or deployment name, or empty', modelName),
  inferenceGeo: choice(['', 'us', 'global'], ''),
  zeroDataRetention: yesNo(false),
  contentCacheTtl: choice(['5m', 'auto'], '5m'),
  batch: choice(['off', 'wait'], 'off'),
  batchDeadlineMinutes: whole({ from: 1, to: 1_440 }, 10),
  budgetUsd: optionalDecimal({ from: 0, to: 10_000 }, '1.00'),
  budgetUsdPerPullRequest: optionalDecimal({ from: 0, to: 100_000 }, '5.00'),
  inputPrice: optionalDecimal({ from: 0, to: 10_000 }, ''),
  outputPrice: optionalDecimal({ from: 0, to: 10_000 }, ''),
  include: globs(),
  exclude: globs(),
  useDefaultExclusions: yesNo(true),
  scanExcluded: yesNo(false),
  skeletons: yesNo(true),
  context: choice(['diff', 'related'], 'diff'),
  semgrep: choice(['auto', 'required', 'off'], 'auto'),
  semgrepConfig: text(
    '',
    'an absolute path on the agent, a file of the repository (read at the target branch), or empty: our own rules',
    localPath,
  ),
  sandbox: choice(['preferred', 'required'], 'preferred'),
  sarif: list('globs of SARIF files', localPath),
  enforcedRules: list('rule ids or globs without list marks, quotes, commas, braces or comments', ruleName),
  guidelines: list('paths of files in the repository', repositoryPath),
  instructions: text('', 'at most 8,000 characters', instructionText),
  language: text('en', 'a language code like en, de or pt-BR', languageCode),
  runMode: choice(['publish', 'readOnly', 'preview', 'doctor', 'clean'], 'publish'),
  name: text('review', 'letters, digits, dot, dash and underscore, at most 64, first a letter or digit', statusName),
  reviewDrafts: yesNo(true),
  skipWhen: list('rules like `author: *bot*`, of author, label, title or target', skipRule),
  force: yesNo(false),
  minimumSeverity: choice(['blocker', 'warning', 'suggestion'], 'suggestion'),
  maxComments: whole({ from: 0, to: 100 }, 10),
  threadStatus: choice(['active', 'closed', 'pending'], 'active'),
  dismissal: choice(['anyone', 'notAuthor', 'nobody'], 'notAuthor'),
  artifacts: choice(['none', 'excerpts', 'full'], 'excerpts'),
  publishArtifact: yesNo(true),
  artifactName: text('', 'letters, digits, dot, dash, underscore and space, at most 80, or empty', artifactName),
  failOn: choice(['blocker', 'warning', 'never'], 'blocker'),
  onReviewerError: choice(['block', 'warn', 'pass'], 'warn'),
  vote: choice(['off', 'waitForAuthor'], 'off'),
  pullRequestId: optionalWhole({ from: 1, to: 2_147_483_647 }),
  repositoryId: text('', 'the id or name of a repository, or empty: from the pipeline', repositoryName),
  timeoutMinutes: whole({ from: 1, to: 1_440 }, 20),
  applicationInsights: text('', 'a connection string InstrumentationKey=...;IngestionEndpoint=https://...', ingestion),
  otlpEndpoint: url(),
};

export function modelName(given: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/.test(given) ? given : null;
}

function statusName(given: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(given) ? given : null;
}

function artifactName(given: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9._ -]{0,79}$/.test(given) ? given : null;
}

function skipRule(given: string): string | null {
  return !hasControlCharacter(given) && parseSkipRule(given) ? given : null;
}

function localPath(given: string): string | null {
  return given.length <= 1_024 && !hasControlCharacter(given) && !/^[a-z]+:\/\//i.test(given) ? given : null;
}

export function plain(given: string): string | null {
  return hasControlCharacter(given) ? null : given;
}

/** What is no part of any rule's name would be looked for in one, and enforce nothing. */
function ruleName(given: string): string | null {
  return hasControlCharacter(given) || /^[-!]|["'`,{}]|\s#/.test(given) ? null : given;
}

export function repositoryPath(given: string): string | null {
  const path = given.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
  const parts = path.split('/');
  return path !== '' && !hasControlCharacter(path) && parts.every((part) => part !== '' && part !== '..') ? path : null;
}

export function instructionText(given: string): string | null {
  return given.length <= 8_000 ? given.replace(/\r\n?/g, '\n') : null;
}

export function languageCode(given: string): string | null {
  if (!/^[a-z]{2,3}([-_][a-z0-9]{2,8}){0,3}$/i.test(given)) return null;
  try {
    const locale = new Intl.Locale(given.replaceAll('_', '-'));
    return languageName(locale.language) === undefined ? null : locale.toString();
  } catch {
    return null;
  }
}

function repositoryName(given: string): string | null {
  return given.length <= 256 && !hasControlCharacter(given) && !/[\\/:*?"<>|#%&]/.test(given) ? given : null;
}

export function ingestion(given: string): string | null {
  const parts = new Map(given.split(';').map((part): [string, string] => split(part)));
  const target = parts.get('ingestionendpoint');
  const isKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(parts.get('instrumentationkey') ?? '');
  return isKey && (target === undefined || url().read(target).ok) ? given : null;
}

function split(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part.trim().toLowerCase(), ''] : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
}
