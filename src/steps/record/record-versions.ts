import { RECORD_VERSION } from './record-version';

export type Stored = Readonly<Record<string, unknown>>;

/** One reader for each version that was ever written; a reader gives what today's record would hold. */
export const RECORD_READERS: Readonly<Record<number, (stored: Stored) => Stored>> = {
  1: fromVersion1,
  2: (stored) => stored,
};

/** How the first problem of version 1 began in modes that review nothing; it was their headline. */
const HEADLINES: readonly [RegExp, Stored][] = [
  [/^Preview: /, { runMode: 'preview', wouldSend: null }],
  [
    /^(Taken back: |There is nothing to take back|Not everything could be taken back)/,
    { runMode: 'clean', takenBack: null },
  ],
  [/parts? of the set-up that were tried/, { runMode: 'doctor', checks: [] }],
];

/** All run modes had the record of a review, and what they came to was the first of their problems. */
function fromVersion1(stored: Stored): Stored {
  const [headline, ...problems] = Array.isArray(stored.problems) ? stored.problems : [];
  const mode = HEADLINES.find(([words]) => words.test(String(headline)))?.[1];
  const now = { ...stored, recordVersion: RECORD_VERSION };
  if (mode !== undefined) return { ...now, ...mode, headline, problems };
  const findings = Array.isArray(stored.findings) ? stored.findings : [];
  const receipt = Array.isArray(stored.receipt) ? stored.receipt.map(receiptFromVersion1) : [];
  return {
    ...now,
    runMode: 'publish',
    blocking: [],
    receipt,
    findings: findings.map((finding) => ({ evidence: '', ...finding })),
  };
}

/** Each piece stood there once, whatever number of requests carried it. */
function receiptFromVersion1({ chunk, ...piece }: Stored): Stored {
  const request = Number(chunk) > 0 ? `part ${chunk}` : 'all parts';
  return { ...piece, request, sent: true, to: '', pieces: [piece] };
}
