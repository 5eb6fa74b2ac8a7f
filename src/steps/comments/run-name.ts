/** What people call a run: its id is its kind, number, attempt and job, and the first attempt goes without saying. */
export function runName(id: string): string {
  const words = id.split(' ');
  const [kind, number, attempt] = words;
  if (words.length < 3 || words.length > 4 || !/^\d+$/.test(attempt ?? '')) return id;
  return attempt === '1' ? `${kind} ${number}` : `${kind} ${number}, attempt ${attempt}`;
}
