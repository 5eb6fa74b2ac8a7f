import type { BlobId } from '../../ports/repository';
import { type Anchor, UNREAD } from '../anchors/anchor';
import { anchorCandidate } from '../anchors/anchor-candidate';
import { indexDiff } from '../anchors/diff-index';
import { placeRange } from '../anchors/place-range';
import { suggestionFor } from '../anchors/suggestion';
import { riskOf } from '../chunks/risk';
import type { ChangedFile } from '../diff/changed-file';
import type { Finding } from '../findings/finding';
import { shownWithout } from '../prompt/instructions/canary';
import type { Change } from '../scope/change';
import { fingerprintOf } from './fingerprint';
import type { PlacedFinding } from './placed-finding';
import { type SideText, sideTextOf } from './side-text';

const INEXACT = { reason: 'the file is not in UTF-8, and an edit could change its other letters' };

/** Gives every finding its place and its identity. A model's place is checked by its quote, a tool's by the diff. */
export function placeFindings(
  findings: readonly Finding[],
  {
    files,
    paths,
    contents,
    aside,
    scope,
  }: Pick<Change, 'paths' | 'contents' | 'aside' | 'scope'> & {
    files: readonly ChangedFile[];
  },
): PlacedFinding[] {
  const index = indexDiff(files);
  // A path that stands there by another name has a secret in it.
  const unread = scope.skipped.flatMap(({ path }) => (paths.has(path) ? [path] : []));
  const byPath = new Map([...aside, ...files].map((file) => [file.path, file]));
  return findings.map((finding) => {
    const anchor =
      finding.source === 'alert' ? anchorAlert(finding, byPath, paths) : anchorCandidate(finding, index, unread);
    const file = anchor.kind === 'summary' ? undefined : byPath.get(anchor.path);
    const side = sideOf(file, anchor, contents);
    const isExact = file?.encoding === undefined && side.isExact;
    const offer = isExact ? suggestionFor(finding, anchor, side, file?.newMode) : INEXACT;
    const suggestion = 'text' in offer ? { suggestion: offer.text } : refused(finding, offer.reason);
    const risk = file ? { risk: riskOf(file, []) } : {};
    // A path with something around it is none; its quote has told which file was meant.
    const path = byPath.has(finding.path)
      ? finding.path
      : anchor.kind === 'summary'
        ? shownWithout(finding.path)
        : anchor.path;
    // What is of the change is told as it stands there.
    const quote = anchor.kind === 'lines' ? finding.quote : shownWithout(finding.quote);
    return {
      ...finding,
      quote,
      path,
      anchor,
      ...fingerprintOf({ ...finding, path }, anchor, side),
      ...risk,
      ...suggestion,
    };
  });
}

/** An alert without text of its own speaks of the whole file. */
function anchorAlert(finding: Finding, byPath: ReadonlyMap<string, ChangedFile>, paths: ReadonlySet<string>): Anchor {
  const file = byPath.get(finding.path);
  if (file === undefined && paths.has(finding.path)) {
    return { kind: 'file', path: finding.path, reason: UNREAD };
  }
  if (file === undefined) return { kind: 'summary', reason: 'its file is not in scope' };
  if (finding.quote === '') return { kind: 'file', path: file.path, reason: 'it speaks of the whole file' };
  return placeRange(file, finding.range);
}

function sideOf(file: ChangedFile | undefined, anchor: Anchor, contents: ReadonlyMap<BlobId, Uint8Array>): SideText {
  const isOld = anchor.kind === 'lines' && anchor.range.side === 'old';
  return sideTextOf(file && contents.get(isOld ? file.oldBlob : file.newBlob));
}

function refused({ replacement }: Finding, reason: string): Pick<PlacedFinding, 'refusedSuggestion'> {
  return replacement.trim() === '' ? {} : { refusedSuggestion: reason };
}
