import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** What a schema says to people is not needed to read by it, and its parts are written once. */
export const compactSchemas: Plugin = {
  name: 'compact schemas',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.schema\.json$/ }, ({ path }) => ({
      contents: compactSchema(JSON.parse(readFileSync(path, 'utf8'))),
      loader: 'js',
    })),
};

const READ_BY = new Set(['type', 'properties', 'required', 'items', 'enum', 'const', 'anyOf', 'oneOf']);

/** The schema as a program: each part that stands in it several times is a constant. */
function compactSchema(schema: object): string {
  const names = new Map<string, string>();
  const written = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return named(`[${value.map(written).join()}]`);
    const isShape = 'type' in value || 'anyOf' in value || 'oneOf' in value;
    const kept = Object.entries(value).filter(([name]) => !isShape || READ_BY.has(name));
    return named(`{${kept.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join()}}`);
  };
  const named = (text: string): string => {
    const name = names.get(text) ?? `part${names.size}`;
    names.set(text, name);
    return name;
  };
  const whole = written(schema);
  return `${[...names].map(([text, name]) => `const ${name}=${text};`).join('\n')}\nexport default ${whole};`;
}
