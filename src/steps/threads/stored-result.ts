import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PullRequest } from '../../ports/code-host';
import type { SetAside } from '../findings/finding';
import type { FileFate } from '../scope/file-fate';
import { canonicalSettings } from '../settings/canonical-settings';
import type { Settings } from '../settings/settings';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import type { Memory, SignedText } from './memory';

/** What a reviewed iteration came to, without source code: enough to tell its verdict again. */
export interface StoredResult {
  triaged: readonly Triaged[];
  setAside: readonly SetAside[];
  files: readonly FileFate[];
  summary: string;
  /** Threads whose code was gone. */
  gone: readonly number[];
}

/** What a stored result is good for: this state of this pull request, under settings that find the same. */
export type ResultScope = Pick<PullRequest, 'id' | 'repositoryId' | 'iteration'>;

/** Longer results are not stored; then a re-run reviews again. */
const MAX_LENGTH = 30_000;

export function signResult(
  result: StoredResult,
  scope: ResultScope,
  settings: Settings,
  key: Uint8Array,
): SignedText | undefined {
  const text = JSON.stringify({ ...result, triaged: result.triaged.map(withoutCode) });
  return text.length > MAX_LENGTH ? undefined : { text, signature: signatureOf(text, scope, settings, key) };
}

/** The stored result if it is ours, of this very state and to be used; undefined otherwise. */
export function believedResult(
  { result }: Memory,
  scope: ResultScope,
  settings: Settings,
  key: Uint8Array,
): StoredResult | undefined {
  if (result === undefined || settings.force) return undefined;
  const expected = Buffer.from(signatureOf(result.text, scope, settings, key), 'hex');
  const given = Buffer.from(result.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(result.text) as StoredResult;
}

function signatureOf(
  text: string,
  { id, repositoryId, iteration }: ResultScope,
  settings: Settings,
  key: Uint8Array,
): string {
  const state = [repositoryId, id, iteration.id, iteration.base, iteration.source, canonicalSettings(settings), text];
  return createHmac('sha256', key).update(JSON.stringify(state)).digest('hex');
}

/** The lines themselves, and the thread as it was then, are not needed again. */
function withoutCode(one: Triaged): Triaged {
  if (one.to === 'merged') return { ...one, finding: bare(one.finding), into: bare(one.into) };
  if (one.to === 'list') return { ...one, finding: bare(one.finding) };
  return { finding: bare(one.finding), to: 'thread' };
}

function bare({ suggestion: _, ...finding }: PlacedFinding): PlacedFinding {
  const anchor = finding.anchor.kind === 'lines' ? { ...finding.anchor, text: '' } : finding.anchor;
  return { ...finding, anchor, replacement: '' };
}
