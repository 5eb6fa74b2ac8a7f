/** Text made safe for element content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Joins parts that may be missing. */
export function lines(...parts: (string | false | undefined)[]): string {
  return parts.filter(Boolean).join('\n');
}

/** `2026-01-05 09:00` of an ISO date. */
export function shortDate(date: string): string {
  return `${date.slice(0, 10)} ${date.slice(11, 16)}`;
}

export function initials(name: string): string {
  const words = name
    .replace(/\(.*\)/, '')
    .split(/\s+/)
    .filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join('');
}
