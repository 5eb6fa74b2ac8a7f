export const SKIP_SUBJECTS = ['author', 'label', 'title', 'target'] as const;
export type SkipSubject = (typeof SKIP_SUBJECTS)[number];

export interface SkipRule {
  subject: SkipSubject;
  /** `*` stands for anything, `?` for one character. */
  pattern: string;
}

/** A line like `author: *bot*`; null for anything else. */
export function parseSkipRule(line: string): SkipRule | null {
  const [, word = '', pattern = ''] = /^\s*(\w+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
  const subject = SKIP_SUBJECTS.find((known) => known === word.toLowerCase());
  const isUsable = pattern !== '' && pattern.replace(/\*/g, '').length > 0 && (pattern.match(/\*/g) ?? []).length <= 5;
  return subject !== undefined && isUsable ? { subject, pattern } : null;
}
