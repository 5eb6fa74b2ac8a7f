/** What people call a run: its id is its kind, number and attempt, and the first attempt goes without saying. */
export function runName(id: string): string {
  return id.replace(/ 1$/, '').replace(/(?<=^\S+ \S+) (?=\d+$)/, ', attempt ');
}
