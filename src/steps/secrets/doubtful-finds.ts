import type { FilePlaces, TextParts } from '../../ports/outliner';
import { isProse } from '../diff/prose-path';
import { isTest } from '../diff/test-path';
import { isCode } from './file-reading';
import type { FoundSecret } from './found-secret';
import { leads } from './leading-words';
import { type LookedThrough, latin1, namesOf } from './look-through';
import { isCommandOfPage, isInRemark, isOrder } from './remarks';
import { isByLikeness, isWithinText, mayBeValue } from './within-text';

/** What was found in files of code, and a parser's answer decides. */
export interface Doubts {
  /** Places of which it has to be known whether they are text; equal contents once. */
  asked: readonly FilePlaces[];
  /** All that was looked through, without what is no secret by these answers; where there is none, the line tells. */
  settled(answers?: readonly (TextParts | null)[]): LookedThrough[];
}

/** Whether a file of this path is a script, a pipeline or a manifest. */
type Runs = (path: string) => boolean;

/** Of one file are asked about; of more, their lines tell. */
const MOST_PLACES = 5_000;

/**
 * What is not certain, and stands outside of texts, comments and numbers, is code, which has to be read. What may be a secret and may as
 * well lead to what is loaded, called or run stays hidden, and is marked.
 */
export function doubtsIn(looked: readonly LookedThrough[], runs: Runs = () => false): Doubts {
  const doubtful = new Map(looked.filter(isDoubtful).map((one) => [questionOf(one), one]));
  const within = [...doubtful.values()].filter(({ found }) => found.length <= MOST_PLACES);
  return {
    asked: within.map(placesIn),
    settled(answers = []) {
      const told = new Map(within.map((one, at) => [questionOf(one), answers[at] ?? null]));
      return looked.map((one) => {
        const settled = isDoubtful(one) ? inCode(one, told.get(questionOf(one)) ?? null, runs) : inSettings(one, runs);
        return TABLE.test(one.file.path) && !runs(one.file.path) ? withoutLeadingRows(settled) : settled;
      });
    },
  };
}

/** What nobody runs: rows, and programs of a database that copies them. */
const TABLE = /\.(?:csv|tsv|psv|sql)$/i;

function withoutLeadingRows({ found, ...looked }: LookedThrough): LookedThrough {
  return {
    ...looked,
    found: found.map(({ mayLead, ...one }) => (mayLead && one.rule !== 'row-of-secrets' ? leading(one) : one)),
  };
}

function isDoubtful({ file, found }: LookedThrough): boolean {
  return found.some(({ isCertain }) => !isCertain) && isCode(file.path);
}

/** Of equal contents more may be asked about under one path than under another. */
function questionOf({ key, found }: LookedThrough): string {
  return `${key} ${found.map(({ start, end }) => `${start}-${end}`).join()}`;
}

function placesIn({ file, bytes, found }: LookedThrough): FilePlaces {
  return { path: file.path, content: bytes, places: found.map(({ start, end }) => ({ start, end })) };
}

function inCode(looked: LookedThrough, told: TextParts | null, runs: Runs): LookedThrough {
  const text = latin1(looked.bytes);
  const kind = kindOf(looked, runs);
  const found = looked.found.flatMap((one, at) => {
    if (one.isCertain) return [one];
    const parts = told === null ? byItsLine(text, one) : partsOf(text, one, told, at);
    // By its other name it held settings, where a value needs no quotes.
    if (parts.length === 0 && wasSettings(looked)) return [leading(one)];
    return parts.map((part) => (isUntold(text, part, kind) ? leading(part) : part));
  });
  return { ...looked, found };
}

/** Where the parser may be wrong, the line has to agree. */
function partsOf(text: string, one: FoundSecret, { parts, isSure }: TextParts, at: number): FoundSecret[] {
  return (parts[at] ?? [])
    .map((part) => ({ ...one, ...part }))
    .map((part) => (isSure || isText(text, part) ? part : leading(part)));
}

function byItsLine(text: string, one: FoundSecret): FoundSecret[] {
  if (!mayBeValue(text, one)) return [];
  return [isText(text, one) ? one : leading(one)];
}

/** Told by its line alone; a form that leaves little doubt is no code. */
function isText(text: string, one: FoundSecret): boolean {
  return !isByLikeness(one) || (isWithinText(text, one) && !leads(text, one.start));
}

function leading(one: FoundSecret): FoundSecret {
  return { ...one, mayLead: true };
}

function wasSettings({ file }: LookedThrough): boolean {
  return namesOf(file).some((name) => !isCode(name));
}

type Kind = 'page' | 'test' | 'other';

function kindOf({ file }: LookedThrough, runs: Runs): Kind {
  const names = namesOf(file);
  if (names.every(isProse)) return 'page';
  return names.every((path) => isProse(path) || (isTest(path) && !runs(path))) ? 'test' : 'other';
}

/**
 * What nothing but its letters calls a secret may be the name of whatever is loaded, called or run by it. Tests and pages show many values
 * that were thrown: there it is one in an order to a program alone.
 */
function isUntold(text: string, one: FoundSecret, kind: Kind): boolean {
  if (one.rule !== 'random-value') return false;
  if (kind === 'page') return isCommandOfPage(text, one.start);
  return kind === 'test' ? isOrder(text, one) : !isInRemark(text, one);
}

/** What its names stand for are commands and packages, and no passwords. */
const MANIFEST = /(?:^|\/)(?:(?:package|composer|deno)\.jsonc?|Procfile(?:\.\w{1,20})?)$/i;

/** Of words that somebody calls a password, each may be a command, and where something is loaded, a name may look thrown. */
function inSettings(looked: LookedThrough, runs: Runs): LookedThrough {
  if (!looked.found.some(isByLikeness) || isCode(looked.file.path)) return looked;
  const text = latin1(looked.bytes);
  const isManifest = MANIFEST.test(looked.file.path);
  const kind = kindOf(looked, runs);
  const mayLead = (one: FoundSecret) => {
    if (isManifest) return true;
    // What a script sets a variable to, it may call.
    if (one.rule === 'assigned-word') return kind !== 'page';
    if (one.rule !== 'random-value') return /[ \t]/.test(text.slice(one.start, one.end));
    return leads(text, one.start) || isUntold(text, one, kind);
  };
  return { ...looked, found: looked.found.map((one) => (isByLikeness(one) && mayLead(one) ? leading(one) : one)) };
}
