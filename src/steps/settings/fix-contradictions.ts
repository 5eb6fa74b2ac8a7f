import type { InputProblem } from '../../errors';
import { contradictions } from './contradictions';
import type { FixSettings } from './fix-settings';
import { quoted } from './kinds';

type RunMode = FixSettings['runMode'];

/** Modes that begin with a request. */
const ASKED: ReadonlySet<RunMode> = new Set(['readOnly', 'plan', 'autonomous', 'gate']);

/** Modes in which a person still has to say yes, or nothing is written at all: the identity that writes has no place there. */
const WITHOUT_WRITER: ReadonlySet<RunMode> = new Set(['readOnly', 'plan', 'gate', 'sweep']);

const RULES: readonly Rule[] = [
  (settings) => writerProblem(settings, 'writeConnection'),
  (settings) => writerProblem(settings, 'writeServerConnection'),
  ({ writeConnection, writeServerConnection }) =>
    writeConnection && writeServerConnection
      ? {
          input: 'writeServerConnection',
          was: JSON.stringify(writeServerConnection),
          allowed: '(empty) beside writeConnection: one identity writes',
        }
      : null,
  (settings) => {
    const { runMode } = settings;
    if (runMode === undefined || !ASKED.has(runMode)) return null;
    const given = requestsIn(settings);
    if (given.length === 1) return null;
    const was = given.length === 0 ? '""' : `set beside ${given.filter((name) => name !== 'comment').join(' and ')}`;
    const allowed = 'exactly one of comment, workItem and request';
    return { input: given.includes('comment') || given.length === 0 ? 'comment' : 'workItem', was, allowed };
  },
  ({ runMode, planHash }) =>
    runMode === 'apply' && planHash === ''
      ? {
          input: 'planHash',
          was: '""',
          allowed: 'with runMode "apply": the output variable planHash of the stage that made the plan',
        }
      : null,
  ({ sandbox, sandboxImage }) =>
    sandbox === 'docker' && sandboxImage === ''
      ? { input: 'sandboxImage', was: '""', allowed: 'with sandbox "docker": the name of an image on the agent' }
      : null,
  ({ sandbox, sandboxImage }) =>
    sandbox === 'bubblewrap' && sandboxImage
      ? { input: 'sandboxImage', was: JSON.stringify(sandboxImage), allowed: '(empty) with sandbox "bubblewrap"' }
      : null,
  ({ sandbox, sandboxImage, sandboxRuntime }) =>
    sandboxRuntime && (sandbox === 'bubblewrap' || sandboxImage === '')
      ? { input: 'sandboxRuntime', was: JSON.stringify(sandboxRuntime), allowed: '(empty) without a sandboxImage' }
      : null,
  ({ previewPipeline, previewHosts }) =>
    typeof previewPipeline === 'number' && previewHosts?.length === 0
      ? { input: 'previewHosts', was: '""', allowed: 'with previewPipeline: the hosts whose links may be posted' }
      : null,
  ({ validationMinutes = 0, timeoutMinutes = Number.POSITIVE_INFINITY }) =>
    validationMinutes >= timeoutMinutes
      ? {
          input: 'validationMinutes',
          was: `"${validationMinutes}"`,
          allowed: `less than timeoutMinutes, which is ${timeoutMinutes}`,
        }
      : null,
  ({ targetBranch, branchPrefix }) =>
    targetBranch && branchPrefix && targetBranch.startsWith(branchPrefix)
      ? {
          input: 'targetBranch',
          was: JSON.stringify(targetBranch),
          allowed: `a branch outside of branchPrefix, which is ${branchPrefix}`,
        }
      : null,
];

/** Inputs that are fine alone and impossible together. Values that could not be read are undefined here. */
export function fixContradictions(settings: Partial<FixSettings>): InputProblem[] {
  const own = RULES.flatMap((rule) => rule(settings) ?? []);
  return [...contradictions(settings), ...own];
}

function requestsIn({ comment, workItem, request }: Partial<FixSettings>): string[] {
  const given = { comment, workItem, request };
  return Object.entries(given).flatMap(([name, value]) => (value === '' || value === null ? [] : [name]));
}

type Rule = (settings: Partial<FixSettings>) => InputProblem | null;

function writerProblem(
  settings: Partial<FixSettings>,
  input: 'writeConnection' | 'writeServerConnection',
): InputProblem | null {
  const { runMode, [input]: given } = settings;
  if (runMode === undefined || !WITHOUT_WRITER.has(runMode) || !given) return null;
  const allowed = `(empty) with runMode "${runMode}", which pushes nothing and must not hold the identity that could`;
  return { input, was: quoted(given), allowed };
}
