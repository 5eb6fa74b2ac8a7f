import type { Files } from '../fakes/repository-of';

/** Both sides of a pull request. */
export interface SizedChange {
  base: Files;
  source: Files;
}

const FUNCTIONS = 12;
/** Functions whose body changes, and lines of each: 20 removed and 20 added lines in a file. */
const CHANGED = 5;
const STATEMENTS = 4;

type Write = (file: number, side: string) => string;

const languages: readonly (readonly [extension: string, write: Write])[] = [
  ['ts', typescript],
  ['cs', csharp],
  ['py', python],
];

const SWIFT: typeof languages = [['swift', swift]];

/** So many changed files of 40 changed lines each, in three languages, beside others that stay as they are. */
export function sizedChange(changed: number, untouched = 0): SizedChange {
  const still = Object.fromEntries(Array.from({ length: untouched }, (_, file) => [stillPath(file), `note ${file}\n`]));
  return { base: { ...still, ...side(changed, 'gross') }, source: { ...still, ...side(changed, 'net') } };
}

/** Two changed files of the language whose grammar is the largest. */
export function swiftChange(): SizedChange {
  return { base: side(2, 'gross', SWIFT), source: side(2, 'net', SWIFT) };
}

function side(count: number, word: string, written = languages): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, file) => {
      const [extension, write] = written[file % written.length]!;
      return [`src/area${file % 40}/part${file % 200}/module${file}.${extension}`, write(file, word)];
    }),
  );
}

function stillPath(file: number): string {
  return `notes/${file % 100}/${Math.floor(file / 100) % 100}/note${file}.txt`;
}

function typescript(file: number, word: string): string {
  const functions = each((at) => {
    const body = statements(file, at, word, (name, value) => `  const ${name} = ${value};\n`);
    return `/** Adds up what order ${at} holds. */\nexport function total${file}x${at}(order: Order, rate: number): number {\n${body}  return order.sum * rate;\n}\n\n`;
  });
  return `import { Order } from './order${file}';\n\n${functions}`;
}

function csharp(file: number, word: string): string {
  const methods = each((at) => {
    const body = statements(file, at, word, (name, value) => `            var ${name} = ${value};\n`);
    return `        /// <summary>Adds up what order ${at} holds.</summary>\n        public decimal Total${at}(Order order, decimal rate)\n        {\n${body}            return order.Sum * rate;\n        }\n\n`;
  });
  return `using System;\n\nnamespace Shop.Part${file}\n{\n    public class Module${file}\n    {\n${methods}    }\n}\n`;
}

function swift(file: number, word: string): string {
  const functions = each((at) => {
    const body = statements(file, at, word, (name, value) => `        let ${name} = ${value}\n`);
    return `    /// Adds up what order ${at} holds.\n    public func total${at}(order: Order, rate: Double) -> Double {\n${body}        return order.sum * rate\n    }\n\n`;
  });
  return `import Foundation\n\npublic final class Module${file} {\n${functions}}\n`;
}

function python(file: number, word: string): string {
  const functions = each((at) => {
    const body = statements(file, at, word, (name, value) => `    ${name} = ${value}\n`);
    return `def total_${file}_${at}(order, rate):\n    """Adds up what order ${at} holds."""\n${body}    return order.sum * rate\n\n\n`;
  });
  return `from orders.order${file} import Order\n\n\n${functions}`;
}

function each(write: (at: number) => string): string {
  return Array.from({ length: FUNCTIONS }, (_, at) => write(at)).join('');
}

function statements(file: number, at: number, word: string, write: (name: string, value: string) => string): string {
  const side = at % 2 === 0 && at / 2 < CHANGED ? word : 'kept';
  return Array.from({ length: STATEMENTS }, (_, line) =>
    write(`amount_${at}_${line}`, `order.lines[${line}].${side}(rate, ${file * 100 + at * 10 + line})`),
  ).join('');
}
