export type Edited = { text: string } | { problem: string };

/** Edits a text by lines that end as the model writes them; the file keeps its own ends where they are all alike. */
export function keepingEnds(text: string, edit: (text: string) => Edited): Edited {
  const isCrlf = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  const edited = edit(isCrlf ? text.replaceAll('\r\n', '\n') : text);
  return isCrlf && 'text' in edited ? { text: edited.text.replace(/\r?\n/g, '\r\n') } : edited;
}

/** Replaces what stands in a text exactly once. */
export function replaceOnce(text: string, old: string, now: string): Edited {
  const at = text.indexOf(old);
  if (at < 0) return { problem: notFound(text, old) };
  const again = text.indexOf(old, at + 1);
  if (again >= 0) {
    return {
      problem: `old_str stands there more than once, at lines ${lineAt(text, at)} and ${lineAt(text, again)} among others; give more of its surroundings.`,
    };
  }
  return { text: text.slice(0, at) + now + text.slice(at + old.length) };
}

/** Puts lines behind a line; 0 is the start. */
export function insertAfter(text: string, line: number, inserted: string): Edited {
  const lines = text.split('\n');
  const count = text.endsWith('\n') ? lines.length - 1 : lines.length;
  if (line > count) return { problem: `insert_line is ${line}; the file has ${count} lines.` };
  const own = inserted.endsWith('\n') ? inserted.slice(0, -1) : inserted;
  return { text: [...lines.slice(0, line), own, ...lines.slice(line)].join('\n') };
}

/** Lines with their numbers, as `cat -n` shows them. */
export function numberedLines(text: string, range?: readonly [first: number, last: number]): Edited {
  const lines = text.replace(/\n$/, '').split('\n');
  const [first, last] = range ?? [1, -1];
  const end = last === -1 ? lines.length : last;
  if (first < 1 || first > lines.length || end < first) {
    return { problem: `view_range is [${first}, ${last}]; the file has ${lines.length} lines.` };
  }
  const shown = lines.slice(first - 1, end).map((line, index) => `${String(first + index).padStart(6)}\t${line}`);
  return { text: shown.join('\n') };
}

/** The likeliest reasons are told, since the next try depends on them. */
function notFound(text: string, old: string): string {
  const loose = (part: string) => part.replace(/\s+/g, ' ').trim();
  if (loose(text).includes(loose(old))) return 'old_str was not found as it is: its white space differs from the file.';
  return 'old_str was not found in the file; view it first.';
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
