import type { SarifTool } from './sarif-result';
import { type RuleBook, ruleBookOf, ruleIdOf } from './sarif-rule';
import { at, cleanedLine, type Loose, list, member, string } from './untyped-json';

/** One run of a tool, with its rules by name and by index. */
export interface SarifRun {
  json: Loose;
  tool: SarifTool;
  book: RuleBook;
}

export function sarifRun(json: Loose): SarifRun {
  return { json, tool: toolOf(json), book: ruleBookOf(json) };
}

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Its id; where that is not of an enforced rule, the name or the old id by which its rule is one. */
export function ruleIdIn(result: Loose, { book }: SarifRun, isEnforced: (ruleId: string) => boolean): string {
  const rule = book.find(result);
  const named = ruleIdOf(result) || string(member(rule, 'id')) || 'unnamed-rule';
  const [id = named, ...others] = [named, member(rule, 'name'), ...list(member(rule, 'deprecatedIds'))].flatMap(
    (one) => {
      const text = string(one)?.replace(UNSEEN, '');
      return text === undefined ? [] : [cleanedLine(text, 300)];
    },
  );
  return isEnforced(id) ? id : (others.find(isEnforced) ?? id);
}

function toolOf(run: Loose): SarifTool {
  const driver = at(run, 'tool', 'driver');
  const name = cleanedLine(string(member(driver, 'name')) ?? '', 100) || 'unnamed tool';
  const version = string(member(driver, 'semanticVersion')) ?? string(member(driver, 'version'));
  return version === undefined ? { name } : { name, version: cleanedLine(version, 100) };
}
