import { riskOf } from '../chunks/risk';
import type { ChangedFile } from '../diff/changed-file';
import type { Triaged } from '../triage/placed-finding';
import type { LookFirst } from './review-record';

/** A full stop of an abbreviation ends nothing; in scripts without spaces a sentence ends at its mark. */
const SENTENCE_END =
  /(?<=[.!?…]["'”’)\]`*_]{0,4})(?<!\b(?:e\.g|i\.e|etc|vs|cf|resp|approx|incl|z\.\s?B|d\.\s?h|u\.\s?a|bzw|usw|ca|p\. ?ex|p\. ?ej)\.)\s+|(?<=[。！？｡]["”’」』）]{0,4})\s*(?=\S)|[\n\u2028\u2029]+/iu;
const MAX_SENTENCES = 2;

/** What the change does, in the model's words: two sentences, from different parts where there are several. */
export function changeInWords(summaries: readonly string[]): string {
  const told = summaries.map(sentencesOf).filter((sentences) => sentences.length > 0);
  const sentences = told.length > 1 ? told.flatMap(([first]) => first ?? []) : told.flat();
  return sentences.slice(0, MAX_SENTENCES).join(' ');
}

function sentencesOf(text: string): string[] {
  return text.split(SENTENCE_END).flatMap((sentence) => sentence.trim() || []);
}

/** Where a person should begin: at the gravest finding, else in the file where most may go wrong; nowhere in a change of one file. */
export function whereToLook(triaged: readonly Triaged[], files: readonly ChangedFile[]): LookFirst | undefined {
  const [gravest] = triaged.filter((one) => one.to === 'thread' && one.finding.anchor.kind !== 'summary');
  if (gravest) {
    const { path, title, severity, anchor } = gravest.finding;
    const line = anchor.kind === 'lines' ? { side: anchor.range.side, line: anchor.range.startLine } : {};
    return { path, ...line, why: `${severity}: ${sentencesOf(title)[0] ?? ''}` };
  }
  if (files.length < 2) return undefined;
  const [riskiest] = [...files].sort(
    (a, b) => riskOf(b, []) - riskOf(a, []) || b.added + b.removed - a.added - a.removed,
  );
  if (riskiest === undefined) return undefined;
  const line = riskiest.hunks.flatMap(({ lines }) => lines).find(({ kind }) => kind === 'added')?.newLine;
  return {
    path: riskiest.path,
    ...(line ? { side: 'new', line } : {}),
    why: `+${riskiest.added} −${riskiest.removed}`,
  };
}
