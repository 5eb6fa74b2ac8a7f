import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import type { CommitId } from '../ports/repository';
import type { ScanFile } from '../ports/scanner';
import type { Trees } from '../ports/trees';
import { alertChecks } from '../steps/candidate/alert-checks';
import type { Check } from '../steps/candidate/check';
import { NO_CONTENT } from '../steps/candidate/entry';
import { readPatch } from '../steps/diff/read-patch';
import type { ReadCandidate } from './read-candidate';

/** The candidate with what a scanner of the agent newly says of it. A scan that fails is a note, and holds nothing up. */
export async function scanCandidate(
  { scanner, signal, log, masking }: FixWorld,
  trees: Trees,
  base: CommitId,
  candidate: ReadCandidate,
): Promise<{ candidate: ReadCandidate; notes: readonly string[] }> {
  if (scanner === null) return { candidate, notes: [] };
  try {
    const contents = await scanFiles(trees, candidate);
    const report = contents.length === 0 ? null : await scanner.scan(contents, signal);
    if (report === null) return { candidate, notes: [] };
    const { checks, notes } = alertChecks(report, readPatch(await trees.difference(base, candidate.tree)), contents);
    const safe = checks.map((check): Check => ({ ...check, text: masking.text(check.text) }));
    return { candidate: { ...candidate, checks: withoutEmptyLook(candidate.checks, safe) }, notes };
  } catch (error) {
    signal.throwIfAborted();
    const note = `The change was not scanned: ${isSecondPassError(error) ? inFull(error) : String(error)}`;
    log.warn(note);
    return { candidate, notes: [note] };
  }
}

async function scanFiles(trees: Trees, { entries }: ReadCandidate): Promise<ScanFile[]> {
  const changed = entries.filter(({ id }) => id !== NO_CONTENT);
  const contents = await trees.read(changed.flatMap(({ id, oldId }) => [id, oldId]).filter((id) => id !== NO_CONTENT));
  return changed.flatMap(({ path, id, oldId }): ScanFile[] => {
    const [after, before] = [contents.get(id), contents.get(oldId)];
    return after === undefined ? [] : [{ path, after, ...(before === undefined ? {} : { before, oldPath: path }) }];
  });
}

/** Beside what a scanner says, it no longer holds that nothing stands out. */
function withoutEmptyLook(checks: readonly Check[], found: readonly Check[]): Check[] {
  if (found.length === 0) return [...checks];
  return [...checks.filter(({ check, state }) => check !== 'look' || state !== 'passed'), ...found];
}
