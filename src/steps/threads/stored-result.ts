import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { PullRequest } from '../../ports/code-host';
import type { CommitId } from '../../ports/repository';
import type { SetAside } from '../findings/finding';
import type { FileFate } from '../scope/file-fate';
import { canonicalSettings } from '../settings/canonical-settings';
import type { Settings } from '../settings/settings';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { rematch } from '../triage/triage';
import type { SignedText } from './memory';
import type { Recollection } from './own-threads';
import { type Seal, signatureOf, trustIn } from './signature';

/** What a reviewed iteration came to, without source code: enough to tell its verdict again. */
export interface StoredResult {
  triaged: readonly Triaged[];
  setAside: readonly SetAside[];
  files: readonly FileFate[];
  summary: string;
  /** Threads whose code was gone. */
  gone: readonly number[];
  /** The merge that it was held against; absent where there was none. */
  merge?: CommitId;
}

/** What a stored result is good for: this state of this pull request, under settings that find the same. */
export type ResultScope = Pick<PullRequest, 'iteration'> & {
  /** What reports of other tools said of enforced rules, see steps/alerts/heard.ts. */
  heard: string;
};

/** Longer results, as they are stored, are not: about 700 files. Then a re-run reviews again. */
const MAX_LENGTH = 30_000;
/** Bytes of a result as it is read; it is signed, so this guards against our own mistakes alone. */
const MAX_READ_BYTES = 64_000_000;

export function signResult(
  result: StoredResult,
  scope: ResultScope,
  settings: Settings,
  seal: Seal,
): SignedText | undefined {
  const text = packed(JSON.stringify({ ...result, triaged: result.triaged.map(withoutCode) }));
  const signature = text.length > MAX_LENGTH ? undefined : signatureOf(partsOf(text, scope, settings), seal);
  return signature === undefined ? undefined : { text, signature };
}

/** The stored result if it is ours, of this very state and to be used, and all its threads are still there; undefined otherwise. */
export function believedResult(
  { memory: { result }, seal, known, doubts }: Pick<Recollection, 'memory' | 'seal' | 'known' | 'doubts'>,
  scope: ResultScope,
  settings: Settings,
): StoredResult | undefined {
  if (result === undefined || settings.force || doubts.length > 0) return undefined;
  if (trustIn(() => partsOf(result.text, scope, settings), result.signature, seal) !== 'signed') return undefined;
  const stored = JSON.parse(unpacked(result.text)) as StoredResult;
  const isWhole = rematch(stored.triaged, known).every((one) => one.to !== 'thread' || one.known !== undefined);
  return isWhole ? stored : undefined;
}

/** Paths and reasons repeat themselves: deflated, a result takes about a twentieth. */
function packed(json: string): string {
  return deflateRawSync(json, { level: 9 }).toString('base64');
}

/** Results of older versions are JSON as they stand. */
function unpacked(text: string): string {
  if (text.startsWith('{')) return text;
  return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_READ_BYTES }).toString('utf8');
}

function partsOf(text: string, { iteration, heard }: ResultScope, settings: Settings): string[] {
  const state = [`${iteration.id}`, iteration.base, iteration.source];
  return ['result', ...state, canonicalSettings(settings), ...(heard === '' ? [] : [heard]), text];
}

/** Neither the lines themselves, nor what was said of them, nor the thread as it was then are needed again. */
function withoutCode(one: Triaged): Triaged {
  if (one.to === 'merged') return { ...one, finding: bare(one.finding), into: bare(one.into) };
  if (one.to === 'list') return { ...one, finding: bare(one.finding) };
  return { finding: bare(one.finding), to: 'thread' };
}

function bare({ suggestion: _, ...finding }: PlacedFinding): PlacedFinding {
  const anchor = finding.anchor.kind === 'lines' ? { ...finding.anchor, text: '' } : finding.anchor;
  return { ...finding, anchor, quote: '', evidence: '', body: '', reason: '', replacement: '' };
}
