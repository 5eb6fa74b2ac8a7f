import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangedFile } from '../src/steps/diff/changed-file';
import { NO_CLUES } from '../src/steps/secrets/clues';
import { literalsOf } from './patterns-of';
import { fileOf, lineOf } from './steps/secrets/changed-file';

/** A function that takes a text of any length, and the words that mean something to its module. */
export interface PumpedStep {
  name: string;
  words: readonly string[];
  call(text: string): void;
}

/** All exported functions below a folder of which each argument can be made of a text. */
export function pumpedSteps(folder: string): PumpedStep[] {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return modules.sort().flatMap((module) => {
    const code = readFileSync(join(folder, module), 'utf8');
    const words = wordsOf(code);
    return [...code.matchAll(/^export function (\w+)(?:<[^(]*>)?\(/gm)].flatMap(({ index, 0: head, 1: name = '' }) => {
      const makers = makersOf(parametersOf(code, index + head.length));
      if (!makers) return [];
      const call: Step = require(join(folder, module))[name];
      return [{ name: `${module} ${name}`, words, call: (text: string) => callWith(call, makers, text) }];
    });
  });
}

type Step = (...given: unknown[]) => unknown;
type Maker = (text: string) => unknown;

/** What a step refuses it refuses early; what it makes is made, and asked for the same text. */
function callWith(call: Step, makers: readonly Maker[], text: string): void {
  try {
    const made = call(...makers.map((make) => make(text)));
    if (typeof made === 'function') made(text, PATH);
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
}

const PATH = 'conf/a.yml';
/** The pipeline names them, and no pull request. */
const OUR_RULES = ['shop.*'];

/** By the type of a parameter, and where its name tells what it is, by its name. */
const MAKERS: Readonly<Record<string, Maker>> = {
  string: (text) => text,
  unknown: (text) => text,
  'readonly string[]': (text) => text.split('\n'),
  'Iterable<string>': (text) => text.split('\n'),
  'ReadonlySet<string>': (text) => new Set(text.split('\n')),
  ChangedFile: changedFile,
  'readonly ChangedFile[]': (text) => [changedFile(text)],
  'readonly TreeChange[]': (text) => [changedFile(text)],
  'readonly DiffLine[]': (text) => changedFile(text).hunks[0]?.lines,
  Hunk: (text) => changedFile(text).hunks[0],
  'readonly Hunk[]': (text) => changedFile(text).hunks,
  Uint8Array: (text) => Buffer.from(text),
  Buffer: (text) => Buffer.from(text),
  'ReadonlyMap<BlobId, Uint8Array>': contentsOf,
  'ReadonlyMap<string, Uint8Array>': contentsOf,
  Clues: () => NO_CLUES,
  Reading: () => 'settings',
  number: (text) => text.length >> 1,
  boolean: () => true,
};
const PUMPED = /string|unknown|ChangedFile|DiffLine|Hunk|Array|Buffer/;

function changedFile(text: string): ChangedFile {
  const lines = text.split('\n').map((line, at) => lineOf('added', at + 1, line));
  return { ...fileOf(lines, PATH), added: lines.length };
}

function contentsOf(text: string): ReadonlyMap<string, Uint8Array> {
  return new Map([['b'.repeat(40), Buffer.from(text)]]);
}

interface Parameter {
  name: string;
  type: string;
  isOptional: boolean;
}

function makersOf(parameters: readonly Parameter[]): Maker[] | null {
  const needed = parameters.filter(({ isOptional }) => !isOptional);
  if (!needed.some(({ type, name }) => PUMPED.test(type) && !isPath(name))) return null;
  const makers = needed.map(({ type, name }) => {
    if (name === 'enforcedRules') return () => OUR_RULES;
    return isPath(name) && type === 'string' ? () => PATH : MAKERS[type];
  });
  return makers.every((maker) => maker !== undefined) ? (makers as Maker[]) : null;
}

/** Git takes no longer ones than some thousands of letters. */
function isPath(name: string): boolean {
  return /path$|^(?:file)?name$|^folder$|^ruleId$/i.test(name);
}

/** Behind the parenthesis that opens the list. */
function parametersOf(code: string, from: number): Parameter[] {
  const list: string[] = [''];
  for (let [at, depth] = [from, 0]; at < code.length && depth >= 0; at += 1) {
    const sign = code[at] ?? '';
    if ('([{<'.includes(sign)) depth += 1;
    if (')]}'.includes(sign) || (sign === '>' && code[at - 1] !== '=')) depth -= 1;
    if (sign === ',' && depth === 0) list.push('');
    else if (depth >= 0) list[list.length - 1] += sign;
  }
  return list.map(parameterOf).filter(({ name }) => name !== '');
}

function parameterOf(text: string): Parameter {
  const [, name = '', type = ''] = /^\s*([\w?]+)\s*:\s*([^=]+)/.exec(text.replace(/\/\*\*[\s\S]*?\*\//g, '')) ?? [];
  const isOptional = name.endsWith('?') || /[^=]=(?![=>])/.test(text);
  return { name: name.replace('?', '') || text.trim().slice(0, 1), type: type.trim().replace(/\s+/g, ' '), isOptional };
}

/** Short texts and the plain words of patterns, from all over the module. */
function wordsOf(code: string): string[] {
  const inTexts = [...code.matchAll(/(?<![\w'])'([^'\\\n]{1,24})'/g)].map(([, word = '']) => word);
  const inPatterns = literalsOf(code).flatMap(({ source }) => plainWords(source));
  const words = [...new Set([...inTexts, ...inPatterns])].filter((word) => !word.startsWith('./'));
  const step = Math.max(1, words.length / MOST_WORDS);
  return Array.from({ length: Math.min(words.length, MOST_WORDS) }, (_, at) => words[Math.floor(at * step)] ?? '');
}

const MOST_WORDS = 10;

function plainWords(source: string): string[] {
  return source
    .replace(/\\[bBdDsSwWpPk](?:\{[^}]*\})?|\(\?<?[=!:]|\(\?<\w+>|\[(?:\\.|[^\]\\])*\]|\{[\d,]+\}/g, '\n')
    .replace(/\\(.)/g, '$1')
    .split(/[\n()|*+?^$]+/)
    .filter((word) => word !== '' && word.length < 24);
}
