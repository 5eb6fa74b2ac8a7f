import { cutText } from '../../cut-text';
import { firstNamed } from '../../first-named';
import { grouped } from '../../grouped';
import { numberedAdded } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { Alert } from './alert';
import type { LineDirective } from './line-directives';
import { ownFingerprint } from './own-fingerprint';
import { addressesReviewer, addressingLines } from './reviewer-signs';
import { steeringFiles } from './steering-files';
import type { SteeringSettings } from './steering-settings';
import type { AddedSuppression } from './suppression';

const RULE = {
  addressed: 'second-pass/addresses-the-reviewer',
  steering: 'second-pass/steering-files',
  suppressed: 'second-pass/added-suppressions',
  elsewhere: 'second-pass/line-directives',
  programs: 'second-pass/changed-programs',
} as const;

const MAX_NAMED = 8;

export interface Warned {
  files: readonly ChangedFile[];
  /** Of other tools, whose words are looked at as well. */
  alerts: readonly Alert[];
  /** All changed paths, in scope or not. */
  paths: Iterable<string>;
  suppressions: readonly AddedSuppression[];
  directives: readonly LineDirective[];
  settings: readonly SteeringSettings[];
  /** Of bytes, as they are called. */
  programs: readonly string[];
}

/**
 * What tries to steer a reviewer, told by code alone: texts that speak to one, files that steer pipelines, scanners and agents, and
 * requests to hide alerts, and lines that send alerts elsewhere. No critique takes them away, and people may.
 */
export function ownWarnings({ files, alerts, paths, suppressions, directives, settings, programs }: Warned): Alert[] {
  return [
    ...files.flatMap(addressedIn),
    ...alerts.filter(({ message, ruleName = '' }) => addressesReviewer(`${ruleName} ${message}`)).map(addressedByTool),
    ...steeringFiles(paths).map(steering),
    ...settings.map(changedSettings),
    ...suppressed(suppressions),
    ...leadingElsewhere(directives),
    ...programsOfBytes(programs),
  ];
}

/** One for each file, at the first of its lines; a name that speaks has no line. */
function addressedIn(file: ChangedFile): Alert[] {
  const { path } = file;
  const added = numberedAdded(file);
  const numbers = addressingLines(added);
  const [first] = numbers;
  if (first === undefined && !addressesReviewer(path.replace(/[-_./]+/g, ' '))) return [];
  const who =
    numbers.length > 1
      ? `Lines ${named(numbers.map(String))} speak`
      : `${first === undefined ? 'The name of this file' : `Line ${first}`} speaks`;
  const message = `${who} to a model that reviews code, not to people. It was reviewed as data; read what it wants to keep from you.`;
  const warning = { ...own(RULE.addressed, path, 'A text addresses the reviewer', message), level: 'warning' as const };
  if (first === undefined) return [warning];
  const excerpt = added.find(({ number }) => number === first)?.text ?? '';
  return [{ ...warning, range: { side: 'new', startLine: first, endLine: first }, excerpt }];
}

function addressedByTool({ tool, ruleId, path, range, excerpt }: Alert): Alert {
  const message = `What the tool ${cutText(tool, 60)} says of rule ${cutText(ruleId, 100)} speaks to a model that reviews code. It was treated as data.`;
  const warning = {
    ...own(RULE.addressed, path, 'A message of a tool addresses the reviewer', message, ruleId),
    level: 'warning' as const,
  };
  return range && excerpt !== undefined ? { ...warning, range, excerpt } : warning;
}

function steering({ what, paths }: { what: string; paths: string[] }): Alert {
  const message = `This pull request changes ${what}: ${named(paths)}. Nothing of it was obeyed by this review; look at what it changes for the next one.`;
  return own(RULE.steering, paths[0] ?? '', `Changes ${what}`, message, what);
}

function changedSettings({ path, names, lines }: SteeringSettings): Alert {
  const where = lines.length === 0 ? 'lines that are gone' : `line ${named(lines.map(String))}`;
  const message = `This file changes what scanners and compilers warn of: ${named(names)} (${where}). Nothing of it was obeyed by this review; look at what it changes for the next one.`;
  return own(RULE.steering, path, 'Changes what tools warn of', message, 'settings');
}

function suppressed(all: readonly AddedSuppression[]): Alert[] {
  return [...grouped(all, ({ path }) => path)].map(([path, requests]) => {
    const markers = named([...new Set(requests.map(({ marker }) => marker))]);
    const lines = requests.flatMap(({ line }) => (line === undefined ? [] : [String(line)]));
    const where = lines.length === 0 ? '' : ` (line ${named(lines)})`;
    const message = `This file asks tools to hide alerts: ${markers}${where}. They are shown all the same.`;
    return own(RULE.suppressed, path, 'Asks tools to look away', message);
  });
}

function leadingElsewhere(all: readonly LineDirective[]): Alert[] {
  return [...grouped(all, ({ path }) => path)].map(([path, directives]) => {
    const names = [...new Set(directives.map(({ leadsTo }) => (leadsTo === 'any' ? 'another file' : leadsTo.file)))];
    const lines = named(directives.map(({ line }) => String(line)));
    const message = `This file tells tools that its lines stand elsewhere: line ${lines} (${named(names)}). What an enforced rule finds there, where nothing was changed, counts for this file.`;
    return own(RULE.elsewhere, path, 'Says that its lines stand elsewhere', message);
  });
}

function programsOfBytes(programs: readonly string[]): Alert[] {
  const paths = [...programs].sort();
  const [first] = paths;
  if (first === undefined) return [];
  const message = `This pull request changes programs that nobody can read: ${named(paths)}. Compare their checksums with those of whoever published them, or have the build fetch them.`;
  return [
    {
      ...own(RULE.programs, first, 'Changes a program that nobody can read', message, paths.join(' ')),
      level: 'warning',
    },
  ];
}

function named(all: readonly string[]): string {
  return firstNamed(all, MAX_NAMED);
}

function own(ruleId: string, path: string, ruleName: string, message: string, identity = ''): Alert {
  return {
    tool: 'Second Pass',
    ruleId,
    ruleName,
    level: 'note',
    message,
    path,
    tags: ['security'],
    fingerprint: ownFingerprint(ruleId, path, identity),
    onChangedLine: true,
    enforced: false,
    kept: true,
  };
}
