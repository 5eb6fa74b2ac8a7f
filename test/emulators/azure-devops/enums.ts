import { invalidArgument } from './service-error';

/** The service's enumerations in the order of their numbers. */
export const enums = {
  threadStatus: ['unknown', 'active', 'fixed', 'wontFix', 'closed', 'byDesign', 'pending'],
  commentType: ['unknown', 'text', 'codeChange', 'system'],
  statusState: ['notSet', 'pending', 'succeeded', 'failed', 'error', 'notApplicable', 'partiallySucceeded'],
  pullRequestStatus: ['notSet', 'active', 'abandoned', 'completed', 'all'],
  versionType: ['branch', 'tag', 'commit'],
  recursion: ['none', 'oneLevel', 'oneLevelPlusNestedEmptyFolders', 'full'],
} as const;

export type EnumName = keyof typeof enums;

/** The camelCase name of a value sent as a name in any case or as a number; undefined when nothing was sent. */
export function readEnum<Name extends EnumName>(name: Name, value: unknown): (typeof enums)[Name][number] | undefined {
  if (value === undefined || value === null) return undefined;
  const names: readonly string[] = enums[name];
  const number = typeof value === 'number' ? value : /^\d+$/.test(String(value)) ? Number(value) : undefined;
  const found =
    number === undefined ? names.find((one) => one.toLowerCase() === String(value).toLowerCase()) : names[number];
  if (found === undefined) throw invalidArgument(`The value ${JSON.stringify(value)} is not valid.`, name);
  return found as (typeof enums)[Name][number];
}
