const LOOKS =
  /^\s*(?:ls|cat|head|tail|wc|pwd|grep|egrep|rg|find|tree|stat|file|diff|which|git\s+(?:status|diff|log|show|grep|ls-files|blame))\b[^;&|<>`$\n]*(?:\|\s*(?:head|tail|grep|wc|sort|uniq|cut)\b[^;&|<>`$\n]*)*$/;

/** By which such programs write files, or start others. */
const MORE_THAN_LOOKS =
  /\s--?(?:delete|exec|ok|fprint|fls|output|pre\b|pre=|open-files|hostname-bin|compress-program|ext-diff)|\bgit\s+grep\b[^|]*\s-\w*O|\b(?:tree|sort)\b[^|]*\s-\w*o|\bfile\b[^|]*\s-\w*C|\buniq\b[^|]*\s(?:-\s|[^-\s|])/;

/** False for commands that only look: after any other, what was validated before counts no longer. */
export function mayEdit(command: string): boolean {
  return !LOOKS.test(command) || MORE_THAN_LOOKS.test(command);
}

/** Name of the program that a command begins with, for the log of a session; no arguments, which may hold anything. */
export function programName(command: string): string {
  return /^\s*(?:\w+=\S*\s+)*(?:\.\/)?([\w.+-]{1,40})/.exec(command)?.[1] ?? 'shell';
}
