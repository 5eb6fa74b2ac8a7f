import type { Attributes } from '../../ports/repository';
import type { TreeChange } from '../diff/changed-file';
import type { ContentRules, SkippedFile } from './scope';

/** What `scopeByAttributes` wants to know of each path. */
export const SCOPE_ATTRIBUTES = ['linguist-generated', 'linguist-vendored', 'binary', 'diff'] as const;

/** Attributes come from the target's side, so that a pull request cannot hide its own files. */
export function scopeByAttributes(
  kept: readonly TreeChange[],
  attributes: ReadonlyMap<string, Attributes>,
  rules: ContentRules = {},
): { kept: readonly TreeChange[]; skipped: readonly SkippedFile[] } {
  const decided = kept.map((change) => ({ change, rule: ruleFor(change.path, attributes, rules) }));
  return {
    kept: decided.filter(({ rule }) => rule === null).map(({ change }) => change),
    skipped: decided.flatMap(({ change, rule }) =>
      rule === null ? [] : [{ path: change.path, reason: '.gitattributes', rule }],
    ),
  };
}

function ruleFor(path: string, attributes: ReadonlyMap<string, Attributes>, rules: ContentRules): string | null {
  if (rules.useDefaultExclusions === false || rules.reincluded?.has(path)) return null;
  const of = attributes.get(path) ?? {};
  if (isSet(of['linguist-generated'])) return 'linguist-generated';
  if (isSet(of['linguist-vendored'])) return 'linguist-vendored';
  if (isSet(of.binary)) return 'binary';
  return of.diff === 'unset' ? '-diff' : null;
}

/** Of which the target's side says that people write them after all: our own rules then leave none of them out. */
export function clearedByAttributes(attributes: ReadonlyMap<string, Attributes>): ReadonlySet<string> {
  const isCleared = (of: Attributes) => isUnset(of['linguist-generated']) || isUnset(of['linguist-vendored']);
  return new Set([...attributes].flatMap(([path, of]) => (isCleared(of) ? [path] : [])));
}

function isUnset(value: string | undefined): boolean {
  return value === 'unset' || value === 'false';
}

function isSet(value: string | undefined): boolean {
  return value === 'set' || value === 'true';
}
