/** One logging command of the agent; values that are undefined are left out. */
export interface Command {
  name: string;
  properties?: Readonly<Record<string, string | undefined>>;
  message?: string;
}

/** The line that the agent reads as the command, with every value escaped. */
export function commandLine({ name, properties = {}, message = '' }: Command): string {
  const pairs = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(value)};`],
  );
  return `##vso[${[name, pairs.join('')].join(' ').trimEnd()}]${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
}
