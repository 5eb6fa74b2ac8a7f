const LOOKS =
  /^\s*(?:ls|cat|head|tail|wc|pwd|grep|egrep|rg|find|tree|stat|file|diff|which|git\s+(?:status|diff|log|show|grep|ls-files|blame))\b[^;&|<>`$\n]*(?:\|\s*(?:head|tail|grep|wc|sort|uniq|cut)\b[^;&|<>`$\n]*)*$/;

/** False for commands that only look: after any other, what was validated before counts no longer. */
export function mayEdit(command: string): boolean {
  return !LOOKS.test(command) || /\s-(?:delete|exec|execdir|ok|fprint)\b|--output/.test(command);
}

/** Name of the program that a command begins with, for the log of a session; no arguments, which may hold anything. */
export function programName(command: string): string {
  return /^\s*(?:\w+=\S*\s+)*(?:\.\/)?([\w.+-]{1,40})/.exec(command)?.[1] ?? 'shell';
}
