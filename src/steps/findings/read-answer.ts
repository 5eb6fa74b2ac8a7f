import * as z from 'zod';
import { cutText, wellFormed } from '../../cut-text';
import { endOfString } from '../alerts/json-string';
import type { Candidate } from '../prompt/candidate';
import { withoutCanary } from '../prompt/instructions/canary';
import type { Severity } from '../settings/settings';
import { repeatedMember } from './repeated-members';

export type Pass = 'sweep' | 'critique';

export interface CandidateVerdict {
  id: string;
  reason: string;
  decision: 'confirm' | 'rescind';
  severity: Severity;
  /** Whether the candidate's replacement may be offered. */
  replacement: 'keep' | 'refuse';
  confidence: Confidence;
}

/** How much of the way to the harm could be seen. */
export type Confidence = 'high' | 'medium' | 'low';

export interface AlertVerdict {
  id: string;
  reason: string;
  decision: 'confirm' | 'dismiss';
}

/** A model's answer after its shape has been checked. */
export interface ReviewAnswer {
  summary: string;
  candidates: readonly Candidate[];
  verdicts: readonly CandidateVerdict[];
  alerts: readonly AlertVerdict[];
}

/** Either an answer or what is wrong with it, in words that a repair turn can use. */
export type ReadAnswer = { ok: true; answer: ReviewAnswer } | { ok: false; problem: string };

/** Letter case of an enumeration is the one thing that constrained decoding does not promise. */
const choice = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(values));

const severity = choice('blocker', 'warning', 'suggestion');

const candidateShape = z.object({
  id: z.string(),
  path: z.string(),
  side: choice('new', 'old'),
  startLine: z.number(),
  endLine: z.number(),
  quote: z.string(),
  evidence: z.string(),
  category: choice('bug', 'security', 'performance', 'error-handling', 'maintainability', 'testing'),
  severity,
  title: z.string(),
  body: z.string(),
  replacement: z.string(),
});

/** An answer that says nothing of them is an answer still. */
const verdictShape = z.object({
  id: z.string(),
  reason: z.string(),
  decision: choice('confirm', 'rescind'),
  severity,
  replacement: choice('keep', 'refuse').default('keep'),
  confidence: choice('high', 'medium', 'low').default('medium'),
});
const alertShape = z.object({ id: z.string(), reason: z.string(), decision: choice('confirm', 'dismiss') });

const answerShape = z.object({
  pass: choice('sweep', 'critique'),
  summary: z.string(),
  candidates: z.array(candidateShape),
  verdicts: z.array(verdictShape),
  sast: z.array(alertShape),
});

/** More than the longest answer of a model has tokens for: who answers with more is none, and would keep the run busy. */
const MAX_CANDIDATES = 2_000;

/** Reads the answer of one pass; JSON in surrounding text is found, everything else must be exact. */
export function readAnswer(text: string, asked: Pass): ReadAnswer {
  const value = withoutCanary(parseJson(text));
  if (value === undefined) return { ok: false, problem: 'it is not one JSON object' };
  const repeated = repeatedMember(objectIn(text));
  if (repeated !== undefined) return { ok: false, problem: `an object has "${cutText(repeated, 40)}" twice` };
  const read = answerShape.safeParse(value);
  if (!read.success) return { ok: false, problem: cutText(z.prettifyError(read.error), 800) };
  if (read.data.pass !== asked) return { ok: false, problem: `"pass" is "${read.data.pass}", asked was "${asked}"` };
  const { summary, candidates, verdicts, sast } = read.data;
  if (candidates.length > MAX_CANDIDATES)
    return { ok: false, problem: `it has more than ${MAX_CANDIDATES} candidates` };
  return { ok: true, answer: { summary, candidates: candidates.map(toCandidate), verdicts, alerts: sast } };
}

/** The whole items of an answer that was cut off; each list is empty when nothing whole of it arrived. */
export function salvageAnswer(text: string): ReviewAnswer {
  const candidates = wholeItems(text, 'candidates', candidateShape).slice(0, MAX_CANDIDATES);
  return {
    summary: '',
    candidates: candidates.map(toCandidate),
    verdicts: wholeItems(text, 'verdicts', verdictShape),
    alerts: wholeItems(text, 'sast', alertShape),
  };
}

/** The name is looked for where no string is open, since a quoted text may hold it too. */
function wholeItems<T>(text: string, name: string, shape: z.ZodType<T>): T[] {
  const named = new RegExp(`^"${name}"\\s*:\\s*\\[`);
  const start = openPlaces(text).find((at) => named.test(text.slice(at, at + name.length + 20)));
  if (start === undefined) return [];
  return wholeObjects(text, text.indexOf('[', start) + 1).flatMap((item) => {
    const read = shape.safeParse(withoutCanary(parseJson(item)));
    return read.success && repeatedMember(item) === undefined ? [read.data] : [];
  });
}

/** Places where a string begins. */
function openPlaces(text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    places.push(at);
    at = endOfString(text, at);
  }
  return places;
}

function toCandidate({ side, startLine, endLine, ...rest }: z.infer<typeof candidateShape>, index: number): Candidate {
  const start = Math.max(1, Math.trunc(startLine));
  return {
    ...rest,
    id: rest.id || `c${index + 1}`,
    range: { side, startLine: start, endLine: Math.max(start, Math.trunc(endLine)) },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(objectIn(text), wholeCharacters);
  } catch {
    return undefined;
  }
}

function objectIn(text: string): string {
  return text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
}

/** Objects of an array that are complete, by counting braces outside of strings; stops at the array's end. */
function wholeObjects(text: string, from: number): string[] {
  const objects: string[] = [];
  let depth = 0;
  let begin = from;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{') {
      if (depth === 0) begin = at;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) objects.push(text.slice(begin, at + 1));
    } else if (character === ']' && depth === 0) break;
  }
  return objects;
}

/** A model may spell half a character, and nothing of ours can hold one. */
function wholeCharacters(_: string, value: unknown): unknown {
  return typeof value === 'string' ? wellFormed(value) : value;
}
