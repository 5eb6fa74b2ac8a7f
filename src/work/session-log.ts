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

export function sessionLines(entries: readonly SessionEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
