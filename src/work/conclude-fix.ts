import type { FixWorld } from '../fix-world';
import { fixFailureEnding } from '../steps/conclusion/fix-failure-ending';
import { composeFixRecord, type FixParts } from '../steps/record/compose-fix-record';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';

type Known = Pick<FixParts, 'situation' | 'headline' | 'problems' | 'codes' | 'notes' | 'found'>;

/** The end of a run: its record, in which no name that anybody gave a file or a test case tells a secret. */
export function concludeFix(settings: FixSettings, world: FixWorld, known: Known): FixRecord {
  const { run, clock, calls, sent, tools, masking } = world;
  const { headline, problems = [], notes = [] } = known;
  return composeFixRecord({
    ...{ ...known, settings, run, calls, tools, receipt: hiddenReceipts(sent, masking.text) },
    ...(headline === undefined ? {} : { headline: masking.text(headline) }),
    ...{ problems: problems.map(masking.text), notes: notes.map(masking.text) },
    ...{ endedAt: clock.now(), stages: world.stages() },
  });
}

/** The same files are named by every turn of a conversation. */
function hiddenReceipts(sent: FixWorld['sent'], hide: (text: string) => string): FixWorld['sent'] {
  const known = new Map<string, string>();
  const hidden = (path: string) => {
    const shown = known.get(path) ?? hide(path);
    known.set(path, shown);
    return shown;
  };
  return sent.map((one) => ({
    ...one,
    pieces: one.pieces.map((piece) => ({ ...piece, files: piece.files.map(hidden) })),
  }));
}

export function concludeFixFailure(
  settings: FixSettings,
  world: FixWorld,
  error: unknown,
  found: NonNullable<FixParts['found']> = {},
): FixRecord {
  return concludeFix(settings, world, { ...fixFailureEnding(error), found });
}
