/** A piece of JSON that stands behind a comment's text, where readers do not see it and only the comment's author can write. */
export interface HiddenText {
  /** The text before it, as people see it. */
  shown: string;
  json: string;
  signature?: string;
}

export function hide(shown: string, mark: string, json: string, signature: string | undefined): string {
  return `${shown}\n\n<!-- ${mark} ${json}${signature === undefined ? '' : ` ${signature}`} -->`;
}

/** What stands at the very end; nothing where there is none of this mark. */
export function findHidden(content: string, mark: string): HiddenText | undefined {
  const start = content.lastIndexOf(`<!-- ${mark} {`);
  if (start < 0) return undefined;
  const found = /^(\{.*\})(?: ([0-9a-f]{64}))? -->\s*$/.exec(content.slice(start + mark.length + 6));
  if (found === null) return undefined;
  const [, json = '', signature] = found;
  return { shown: content.slice(0, start).trimEnd(), json, ...(signature ? { signature } : {}) };
}

/** JSON that can neither end its comment nor mean anything to a reader of the raw text. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&@#!$`]|-(?=-)|[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function parsedObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
