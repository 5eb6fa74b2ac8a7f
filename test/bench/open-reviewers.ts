/** How two open reviewers show a patch, written from their public sources; for the count of tokens alone. */

interface Hunk {
  newStart: number;
  /** Behind the second "@@". */
  section: string;
  lines: readonly string[];
}

export interface FilePatch {
  path: string;
  isDeleted: boolean;
  /** Of one file, as `git diff` writes it. */
  text: string;
  newLines: readonly string[];
}

/** PR-Agent (0e37fc84): hunks with 5 lines more before and 1 behind, or from the line of the section on; new side numbered, old side apart. */
export function asPrAgent(patches: readonly FilePatch[]): string {
  return patches.map(decoupled).join('');
}

function decoupled({ path, isDeleted, text, newLines }: FilePatch): string {
  if (isDeleted) return `\n\n## File '${path}' was deleted\n`;
  const hunks = hunksOf(text).map((hunk) => (/\.(md|txt)$/.test(path) ? hunk : extended(hunk, newLines)));
  return `\n\n## File: '${path}'\n${hunks.map(sides).join('\n')}`;
}

function sides({ newStart, section, lines }: Hunk): string {
  const after = lines.filter((line) => !line.startsWith('-'));
  const before = lines.filter((line) => !line.startsWith('+'));
  const header = `\n@@ -${newStart},${before.length} +${newStart},${after.length} @@ ${section}`;
  const numbered = after.map((line, at) => `${newStart + at} ${line}`);
  const old = before.some((line) => line.startsWith('-')) ? ['__old hunk__', ...before] : [];
  return [header, '__new hunk__', ...numbered, ...old].join('\n');
}

function extended(hunk: Hunk, newLines: readonly string[]): Hunk {
  const near = newLines.slice(Math.max(0, hunk.newStart - 11), hunk.newStart - 1);
  const at = hunk.section === '' ? -1 : near.findIndex((line) => line.includes(hunk.section));
  const before = at >= 0 ? near.slice(at) : near.slice(-5);
  const end = hunk.newStart - 1 + hunk.lines.filter((line) => !line.startsWith('-')).length;
  const lines = [...before, ...hunk.lines, ...newLines.slice(end, end + 1)];
  const shown = lines.map((line, index) => (index < before.length || index === lines.length - 1 ? spaced(line) : line));
  return { newStart: hunk.newStart - before.length, section: at >= 0 ? '' : hunk.section, lines: shown };
}

function spaced(line: string): string {
  return /^[-+ ]/.test(line) ? line : ` ${line}`;
}

/** ai-pr-reviewer (open until 2023): every file's patch for a summary, then its hunks, new side numbered and old side apart. */
export function asPrReviewer(patches: readonly FilePatch[]): string {
  return patches.map(({ text }) => `${text}\n${hunksOf(text).map(pair).join('\n')}`).join('\n');
}

function pair({ newStart, lines }: Hunk): string {
  const isRemoval = !lines.some((line) => line.startsWith('+'));
  let number = newStart - 1;
  const after = lines.flatMap((line, at) => {
    if (line.startsWith('-')) return [];
    number += 1;
    const isNumbered = line.startsWith('+') || isRemoval || (at >= 3 && at < lines.length - 3);
    const text = line.startsWith('+') ? line.slice(1) : line;
    return [isNumbered ? `${number}: ${text}` : text];
  });
  const before = lines.filter((line) => !line.startsWith('+')).map((line) => line.replace(/^-/, ''));
  const fence = '```';
  return `---new_hunk---\n${fence}\n${after.join('\n')}\n${fence}\n\n---old_hunk---\n${fence}\n${before.join('\n')}\n${fence}\n`;
}

function hunksOf(text: string): Hunk[] {
  const hunks: { newStart: number; section: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const header = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/.exec(line);
    if (header) hunks.push({ newStart: Number(header[1]), section: header[2] ?? '', lines: [] });
    else if (/^[-+ ]/.test(line)) hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}
