import { dirname, join, normalize } from 'node:path/posix';
import { transformSync } from 'esbuild';

/** Source texts by path below `src/`, with `/` between folders. */
export type Sources = ReadonlyMap<string, string>;

/** The order in which data flows; a room may import only rooms before it. Changing it is a decision (docs/decisions). */
export const stepOrder: readonly string[] = [
  'settings',
  'diff',
  'secrets',
  'scope',
  'alerts',
  'skeletons',
  'related',
  'pricing',
  'policy',
  'chunks',
  'prompt',
  'findings',
  'anchors',
  'triage',
  'comments',
  'threads',
  'verdict',
  'request',
  'brief',
  'toolbox',
  'turns',
  'candidate',
  'session',
  'plan',
  'branch',
  'texts',
  'record',
  'conclusion',
  'insights',
  'evaluation',
];

/** They know adapters, and nobody knows them; the wiring is the half that both doors share. */
const doors = /^(task|fix-task|cli|index|second-pass|wiring|commands)$/;

/** What everybody may use: failures, hashes, and what is done with letters, texts and lists. */
const usedByAll =
  /^(errors|cut-text|first-named|percent-text|thousands|sum-of|count-below|made-once|grouped|holds|keys-in-text|sha256|letter-loops(-code)?)$/;

/** The rooms that wait, in order: each may import only rooms before it. The program stands behind `stages`. */
const shellOrder: readonly string[] = [
  ...['world', 'budget', 'passes', 'stages', 'review', 'run-modes'],
  ...['fix-world', 'work', 'fix', 'apply', 'autonomous', 'sweep'],
];

/** Globals by which a step would wait, look at the world, or give another answer next time. */
const impure =
  'process Date performance fetch Promise setTimeout setInterval setImmediate queueMicrotask console require globalThis global'.split(
    ' ',
  );

/** What a step may take from Node, and from which module. */
const pureNode: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHash', 'createHmac', 'timingSafeEqual'],
  'node:buffer': ['Buffer', 'isUtf8'],
  'node:zlib': ['deflateRawSync', 'inflateRawSync'],
  'node:path/posix': ['posix', 'basename', 'dirname', 'extname', 'join'],
};

/** Still keeps hashes of lines from one call to the next: a look-up of all marks at once is to take its place. */
const remembers: ReadonlySet<string> = new Set(['steps/triage/code-mark.ts']);

/** Rooms that every adapter may use: the only caller of the network, and the only starter of programs. */
const sharedAdapters: readonly string[] = ['http', 'process'];

/** `http` makes every request of ours; `egress` is the door through which a workshop is set up, and makes none. */
const onTheNetwork: readonly string[] = ['http', 'egress'];

const network = /^(node:)?(https?|http2|net|tls|dgram|dns|undici)(\/|$)/;

/** Every broken rule of the design's second section, as `file: what`. */
export function brokenRules(sources: Sources): string[] {
  const files = [...sources].map(([path, text]) => readFile(path, text));
  return [...files.flatMap((file) => [...brokenImports(file), ...brokenPurity(file)]), ...cycles(files)].sort();
}

interface SourceFile {
  path: string;
  text: string;
  room: Room;
  imports: readonly Import[];
}

interface Import {
  /** Path below `src/` without extension, or the name of a package. */
  target: string;
  isLocal: boolean;
  isType: boolean;
  names: readonly string[];
}

interface Room {
  kind: 'step' | 'port' | 'adapter' | 'door' | 'errors' | 'program' | 'outside';
  /** Name of the step or adapter. */
  name: string;
}

function readFile(path: string, text: string): SourceFile {
  return { path, text, room: roomOf(path.replace(/\.[jt]s$/, '')), imports: importsOf(path, text) };
}

function roomOf(path: string): Room {
  const [first = '', second = '', third] = path.split('/');
  if (first === '..') return { kind: 'outside', name: '' };
  if (first === 'steps' && third) return { kind: 'step', name: second };
  if (first === 'ports') return { kind: 'port', name: second };
  if (first === 'adapters' && third) return { kind: 'adapter', name: second };
  if (doors.test(first)) return { kind: 'door', name: first };
  if (shellOrder.includes(first)) return { kind: 'program', name: first };
  if (second) return { kind: 'outside', name: '' };
  if (usedByAll.test(first)) return { kind: 'errors', name: '' };
  return { kind: 'program', name: first };
}

function importsOf(path: string, text: string): Import[] {
  const plain = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const statements = plain.matchAll(/^(?:import|export)\s+([^;'"]*?\bfrom\s*)?['"]([^'"]+)['"]/gm);
  const calls = plain.matchAll(/()\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [...statements, ...calls].map(([, clause = '', target = '']) => ({
    target: target.startsWith('.') ? normalize(join(dirname(path), target)) : target,
    isLocal: target.startsWith('.'),
    isType: /^type\b/.test(clause) || isAllTypes(clause),
    names: namesOf(clause),
  }));
}

function isAllTypes(clause: string): boolean {
  const list = /^\{([^}]*)\}/.exec(clause)?.[1];
  return list?.split(',').every((entry) => entry.trim() === '' || /^\s*type\s/.test(entry)) ?? false;
}

function namesOf(clause: string): string[] {
  const list = /\{([^}]*)\}/.exec(clause)?.[1] ?? clause.replace(/\bfrom\s*$/, '');
  return list.split(',').flatMap((entry) => /^(?:type\s+)?([\w*]+)/.exec(entry.trim())?.[1] ?? []);
}

function brokenImports({ path, room, imports }: SourceFile): string[] {
  return imports.flatMap((entry) => {
    const target = entry.isLocal ? roomOf(entry.target) : null;
    const fault = target ? brokenArrow(room, target, entry) : brokenPackage(room, entry);
    return fault ? [`${path}: ${fault}`] : [];
  });
}

/** What is wrong with an import of our own code; null when nothing is. */
function brokenArrow(from: Room, to: Room, { target, isType }: Import): string | null {
  if (to.kind === 'door' && from.kind !== 'door') return `imports the door ${target}`;
  if (to.kind === 'adapter' && from.kind !== 'door' && from.kind !== 'adapter') return `imports the adapter ${target}`;
  if (to.kind === 'port' && !isType) return `imports the port ${target} as a value`;
  if (to.kind === 'outside') return from.kind === 'door' ? null : `imports ${target} from outside of src`;
  switch (from.kind) {
    case 'errors':
      return target === 'letter-loops-code' ? null : `imports ${target}`;
    case 'port':
      return to.kind === 'port' ? null : `imports ${target}`;
    case 'step':
      return brokenStepArrow(from, to, target);
    case 'program':
      return brokenShellArrow(from, to, target);
    case 'adapter':
      if (to.kind === 'adapter') return isShared(from, to) ? null : `imports the adapter ${target}`;
      return to.kind === 'port' || to.kind === 'errors' ? null : `imports ${target}`;
    default:
      return null;
  }
}

function brokenStepArrow(from: Room, to: Room, target: string): string | null {
  if (to.kind === 'port' || to.kind === 'errors') return null;
  if (to.kind !== 'step') return `imports ${target}`;
  const [own, other] = [stepOrder.indexOf(from.name), stepOrder.indexOf(to.name)];
  if (own < 0 || other < 0) return `imports ${target}, and one of both rooms is not in the order of steps`;
  return other <= own ? null : `imports the later step ${target}`;
}

function brokenShellArrow(from: Room, to: Room, target: string): string | null {
  if (to.kind !== 'program') return null;
  const [own, other] = [shellOrder.indexOf(from.name), shellOrder.indexOf(to.name)];
  if (own < 0 || other < 0) return `imports ${target}, and one of both is not in the order of the shell`;
  return other <= own ? null : `imports ${target}, which stands later in the shell`;
}

function isShared(from: Room, to: Room): boolean {
  return to.name === from.name || sharedAdapters.includes(to.name);
}

function brokenPackage(from: Room, { target, isType, names }: Import): string | null {
  if (network.test(target) && !isType && !(from.kind === 'adapter' && onTheNetwork.includes(from.name))) {
    return `reaches for the network with ${target}`;
  }
  if (/^(node:)?child_process$/.test(target) && !isType && !(from.kind === 'adapter' && from.name === 'process')) {
    return `starts programs with ${target}`;
  }
  if (from.kind === 'port' || (from.kind === 'errors' && !isNode(target))) return `imports the package ${target}`;
  if (!['step', 'errors'].includes(from.kind) || isType || !isNode(target)) return null;
  const foreign = names.filter((name) => !pureNode[target]?.includes(name));
  return names.length > 0 && foreign.length === 0 ? null : `takes ${foreign.join(', ') || 'all'} from ${target}`;
}

function isNode(target: string): boolean {
  return target.startsWith('node:') || /^(fs|path|os|child_process|worker_threads|timers|crypto)(\/|$)/.test(target);
}

function brokenPurity(file: SourceFile): string[] {
  const { path, room } = file;
  const faults: string[] = [];
  if (room.kind === 'step') {
    faults.push(...freeNames(file, impure).map((name) => `uses ${name}`));
    if (freeNames(file, ['Math.random']).length > 0) faults.push('uses Math.random');
    if (isAsync(file)) faults.push('is async');
    if (!remembers.has(path)) faults.push(...modulesOwn(file).map((name) => `keeps ${name} from one call to the next`));
  }
  if (room.kind === 'step' && !stepOrder.includes(room.name)) faults.push('is no room of the order of steps');
  if (room.kind === 'port' && compiled(file).trim() !== '') faults.push('holds code');
  if (room.kind === 'step' || room.kind === 'program') faults.push(...foreignPorts(file));
  const readsEnvironment = room.kind === 'door' || (room.kind === 'adapter' && room.name === 'azure-pipelines');
  if (!readsEnvironment && freeNames(file, ['process.env']).length > 0) faults.push('reads process.env');
  const mayFetch = room.kind === 'adapter' && room.name === 'http';
  if (room.kind !== 'step' && !mayFetch && callsFetch(file)) faults.push('calls fetch');
  return faults.map((fault) => `${path}: ${fault}`);
}

/** Interfaces all of whose members wait: the world is asked through them, so they belong to `ports/`. */
function foreignPorts({ text, room }: SourceFile): string[] {
  if (room.name === 'budget') return [];
  const interfaces = text.matchAll(/^export interface (\w+)[^{]*\{([^}]*)\}/gm);
  return [...interfaces].flatMap(([, name, body = '']) => {
    const members = body
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split(';')
      .map((member) => member.trim());
    const said = members.filter((member) => member !== '');
    const isPort = said.length > 0 && said.every((member) => /\bPromise</.test(member));
    return isPort ? [`declares the port ${name} outside of ports`] : [];
  });
}

/** Which of the globals the file really uses: not properties, not own names, not types, comments or texts. */
function freeNames(file: SourceFile, names: readonly string[]): string[] {
  const mark = (name: string) => `__free_${name.replace('.', '_')}__`;
  const define = Object.fromEntries(names.map((name) => [name, mark(name)]));
  // A date made of a given time is no clock.
  const code = compiled(file, { define }).replace(/new __free_Date__\((?!\))/g, 'new (');
  return names.filter((name) => code.includes(mark(name)));
}

/** What stands at the top of a file and changes: a variable, or a collection that begins empty, since only writing fills it. */
function modulesOwn(file: SourceFile): string[] {
  const code = compiled(file);
  const variables = code.matchAll(/^(?:export )?(?:let|var) ([\w$]+)/gm);
  const empty = code.matchAll(
    /^(?:export )?const ([\w$]+) = (?:\/\* @__PURE__ \*\/ )?(?:new (?:Map|Set|WeakMap|WeakSet|Array)\(\)|\[\]|\{\});$/gm,
  );
  return [...variables, ...empty].map(([, name = '']) => name);
}

function callsFetch(file: SourceFile): boolean {
  return freeNames(file, ['fetch', 'globalThis.fetch']).length > 0;
}

/** A compiler that may not use `async` brings a helper instead. */
function isAsync(file: SourceFile): boolean {
  const lowered = { 'async-await': false, 'async-generator': false, 'for-await': false };
  return /__async|__forAwait|__await|\bimport\(/.test(compiled(file, { supported: lowered }));
}

function compiled({ path, text }: SourceFile, options: object = {}): string {
  const loader = path.endsWith('.js') ? 'js' : 'ts';
  return transformSync(text, { loader, format: 'esm', target: 'es2022', legalComments: 'none', ...options }).code;
}

/** Circles of imports, of types too: each is told once, from its first file in the alphabet. */
function cycles(files: readonly SourceFile[]): string[] {
  const byName = new Map(files.map((file) => [file.path.replace(/\.[jt]s$/, ''), file]));
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) found.add(turned(trail.slice(at)).join(' > '));
    if (at >= 0 || done.has(name)) return;
    const imports = byName.get(name)?.imports ?? [];
    for (const { target, isLocal } of imports) if (isLocal) visit(target, [...trail, name]);
    done.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
  return [...found].map((circle) => `${circle}: is a circle`);
}

function turned(circle: readonly string[]): string[] {
  const start = circle.indexOf([...circle].sort()[0] ?? '');
  return [...circle.slice(start), ...circle.slice(0, start)];
}
