import type { FixSettings } from './fix-settings';
import { INPUTS } from './inputs';
import {
  choice,
  globs,
  hasControlCharacter,
  type Input,
  list,
  optionalDecimal,
  optionalWhole,
  text,
  whole,
  yesNo,
} from './kinds';

const PIPELINE_ID = { from: 1, to: 2_147_483_647 };

/**
 * Every input of the second task, in the order of docs/fix.md. Secrets and service connections are not here, save the names
 * of those that write: modes that write nothing must not even be given one.
 */
export const FIX_INPUTS: { readonly [Name in keyof FixSettings]: Input<FixSettings[Name]> } = {
  runMode: choice(['readOnly', 'plan', 'apply', 'autonomous', 'gate', 'sweep', 'doctor', 'clean'], 'readOnly'),
  comment: { ...text('', 'the link of a comment', (given) => given), isForeign: true },
  workItem: { ...optionalWhole({ from: 1, to: 2_147_483_647 }), isForeign: true },
  request: text('', 'at most 8,000 characters', requestText),
  requesters: list('groups like [Project]\\Name, or ids of people and groups', plainWord),
  requestMinutes: whole({ from: 1, to: 1_440 }, 60),
  enabled: yesNo(true),
  provider: INPUTS.provider,
  endpoint: INPUTS.endpoint,
  model: INPUTS.model,
  modelFamily: INPUTS.modelFamily,
  effort: INPUTS.effort,
  fallbackModel: INPUTS.fallbackModel,
  inferenceGeo: INPUTS.inferenceGeo,
  zeroDataRetention: INPUTS.zeroDataRetention,
  inputPrice: INPUTS.inputPrice,
  outputPrice: INPUTS.outputPrice,
  budgetUsd: optionalDecimal({ from: 0, to: 10_000 }, '2.00'),
  budgetUsdPerSession: optionalDecimal({ from: 0, to: 100_000 }, '6.00'),
  budgetUsdPerDay: optionalDecimal({ from: 0, to: 100_000 }, '20.00'),
  maxTurns: whole({ from: 1, to: 500 }, 60),
  guidelines: INPUTS.guidelines,
  instructions: INPUTS.instructions,
  language: INPUTS.language,
  sandbox: choice(['auto', 'bubblewrap', 'docker'], 'auto'),
  sandboxImage: text('', 'the name of an image, like contoso.azurecr.io/build:node22, or empty', imageName),
  sandboxRuntime: text('', 'the name of a container runtime, like runsc, or empty', runtimeName),
  setupCommand: text('', 'a command of at most 4,000 characters, or empty', command),
  egress: list('host:port', hostAndPort),
  validationCommand: text('', 'a command of at most 4,000 characters, or empty', command),
  validationMinutes: whole({ from: 1, to: 240 }, 10),
  testResults: globs(),
  proof: choice(['required', 'shown'], 'required'),
  semgrep: choice(['auto', 'off'], 'auto'),
  hiddenPaths: globs(),
  allowedPaths: globs(),
  protectedPaths: globs(),
  protectTests: yesNo(true),
  maxFiles: whole({ from: 1, to: 1_000 }, 20),
  maxChangedLines: whole({ from: 1, to: 100_000 }, 800),
  writeConnection: text('', 'a service connection', (given) => given),
  writeServerConnection: text('', 'a service connection', (given) => given),
  planHash: text('', 'the 64 hexadecimal digits of the output variable planHash', planHash),
  approver: choice(['anyone', 'notRequester'], 'anyone'),
  requireApproval: yesNo(true),
  branchPrefix: text(
    'second-pass/',
    'the beginning of a branch name that ends with a slash, like second-pass/',
    prefix,
  ),
  targetBranch: text('', 'the name of a branch, or empty', branchName),
  draft: yesNo(true),
  skipCi: yesNo(true),
  reviewers: list('ids or accounts of people and groups', plainWord),
  labels: { ...list('labels', label), default: 'second-pass', empty: '' },
  validationPipeline: optionalWhole(PIPELINE_ID),
  previewPipeline: optionalWhole(PIPELINE_ID),
  previewHosts: list('host names', hostName),
  sessionLog: choice(['none', 'actions', 'full'], 'actions'),
  timeoutMinutes: whole({ from: 1, to: 1_440 }, 60),
  applicationInsights: INPUTS.applicationInsights,
  otlpEndpoint: INPUTS.otlpEndpoint,
};

function requestText(given: string): string | null {
  return given.length <= 8_000 ? given.replace(/\r\n?/g, '\n') : null;
}

function plainWord(given: string): string | null {
  return hasControlCharacter(given) ? null : given;
}

function imageName(given: string): string | null {
  return /^[a-z0-9][a-z0-9._:/@-]{0,254}$/i.test(given) ? given : null;
}

function runtimeName(given: string): string | null {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/i.test(given) ? given : null;
}

function command(given: string): string | null {
  return given.length <= 4_000 && !given.includes('\0') ? given.replace(/\r\n?/g, '\n') : null;
}

/** Names alone: an address would let a name that was never listed be reached. */
function hostAndPort(given: string): string | null {
  const [, host = '', port = ''] = /^([^:]+):(\d{1,5})$/.exec(given) ?? [];
  return hostName(host) !== null && Number(port) > 0 && Number(port) < 65_536 ? given.toLowerCase() : null;
}

function hostName(given: string): string | null {
  const parts = given.toLowerCase().split('.');
  const isName = parts.every((part) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(part));
  return isName && given.length <= 253 && !/^[\d.]+$/.test(given) && !/^0x/i.test(given) ? given.toLowerCase() : null;
}

function planHash(given: string): string | null {
  return /^[0-9a-f]{64}$/.test(given) ? given : null;
}

/** What git takes for a branch, less what people could misread: no refspec, no option, no look-alike of a full name. */
function branchName(given: string): string | null {
  const name = given.replace(/^refs\/heads\//, '');
  const parts = name.split('/');
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9._/+#@=-]{0,199}$/.test(name) && !/\.\.|@\{|^refs\//.test(name);
  return isPlain && parts.every((part) => part !== '' && !/^\.|\.$|\.lock$/i.test(part)) ? name : null;
}

function prefix(given: string): string | null {
  const name = given.endsWith('/') ? branchName(given.slice(0, -1)) : null;
  return name === null || name.length > 60 ? null : `${name}/`;
}

function label(given: string): string | null {
  return given.length <= 64 && !hasControlCharacter(given) && !/[,;]/.test(given) ? given : null;
}
