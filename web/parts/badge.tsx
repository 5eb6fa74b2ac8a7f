import { line } from './visible';

/** Colour never says anything alone: each has a sign and a word. */
const SIGNS: Readonly<Record<string, string>> = {
  blocker: '■',
  warning: '▲',
  suggestion: '●',
  FAIL: '✕',
  ADVISORY: '!',
  PASS: '✓',
  NONE: '–',
  reviewed: '✓',
  clipped: '◐',
  skipped: '–',
  notReviewed: '✕',
};

const WORDS: Readonly<Record<string, string>> = {
  NONE: 'no verdict',
  clipped: 'in part',
  notReviewed: 'not reviewed',
};

export function Badge({ kind, children }: { kind: string; children?: string }) {
  return (
    <span class={`badge tone-${toneOf(kind)}`}>
      <span aria-hidden="true">{SIGNS[kind] ?? '·'}</span> {children ?? wordOf(kind)}
    </span>
  );
}

/** The word for a severity, verdict or state; one that a newer version brought is shown as it is. */
export function wordOf(kind: string): string {
  return WORDS[kind] ?? line(kind, 40);
}

const TONES: Readonly<Record<string, string>> = {
  blocker: 'bad',
  FAIL: 'bad',
  notReviewed: 'bad',
  warning: 'warning',
  ADVISORY: 'warning',
  clipped: 'warning',
  suggestion: 'hint',
  PASS: 'good',
  reviewed: 'good',
};

export function toneOf(kind: string): string {
  return TONES[kind] ?? 'quiet';
}
