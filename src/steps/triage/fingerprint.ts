import { createHash } from 'node:crypto';
import type { Anchor } from '../anchors/anchor';
import type { Finding } from '../findings/finding';

export interface Fingerprint {
  fingerprint: string;
  twin: string;
}

/**
 * Identity of a finding from its place in the code, never from the model's words.
 * `fileText` is the file's content on the anchor's side; it tells which of several equal lines is meant.
 */
export function fingerprintOf(finding: Finding, anchor: Anchor, fileText: string): Fingerprint {
  if (anchor.kind !== 'lines') {
    const words = normalised(finding.quote || finding.title);
    return {
      fingerprint: hash([finding.path, finding.category, words, anchor.kind]),
      twin: hash([finding.category, words]),
    };
  }
  const line = normalised(anchor.text.split('\n').find((text) => normalised(text).length > 2) ?? anchor.text);
  const occurrence = occurrenceOf(line, fileText, anchor.range.startLine);
  const place = [anchor.range.side, finding.category, line, String(occurrence)];
  return { fingerprint: hash([anchor.path, ...place]), twin: hash(place) };
}

function occurrenceOf(line: string, fileText: string, startLine: number): number {
  const before = fileText.split('\n').slice(0, startLine - 1);
  return before.filter((text) => normalised(text) === line).length;
}

function normalised(text: string): string {
  return text.replace(/\s+/g, '');
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex');
}
