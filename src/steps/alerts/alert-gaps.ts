import { cutText } from '../../cut-text';
import { firstNamed } from '../../first-named';
import type { ScanFile } from '../../ports/scanner';
import type { Gap } from '../scope/gap';
import type { ByNeed } from './by-need';
import { isEnforced } from './enforced-rules';
import { type LineTexts, linesOfRegion } from './line-texts';
import { endsOf, type LocatedReading } from './locate-results';
import type { SarifPlace, SarifReading, SarifResult, UnreadFiles } from './sarif-result';

const MAX_NAMED = 3;
/** What may be the name of a file among words. */
const NAMES = /[^\s"'`,;:()<>]+/g;

/** Addresses that nobody understood may be those of changed lines. */
export function lostPaths(lost: readonly string[]): Gap[] {
  if (lost.length === 0) return [];
  const results = lost.length === 1 ? '1 static-analysis result was' : `${lost.length} static-analysis results were`;
  return [
    {
      code: 'paths-not-understood',
      message: `${results} not placed, since nobody knows which files these are: ${namedAddresses(lost)}.`,
      advice:
        'Let the tool write paths relative to the root of the repository, or run it in the checkout of this job (a base ' +
        'folder of the report that says where the repository was, originalUriBaseIds, helps as well).',
    },
  ];
}

/** Our own scan is shown these files alone: an address of any other means one of them under a name that nobody knows. */
export function strangers({ results }: SarifReading, contents: readonly ScanFile[]): string[] {
  const shown = new Set(contents.map(({ path }) => path));
  const places = results.flatMap((result) => [result, ...(result.alsoAt ?? [])]);
  return places.flatMap(({ path }) => (path === undefined || shown.has(path) ? [] : [path]));
}

/** Where an enforced rule is to be kept, a report that is missing or cut off proves nothing. */
export function silence(enforcedRules: readonly string[], notes: readonly string[], isPartial: boolean): Gap[] {
  if (!isPartial || enforcedRules.length === 0) return [];
  const why = notes.slice(0, MAX_NAMED).join(' ');
  return [
    {
      code: 'analysis-incomplete',
      message: `Static analysis is not whole, so rules of enforcedRules may have been broken unseen. ${why}`.trim(),
    },
  ];
}

/** What the report, or a comment in the code, wanted to keep from view; the rule is enforced, so it counts and is told. */
export function overruledNotes(results: readonly SarifResult[], enforcedRules: readonly string[]): string[] {
  const hidden = results.filter(({ suppressed, known, ruleId }) => {
    return (suppressed !== undefined || known === 'there') && isEnforced(ruleId, enforcedRules);
  });
  if (hidden.length === 0) return [];
  const rules = namedAddresses(hidden.map(({ ruleId }) => ruleId));
  const are = hidden.length === 1 ? '1 result is' : `${hidden.length} results are`;
  return [
    `${are} suppressed, or called known, by the tool's report, and count all the same on changed lines: ${rules}.`,
  ];
}

/** A report that names lines which are not there is one of another version of the file, and proves nothing of this one. */
export function lostLines(
  results: readonly SarifResult[],
  enforcedRules: readonly string[],
  texts: ByNeed<LineTexts>,
): Gap[] {
  const lost = results.flatMap((result) => {
    const places = [result, ...(result.alsoAt ?? [])];
    return isEnforced(result.ruleId, enforcedRules) ? places.filter((place) => isBeyond(place, texts)) : [];
  });
  if (lost.length === 0) return [];
  const are =
    lost.length === 1
      ? '1 result of an enforced rule names a line that its file does'
      : `${lost.length} results of enforced rules name lines that their files do`;
  return [
    {
      code: 'analysis-incomplete',
      message: `${are} not have: ${namedAddresses(lost.map(({ path = '' }) => path))}.`,
      advice: 'Run the tool on the commit that is reviewed.',
    },
  ];
}

/** A result that names no file may be about a changed one. */
export function withoutPlace(results: readonly SarifResult[], enforcedRules: readonly string[]): Gap[] {
  const lost = results.filter(({ unplaced, ruleId }) => unplaced === 'noLocation' && isEnforced(ruleId, enforcedRules));
  if (lost.length === 0) return [];
  const name =
    lost.length === 1 ? '1 result of an enforced rule names' : `${lost.length} results of enforced rules name`;
  return [
    {
      code: 'analysis-incomplete',
      message: `${name} no file: ${namedAddresses(lost.map(({ ruleId }) => ruleId))}.`,
      advice: 'Let the tool write where each result stands, or leave rules that speak of no file out of enforcedRules.',
    },
  ];
}

/** An address that no file has may be a changed one under another name. */
export function absentFiles(results: readonly SarifResult[], enforcedRules: readonly string[]): Gap[] {
  const lost = results.flatMap((result) => {
    const places = [result, ...(result.alsoAt ?? [])].filter(({ isAbsent }) => isAbsent);
    return places.length > 0 && isEnforced(result.ruleId, enforcedRules) ? places : [];
  });
  if (lost.length === 0) return [];
  const are =
    lost.length === 1 ? '1 result of an enforced rule names' : `${lost.length} results of enforced rules name`;
  return [
    {
      code: 'analysis-incomplete',
      message: `${are} files that the repository does not have, or has behind a link of this change: ${namedAddresses(lost.map(({ path = '' }) => path))}.`,
      advice: 'Let the tool write the paths of the repository, or leave what a build made out of its reports.',
    },
  ];
}

/** Where the tool could not read a changed file, it has found nothing in it. */
export function unreadByTools(
  { own, sarif }: { own: SarifReading | undefined; sarif: readonly SarifReading[] },
  enforcedRules: readonly string[],
  changed: ReadonlySet<string>,
): Gap[] {
  if (enforcedRules.length === 0) return [];
  const ofOthers = sarif.flatMap((one) => one.unread ?? []).flatMap((one) => unreadOf(one, changed));
  const unread = [...(own?.unread ?? []).flatMap((one) => unreadByScan(one, changed)), ...ofOthers];
  if (unread.length === 0) return [];
  return [
    {
      code: 'analysis-incomplete',
      message: `A tool says that it did not read all of the change, so rules of enforcedRules may have been broken unseen: ${namedAddresses(unread)}.`,
    },
  ];
}

/** Our own scan is shown changed files alone: whatever it did not read is one, though it calls it by another name. */
function unreadByScan(one: UnreadFiles, changed: ReadonlySet<string>): string[] {
  const known = unreadOf(one, changed);
  return known.length > 0 ? known : [one.words];
}

/** Changed files that a notification names, by their places or in words; all of them may be meant where it names no file. */
function unreadOf({ places, words }: UnreadFiles, changed: ReadonlySet<string>): string[] {
  if (places.length > 0) return places.flatMap(({ path = '' }) => (changed.has(path) ? [path] : []));
  const files = (words.match(NAMES) ?? []).filter((name) => /\w\.\w|\//.test(name));
  return files.length === 0 ? [words] : files.flatMap((name) => endsOf(name).filter((path) => changed.has(path)));
}

function isBeyond({ path, region }: SarifPlace, texts: ByNeed<LineTexts>): boolean {
  const known = path === undefined ? undefined : texts.get(path);
  return known !== undefined && region !== undefined && linesOfRegion(region, known) === undefined;
}

/** What was placed by the end of its path alone. */
export function guessNotes(sarif: readonly LocatedReading[]): string[] {
  const guesses = new Map(sarif.flatMap((one) => one.guesses).map(({ address, path }) => [address, path]));
  if (guesses.size === 0) return [];
  const told = [...guesses].map(([address, path]) => `${JSON.stringify(address)} as ${path}`);
  return [`Placed by the longest end of their path that is a changed file, a guess: ${firstNamed(told, MAX_NAMED)}.`];
}

/** What counts in several files, since its address may mean each of them. */
export function twinNotes(sarif: readonly LocatedReading[]): string[] {
  const twins = new Map(sarif.flatMap((one) => one.twins).map(({ address, paths }) => [address, paths]));
  return [...twins].slice(0, MAX_NAMED).map(([address, paths]) => {
    return `A result of an enforced rule counts in each changed file that its address ${JSON.stringify(cutText(address, 200))} may mean: ${namedAddresses(paths)}.`;
  });
}

/** Addresses as a reader is told of them. */
export function namedAddresses(addresses: readonly string[]): string {
  const distinct = [...new Set(addresses)].map((address) => JSON.stringify(cutText(address, 200)));
  return firstNamed(distinct, MAX_NAMED);
}
