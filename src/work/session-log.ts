import type { FixWorld } from '../fix-world';
import type { ModelTurn } from '../ports/model';
import type { FixSettings } from '../steps/settings/fix-settings';

/** One line of the log of a session: actions and figures, no text of anybody. */
export type SessionEntry =
  | {
      turn: number;
      kind: 'answer';
      stop: string;
      requestId: string;
      milliseconds: number;
      input: number;
      cacheRead: number;
      cacheWrite: number;
      output: number;
    }
  | {
      turn: number;
      kind: 'call';
      tool: string;
      path?: string;
      program?: string;
      exit?: number | null;
      isError: boolean;
      bytes: number;
      sha256: string;
      milliseconds: number;
    };

export const SESSION_FILE = 'session.jsonl';

/** What was done, and with `full` what was said, as a file of the run. */
export function leaveSession(
  { sessionLog }: Pick<FixSettings, 'sessionLog'>,
  { left, masking }: Pick<FixWorld, 'left' | 'masking'>,
  { log, history }: { log: readonly SessionEntry[]; history: readonly ModelTurn[] },
): void {
  if (sessionLog === 'none') return;
  left.push({
    name: SESSION_FILE,
    content: log.map((entry) => `${JSON.stringify(hidden(entry, masking.text))}\n`).join(''),
  });
  if (sessionLog === 'full')
    left.push({ name: 'session.full.json', content: masking.text(JSON.stringify(history, null, 1)) });
}

/** Names of files and programs are the words of whoever made them. */
function hidden(entry: SessionEntry, hide: (text: string) => string): SessionEntry {
  if (entry.kind !== 'call') return entry;
  const { path, program, ...rest } = entry;
  return {
    ...rest,
    ...(path === undefined ? {} : { path: hide(path) }),
    ...(program === undefined ? {} : { program: hide(program) }),
  };
}
