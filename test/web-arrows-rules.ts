import { dirname, join, normalize } from 'node:path/posix';
import { transformSync } from 'esbuild';

/** Source texts by path below the project, of `web/` alone. */
export type WebSources = ReadonlyMap<string, string>;

/** Which rooms of `web/` a room may import; `steps` stands for `src/steps`. Nobody imports a door. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  record: ['record', 'steps'],
  parts: ['parts', 'steps'],
  pages: ['pages', 'parts', 'record', 'steps'],
  host: ['host'],
  rest: ['rest', 'record', 'steps'],
  watch: ['watch', 'rest', 'record', 'pages', 'steps'],
  door: ['door', 'parts'],
  '': ['host', 'rest', 'watch', 'door', 'pages', 'parts', 'record', 'steps'],
};

/** Data that pages share with the rest of the project. */
const DATA = ['docs/record.schema.json', 'vss-extension.web.json'];

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  record: ['zod/mini'],
  host: ['azure-devops-extension-sdk'],
  parts: ['preact', 'preact/hooks'],
  pages: ['preact', 'preact/hooks'],
  door: ['preact'],
};

/** What would make markup of a text, keep something, or run text as a program. */
const FORBIDDEN =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|DOMParser|localStorage|sessionStorage|indexedDB|eval\(|Function\()/;

/** Every broken rule of the pages, as `file: what`. */
export function brokenWebRules(sources: WebSources): string[] {
  return [...sources]
    .flatMap(([path, text]) =>
      [...brokenImports(path, text), ...brokenWords(path, text)].map((fault) => `${path}: ${fault}`),
    )
    .sort();
}

function brokenImports(path: string, text: string): string[] {
  const room = roomOf(path);
  const plain = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const statements = plain.matchAll(/^(?:import|export)\s+(?:[^;'"]*?\bfrom\s*)?['"]([^'"]+)['"]/gm);
  const targets = [...statements, ...plain.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g)].map(
    ([, target = '']) => target,
  );
  return targets.flatMap((target) => {
    const fault = target.startsWith('.')
      ? brokenArrow(room, normalize(join(dirname(path), target)))
      : brokenPackage(room, target);
    return fault === null ? [] : [fault];
  });
}

function brokenArrow(room: string, target: string): string | null {
  if (DATA.includes(target)) return null;
  if (target.startsWith('src/')) return target.startsWith('src/steps/') ? null : `imports ${target}`;
  if (!target.startsWith('web/')) return `imports ${target} from outside`;
  const other = roomOf(`${target}.ts`);
  if (other === '') return `imports the door ${target}`;
  return MAY_IMPORT[room]?.includes(other) ? null : `imports ${target}`;
}

function brokenPackage(room: string, name: string): string | null {
  return PACKAGES[room]?.includes(name) ? null : `imports the package ${name}`;
}

function brokenWords(path: string, text: string): string[] {
  const code = transformSync(text, { loader: path.endsWith('x') ? 'tsx' : 'ts', jsx: 'preserve' }).code;
  const word = FORBIDDEN.exec(code)?.[1];
  const fetches = /(?<![.\w])fetch\(/.test(code) && roomOf(path) !== 'rest';
  return [...(word ? [`uses ${word}`] : []), ...(fetches ? ['calls fetch'] : [])];
}

/** Empty for a door. */
function roomOf(path: string): string {
  const [, room = '', rest] = path.split('/');
  return rest === undefined ? '' : room;
}
