/** One logging command as the agent reads it: names of area, event and properties count in any case. */
export interface LogCommand {
  /** `task.complete`, in lower case. */
  name: string;
  /** By lower-case name. */
  properties: Readonly<Record<string, string>>;
  data: string;
}

const mark = '##vso[';

/** The first command of a line, wherever it begins; null when the line holds none that can be read. */
export function parseLogCommand(line: string): LogCommand | null {
  const start = line.indexOf(mark);
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return null;
  const head = line.slice(start + mark.length, end);
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!/^[^.]+\.[^.]+$/.test(name)) return null;
  const properties: Record<string, string> = {};
  for (const pair of space < 0 ? [] : head.slice(space + 1).split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) properties[pair.slice(0, at).trim().toLowerCase()] = unescapeProperty(pair.slice(at + 1));
  }
  return { name, properties, data: unescapeData(line.slice(end + 1)) };
}

/** True for a line that means to be a command and is none: the agent warns and shows it. */
export function isBrokenCommand(line: string): boolean {
  return line.includes('##vso') && parseLogCommand(line) === null;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%AZP25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%5D', ']').replaceAll('%3B', ';'));
}
