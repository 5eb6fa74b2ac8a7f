import { cutText } from '../../cut-text';
import { withoutKeys } from '../../keys-in-text';

/** One input: how its text becomes a value. */
export interface Input<T> {
  kind: 'choice' | 'yesNo' | 'whole' | 'decimal' | 'url' | 'text' | 'list' | 'globs';
  /** As task.json and docs/configuration.md give it; empty means none. */
  default: string;
  /** What an emptied input is read as; the default, unless empty has a meaning of its own. */
  empty: string;
  /** Canonical values of a choice. */
  options?: readonly string[];
  /** In words, for the error and for the documentation. */
  allowed: string;
  /** True where an event of the service may fill it in: then no message repeats it. */
  isForeign?: true;
  read(text: string): Reading<T>;
}

export type Reading<T> =
  | { ok: true; value: T; notes?: readonly string[] }
  /** `allowed` where this text deserves a closer word than the input's own. */
  | { ok: false; allowed?: string };

export const MAX_LIST_ENTRIES = 1_000;
export const MAX_ENTRY_LENGTH = 512;

/** One of a few words, in whatever case; the value is the canonical one. */
export function choice<const T extends string>(options: readonly T[], preset: NoInfer<T>): Input<T> {
  const allowed = options.map((option) => option || '(empty)').join(', ');
  return { kind: 'choice', default: preset, empty: preset, options, allowed, read };

  function read(text: string): Reading<T> {
    const found = options.find((option) => option.toLowerCase() === text.toLowerCase());
    return found === undefined ? { ok: false } : { ok: true, value: found };
  }
}

export function yesNo(preset: boolean): Input<boolean> {
  const text = String(preset);
  return { kind: 'yesNo', default: text, empty: text, options: ['true', 'false'], allowed: 'true, false', read };

  function read(text: string): Reading<boolean> {
    const lower = text.toLowerCase();
    return lower === 'true' || lower === 'false' ? { ok: true, value: lower === 'true' } : { ok: false };
  }
}

export function whole(range: { from: number; to: number }, preset: number): Input<number> {
  const allowed = `a whole number from ${range.from} to ${range.to}`;
  return { kind: 'whole', default: String(preset), empty: String(preset), allowed, read: wholeIn(range) };
}

/** A whole number that may be left out. */
export function optionalWhole(range: { from: number; to: number }): Input<number | null> {
  const allowed = `a whole number from ${range.from} to ${range.to}, or empty`;
  return { kind: 'whole', default: '', empty: '', allowed, read: orNull(wholeIn(range)) };
}

/** A plain decimal, `2` or `2.50`; left empty it is null. */
export function optionalDecimal(range: { from: number; to: number }, preset: string): Input<number | null> {
  const allowed = `a number from ${range.from} to ${range.to}, written like 2.50, or empty`;
  return { kind: 'decimal', default: preset, empty: '', allowed, read: orNull(decimalIn(range)) };
}

/** Https, or http to this machine; without user, query and fragment. Ends with a slash when read. */
export function url(): Input<string> {
  const allowed = 'an https url without user, query and fragment (http only for localhost), or empty';
  return { kind: 'url', default: '', empty: '', allowed, read };

  function read(text: string): Reading<string> {
    if (text === '') return { ok: true, value: '' };
    const parsed = URL.canParse(text) ? new URL(text) : null;
    if (!parsed || text.length > 2_000 || holdsMore(parsed)) return { ok: false };
    if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && isLoopback(parsed))) return { ok: false };
    return { ok: true, value: parsed.href.endsWith('/') ? parsed.href : `${parsed.href}/` };
  }
}

/** Text of one form; `form` sees only what is not empty. */
export function text(preset: string, allowed: string, form: (text: string) => string | null): Input<string> {
  return { kind: 'text', default: preset, empty: preset, allowed, read };

  function read(given: string): Reading<string> {
    const value = given === '' ? '' : form(given);
    return value === null ? { ok: false } : { ok: true, value };
  }
}

/** One entry per line; a list on a single line may use semicolons. Empty lines and `#` comments are left out. */
export function list(entry: string, form: (line: string) => string | null): Input<readonly string[]> {
  const allowed = `${entry}, one per line, at most ${MAX_LIST_ENTRIES} of ${MAX_ENTRY_LENGTH} characters`;
  return { kind: 'list', default: '', empty: '', allowed, read };

  function read(given: string): Reading<readonly string[]> {
    const lines = linesOf(given).filter((line) => line !== '');
    if (lines.length > MAX_LIST_ENTRIES) return tooMany(lines.length, allowed);
    const { kept, notes } = withoutMacros(lines);
    const entries = kept.filter((line) => line !== '');
    const values = entries.map((line) => (line.length > MAX_ENTRY_LENGTH ? null : form(line)));
    const wrong = values.indexOf(null);
    if (wrong >= 0) return { ok: false, allowed: `${allowed} (wrong: ${quoted(entries[wrong] ?? '')})` };
    return { ok: true, value: values.filter((value) => value !== null), notes };
  }
}

/** Globs. Left-out lines stay as empty entries, so that a later message can name a line by its number. */
export function globs(): Input<readonly string[]> {
  const allowed = `globs, one per line, at most ${MAX_LIST_ENTRIES} of ${MAX_ENTRY_LENGTH} characters; # begins a comment`;
  return { kind: 'globs', default: '', empty: '', allowed, read };

  function read(given: string): Reading<readonly string[]> {
    const lines = linesOf(given);
    const filled = lines.filter((line) => line !== '');
    if (filled.length > MAX_LIST_ENTRIES) return tooMany(filled.length, allowed);
    const long = filled.find((line) => line.length > MAX_ENTRY_LENGTH);
    if (long) return { ok: false, allowed: `${allowed} (wrong: ${quoted(long)}, ${long.length} characters)` };
    const { kept, notes } = withoutMacros(lines);
    return { ok: true, value: kept.some((line) => line !== '') ? kept : [], notes };
  }
}

/** True for a text that is one macro of the agent, which it leaves as it stands when nothing defines it. */
export function isMacro(text: string): boolean {
  return /^\$\([^()\r\n]+\)$/.test(text);
}

/** A value as a message shows it: on one line, in quotes, without keys, cut. */
export function quoted(text: string): string {
  const shown = withoutKeys(text);
  return JSON.stringify(shown.length > 80 ? `${cutText(shown, 80)}...` : shown);
}

export function hasControlCharacter(text: string): boolean {
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text);
}

function wholeIn({ from, to }: { from: number; to: number }): (text: string) => Reading<number> {
  return (text) => (/^\d{1,10}$/.test(text) ? within(Number(text), from, to) : { ok: false });
}

function decimalIn({ from, to }: { from: number; to: number }): (text: string) => Reading<number> {
  return (text) => (/^\d{1,7}(\.\d{1,6})?$/.test(text) ? within(Number(text), from, to) : { ok: false });
}

function within(value: number, from: number, to: number): Reading<number> {
  return value >= from && value <= to ? { ok: true, value } : { ok: false };
}

function orNull<T>(read: (text: string) => Reading<T>): (text: string) => Reading<T | null> {
  return (text) => (text === '' ? { ok: true, value: null } : read(text));
}

function holdsMore(parsed: URL): boolean {
  return parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '';
}

function isLoopback(parsed: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname);
}

function linesOf(given: string): string[] {
  const lines = given.split(/\r\n|\n|\r/).map((line) => line.trim());
  const [only, ...others] = lines.filter((line) => line !== '');
  const single = only !== undefined && others.length === 0 && only.includes(';') && !only.startsWith('#');
  const entries = single ? only.split(';').map((part) => part.trim()) : lines;
  return entries.map((line) => (line.startsWith('#') ? '' : line));
}

function withoutMacros(lines: readonly string[]): { kept: string[]; notes: string[] } {
  const notes = lines.filter(isMacro).map((line) => `the line ${quoted(line)} was left out, nothing defined it.`);
  return { kept: lines.map((line) => (isMacro(line) ? '' : line)), notes };
}

function tooMany(count: number, allowed: string): { ok: false; allowed: string } {
  return { ok: false, allowed: `${allowed} (there are ${count})` };
}
