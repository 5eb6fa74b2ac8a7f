import type { Node } from 'web-tree-sitter';
import { cutText } from '../../../cut-text';
import type { DeclaredEntry } from './declared-entry';
import type { PairRule } from './language-table';

const MAX_VALUE_LENGTH = 80;

/** A mapping as the entry its pairs say: `- task: Build@1` with `displayName: Build all`; null if no pair says any. */
export function pairedEntry(mapping: Node, rule: PairRule): DeclaredEntry | null {
  const pairs = mapping.namedChildren.slice(0, 30);
  const keys = pairs.map((pair) => pair.childForFieldName(rule.key)?.text ?? '');
  const known = keys.findIndex((key) => Object.hasOwn(rule.kinds, key));
  const pair = pairs[known];
  const key = keys[known];
  if (!pair || key === undefined) return null;
  const value = rule.withoutValue.includes(key) ? '' : scalar(pair, rule);
  const title = pairs[keys.indexOf(rule.title)];
  const shownTitle = title ? scalar(title, rule) : '';
  const signature = [value === '' ? key : `${key}: ${value}`, shownTitle && `"${shownTitle}"`]
    .filter(Boolean)
    .join(' ');
  const name = value || shownTitle || key;
  return { kind: rule.kinds[key] ?? key, name, signature, attributes: '', headerEndRow: pair.startPosition.row };
}

function scalar(pair: Node, rule: PairRule): string {
  const value = pair.childForFieldName(rule.value);
  if (!value || value.endPosition.row !== value.startPosition.row) return '';
  return cutText(value.text, MAX_VALUE_LENGTH).replace(/^(['"])(.*)\1$/, '$2');
}
