import { sumOf } from '../../sum-of';
import { shorten } from '../comments/escape';
import { findSecrets } from '../secrets/find-secrets';
import type { FixSettings } from '../settings/fix-settings';
import { refusal, tooLarge } from './changes-of';
import type { Check } from './check';
import { conspicuous, contentFaults } from './content';
import { type Entry, MOST_BYTES, NO_CONTENT } from './entry';
import { nameFault, spellings } from './names';
import { isPipelineContent, isTestPath, type Places } from './places';

/** Everything the judgement rests on: git's own view of the difference, and the contents on both sides. */
export interface Candidate {
  entries: readonly Entry[];
  /** By id, of both sides. */
  contents: ReadonlyMap<string, Uint8Array>;
  /** Of every file of the base tree. */
  basePaths: readonly string[];
  places: Places;
  settings: Pick<FixSettings, 'maxFiles' | 'maxChangedLines' | 'protectTests'>;
  /** Where the findings stand that are asked about; a change elsewhere is shown. Empty where none is. */
  findingPaths: readonly string[];
  /** Why other files are changed too, in the model's words; empty where it does not say. */
  elsewhere: string;
  /** True where something of a secret of this run stands in a text. */
  holdsKnownSecret: (text: string) => boolean;
}

const PLAIN = new Set(['100644', '100755']);

/**
 * The rules in order: what stands first would make the later ones meaningless. Each tells every path that it refuses; one that has
 * nothing to tell says that it passed.
 */
const RULES: readonly { check: string; passed: string; judge: (candidate: Candidate) => Check[] }[] = [
  { check: 'entries', passed: 'Plain files alone, with plain names.', judge: badEntries },
  { check: 'place', passed: 'Only allowed places are touched.', judge: badPlaces },
  { check: 'size', passed: 'Within the limits of files and lines.', judge: badSizes },
  { check: 'content', passed: 'No secrets, hidden characters or marks were added.', judge: badContents },
  { check: 'tests', passed: 'No existing test was changed.', judge: badTests },
  { check: 'look', passed: 'Nothing stands out.', judge: toLookAt },
];

export function judgeCandidate(candidate: Candidate): Check[] {
  return RULES.flatMap(({ check, passed, judge }) => {
    const told = judge(candidate);
    return told.length > 0 ? told : [{ check, state: 'passed' as const, text: passed }];
  });
}

export function isRefused(checks: readonly Check[]): boolean {
  return checks.some(({ state }) => state === 'refused');
}

function badEntries({ entries, basePaths }: Candidate): Check[] {
  const spelt = spellings(basePaths);
  return entries.flatMap(({ path, status, oldMode, mode }) => {
    // A plan tells its paths, and apply compares them: such a name could not be hidden in it.
    if (findSecrets(path).some(({ isCertain }) => isCertain))
      return [refusal('entries', path, 'has what looks like a secret in its name')];
    const bad = [oldMode, mode].find((one) => one !== '000000' && !PLAIN.has(one));
    if (bad !== undefined) return [refusal('entries', path, `is no plain file (mode ${bad})`)];
    if (mode === '100755' && oldMode !== '100755') return [refusal('entries', path, 'was made executable')];
    if (status !== 'added') return [];
    const fault = nameFault(path) || spelt.twinOf(path);
    return fault === '' ? [] : [refusal('entries', path, fault)];
  });
}

function badPlaces(candidate: Candidate): Check[] {
  const { entries, places, findingPaths, elsewhere: said } = candidate;
  const closed = entries.flatMap(({ path, oldId, id }) => {
    const why = places.whyClosed(path) || pipelineIn(path, oldId, id, candidate);
    return why === '' ? [] : [refusal('place', path, `may not be changed (${why})`)];
  });
  if (findingPaths.length === 0) return closed;
  const elsewhere = entries.filter(({ path }) => !findingPaths.includes(path)).map(({ path }) => JSON.stringify(path));
  if (elsewhere.length === 0) return closed;
  const asked = findingPaths.map((path) => JSON.stringify(path)).join(', ');
  const stands = findingPaths.length === 1 ? 'The finding is' : 'The findings are';
  const reason = said.trim() === '' ? 'and the model does not say why' : `the model says why: ${quoted(said)}`;
  const text = `${stands} in ${asked}; this changes ${elsewhere.join(', ')} too, ${reason}.`;
  return [...closed, { check: 'place', state: 'shown', text }];
}

/** A pipeline by what it holds, before or after; empty for anything else, and where the customer opened the place. */
function pipelineIn(path: string, oldId: string, id: string, { contents, places }: Candidate): string {
  const isOne = [oldId, id].some((one) => isPipelineContent(path, textOf(contents.get(one))));
  return isOne && !places.isOpened(path) ? 'protected: it holds the steps of a pipeline, or its variables' : '';
}

/** On one line, whatever it holds. */
function quoted(words: string): string {
  return JSON.stringify(shorten(words.trim(), 300));
}

function badSizes({ entries, contents, places, settings }: Candidate): Check[] {
  const { maxFiles, maxChangedLines } = settings;
  const lines = sumOf(entries, ({ added, removed }) => added + removed);
  const whole = (text: string): Check => ({ check: 'size', state: 'refused', text });
  return [
    ...(entries.length > maxFiles ? [whole(`${entries.length} files are changed; maxFiles is ${maxFiles}.`)] : []),
    ...(lines > maxChangedLines ? [whole(`${lines} lines are changed; maxChangedLines is ${maxChangedLines}.`)] : []),
    ...entries.flatMap((entry, index) => {
      if (entry.size > MOST_BYTES) return [tooLarge(entry)];
      // What nobody could look into would pass every rule of contents.
      if (index < maxFiles && entry.id !== NO_CONTENT && !contents.has(entry.id))
        return [refusal('size', entry.path, 'cannot be looked into')];
      const isBinary = isBinaryContent(contents.get(entry.id)) && !places.namesEnding(entry.path);
      return isBinary ? [refusal('size', entry.path, 'is binary')] : [];
    }),
  ];
}

function badContents({ entries, contents, holdsKnownSecret }: Candidate): Check[] {
  return entries
    .filter(({ id }) => id !== NO_CONTENT)
    .flatMap(({ path, oldId, id }) => {
      const bytes = contents.get(id);
      if (isBinaryContent(bytes)) return badBinary(path, bytes, holdsKnownSecret);
      const sides = { path, before: textOf(contents.get(oldId)), now: textOf(bytes) };
      return contentFaults(sides, holdsKnownSecret).map((fault) => refusal('content', path, fault));
    });
}

/** Of bytes that are no text, only what is known letter by letter can be told. */
function badBinary(path: string, bytes: Uint8Array | undefined, holdsKnownSecret: (text: string) => boolean): Check[] {
  const text = Buffer.from(bytes ?? []).toString('latin1');
  return holdsKnownSecret(text) ? [refusal('content', path, 'holds a secret of this run')] : [];
}

function badTests({ entries, settings }: Candidate): Check[] {
  if (!settings.protectTests) return [];
  const touched = entries.filter(({ path, status }) => status !== 'added' && isTestPath(path));
  return touched.map(({ path, status }) => refusal('tests', path, `is a test and was ${status}`));
}

/** Never stops anything and never hides: what a person should look at before the rest. */
function toLookAt({ entries, contents }: Candidate): Check[] {
  return entries.flatMap(({ path, oldId, id }) =>
    conspicuous({ path, before: textOf(contents.get(oldId)), now: textOf(contents.get(id)) }).map((what): Check => {
      return { check: 'look', state: 'shown', text: `${JSON.stringify(path)} ${what}.` };
    }),
  );
}

function isBinaryContent(bytes: Uint8Array | undefined): boolean {
  return bytes?.subarray(0, 8_000).includes(0) ?? false;
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined || isBinaryContent(bytes) ? '' : Buffer.from(bytes).toString('utf8');
}
