import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { brokenRules, stepOrder } from './arrows-rules';
import { brokenWebRules } from './web-arrows-rules';

const sourceFolder = resolve(__dirname, '..', 'src');

describe('arrows', () => {
  it('all point the right way', () => {
    const names = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => /\.[jt]s$/.test(name));
    const sources = files.map(
      (name) => [name.split(sep).join('/'), readFileSync(join(sourceFolder, name), 'utf8')] as const,
    );
    assert.ok(sources.length > 50);
    assert.deepEqual(brokenRules(new Map(sources)), []);
  });

  it('know every room of the steps', () => {
    const rooms = readdirSync(join(sourceFolder, 'steps'));
    assert.deepEqual(
      rooms.filter((room) => !stepOrder.includes(room)),
      [],
    );
    assert.deepEqual(
      stepOrder.filter((room) => !rooms.includes(room)),
      [],
    );
  });
});

describe('arrows, with a planted fault', () => {
  const planted: [name: string, file: string, text: string, fault: RegExp][] = [
    ['a step to a later step', 'steps/diff/a.ts', "import { x } from '../scope/b';", /later step steps\/scope\/b/],
    ['a step to a later type', 'steps/diff/a.ts', "import type { X } from '../record/b';", /later step/],
    ['a step to an adapter', 'steps/diff/a.ts', "import { x } from '../../adapters/git/b';", /imports the adapter/],
    ['a step to the program', 'steps/diff/a.ts', "import { x } from '../../review';", /imports review/],
    ['a step to a port as a value', 'steps/diff/a.ts', "import { x } from '../../ports/log';", /as a value/],
    ['a step behind several lines', 'steps/diff/a.ts', "import {\n  x,\n  y,\n} from '../scope/b';", /later step/],
    ['a step by re-export', 'steps/diff/a.ts', "export { x } from '../scope/b';", /later step/],
    ['a room without a place', 'steps/extra/a.ts', 'export const x = 1;', /no room/],
    ['an async step', 'steps/diff/a.ts', 'export async function f() {}', /is async/],
    ['an async arrow', 'steps/diff/a.ts', 'export const f = async () => 1;', /is async/],
    ['a for await', 'steps/diff/a.ts', 'export async function f(x: any) { for await (const y of x) y; }', /is async/],
    ['a step with a promise', 'steps/diff/a.ts', 'export const f = () => Promise.resolve(1);', /uses Promise/],
    ['a step with process', 'steps/diff/a.ts', 'export const f = () => process.platform;', /uses process/],
    ['a step with a clock', 'steps/diff/a.ts', 'export const f = () => Date.now();', /uses Date/],
    ['a step with the time', 'steps/diff/a.ts', 'export const f = () => new Date();', /uses Date/],
    ['a step with another clock', 'steps/diff/a.ts', 'export const f = () => performance.now();', /uses performance/],
    ['a step with chance', 'steps/diff/a.ts', 'export const f = () => Math.random();', /uses Math\.random/],
    ['a step with a timer', 'steps/diff/a.ts', 'export const f = () => setTimeout(f, 1);', /uses setTimeout/],
    ['a step with fetch', 'steps/diff/a.ts', "export const f = () => fetch('x');", /uses fetch/],
    ['a step by a side road', 'steps/diff/a.ts', 'export const f = () => globalThis;', /uses globalThis/],
    ['a step with files', 'steps/diff/a.ts', "import { readFileSync } from 'node:fs';", /readFileSync from node:fs/],
    ['a step with promised files', 'steps/diff/a.ts', "import * as fs from 'node:fs/promises';", /from node:fs/],
    ['a step with chance from Node', 'steps/diff/a.ts', "import { randomUUID } from 'node:crypto';", /randomUUID/],
    [
      'a step with a memory',
      'steps/diff/a.ts',
      'const known = new Map<string, string>();',
      /keeps known from one call/,
    ],
    ['a step with a weak memory', 'steps/diff/a.ts', 'export const sizes = new WeakMap();', /keeps sizes/],
    ['a step with a list to fill', 'steps/diff/a.ts', 'const seen: string[] = [];', /keeps seen/],
    ['a step that counts', 'steps/diff/a.ts', 'let count = 0;\nexport const next = () => ++count;', /keeps count/],
    ['an adapter to a step', 'adapters/git/a.ts', "import { x } from '../../steps/diff/b';", /imports steps\/diff\/b/],
    ['an adapter to a type of a step', 'adapters/git/a.ts', "import type { X } from '../../steps/diff/b';", /imports/],
    ['an adapter to another', 'adapters/git/a.ts', "import { x } from '../claude/b';", /imports the adapter/],
    ['an adapter to the program', 'adapters/git/a.ts', "import { x } from '../../review';", /imports review/],
    ['an adapter to a door', 'adapters/git/a.ts', "import { x } from '../../task';", /imports the door/],
    ['an adapter to the network', 'adapters/git/a.ts', "import { request } from 'node:https';", /network/],
    [
      'an adapter that starts a program',
      'adapters/git/a.ts',
      "import { spawn } from 'node:child_process';",
      /starts programs/,
    ],
    ['a door that starts a program', 'cli.ts', "import { execFile } from 'child_process';", /starts programs/],
    ['an adapter with fetch', 'adapters/git/a.ts', "export const f = () => fetch('x');", /calls fetch/],
    [
      'an adapter with the environment',
      'adapters/git/a.ts',
      'export const x = process.env.PATH;',
      /reads process\.env/,
    ],
    ['the environment in pieces', 'adapters/git/a.ts', "export const x = process['env'];", /reads process\.env/],
    ['the program to an adapter', 'review.ts', "import { x } from './adapters/git/b';", /imports the adapter/],
    ['the program to a door', 'review.ts', "import { x } from './task';", /imports the door/],
    ['the program with the environment', 'review.ts', 'export const { PATH } = process.env;', /reads process\.env/],
    ['the program from outside', 'review.ts', "import { x } from '../test/b';", /outside of src/],
    ['a port with code', 'ports/log.ts', 'export const x = 1;', /holds code/],
    ['a port to a step', 'ports/log.ts', "import type { X } from '../steps/diff/b';", /imports steps/],
    ['a port in a stage', 'stages/a.ts', 'export interface X { f(): Promise<void> }', /declares the port X outside/],
    ['a pass to a stage', 'passes/a.ts', "import { x } from '../stages/b';", /later in the shell/],
    ['money to a pass', 'budget/a.ts', "import type { X } from '../passes/b';", /later in the shell/],
    ['a stage to a run mode', 'stages/a.ts', "import { x } from '../run-modes/b';", /later in the shell/],
    ['the program to the wiring', 'review.ts', "import { x } from './wiring/b';", /imports the door/],
    ['errors to anything', 'errors.ts', "import type { X } from './ports/log';", /imports ports\/log/],
    ['a file of the root to a package', 'grouped.ts', "import { z } from 'zod';", /imports the package zod/],
    ['a file of the root to the world', 'grouped.ts', "import { readFileSync } from 'node:fs';", /takes readFileSync/],
    ['a file to itself', 'steps/diff/a.ts', "import { x } from './a';", /is a circle/],
  ];
  for (const [name, file, text, fault] of planted) {
    it(`tell ${name}`, () => {
      const told = brokenRules(new Map([[file, text]]));
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', fault);
    });
  }

  it('tell a circle once', () => {
    const sources = [
      ['steps/diff/c.ts', "import { a } from './a';"],
      ['steps/diff/a.ts', "import { b } from './b';"],
      ['steps/diff/b.ts', "import { type D, c } from './c';"],
      ['steps/diff/d.ts', "import type { A } from './a';"],
    ] as const;
    assert.deepEqual(brokenRules(new Map(sources)), ['steps/diff/a > steps/diff/b > steps/diff/c: is a circle']);
  });

  it('tell a circle of types', () => {
    const sources = [
      ['steps/diff/a.ts', "import type { B } from './b';"],
      ['steps/diff/b.ts', "import type { A } from './a';"],
    ] as const;
    assert.deepEqual(brokenRules(new Map(sources)), ['steps/diff/a > steps/diff/b: is a circle']);
  });

  const innocent: [file: string, text: string][] = [
    [
      'steps/scope/a.ts',
      "import { x } from '../diff/b';\nimport type { L } from '../../ports/log';\nexport const y = x;",
    ],
    ['steps/scope/a.ts', "import { createHash } from 'node:crypto';\nexport const f = () => createHash('sha256');"],
    ['sha256.ts', "import { createHash } from 'node:crypto';\nexport const f = () => createHash('sha256');"],
    ['steps/scope/a.ts', '/** await process.env Date */\nexport const f = (x: Date) => x.process + "async fetch()";'],
    [
      'steps/scope/a.ts',
      "// import { x } from '../record/b';\nexport const process = 1;\nexport const g = () => process;",
    ],
    [
      'adapters/git/a.ts',
      "import { x } from '../http/http';\nimport { y } from './b';\nexport const f = (o: any) => o.fetch(x, y);",
    ],
    ['adapters/git/c.ts', "import { x } from '../process/run-program';\nexport const y = x;"],
    ['adapters/git/a.ts', 'export const options: { fetch: typeof fetch } = null as any;'],
    ['adapters/azure-pipelines/a.ts', 'export const x = process.env.PATH;'],
    ['adapters/http/a.ts', "import { Agent } from 'undici';\nexport const x = Agent;"],
    [
      'task.ts',
      "import { version } from '../package.json';\nimport { x } from './adapters/git/b';\nexport const y = process.env;",
    ],
    ['steps/scope/a.ts', 'export const f = (time: number) => new Date(time).toISOString();'],
    [
      'steps/scope/a.ts',
      "const names = new Set(['a']);\nexport const f = () => {\n  const own = new Map();\n  return [own, names];\n};",
    ],
    ['ports/log.ts', "import type { Clock } from './clock';\nexport interface Log { clock: Clock }"],
  ];
  for (const [file, text] of innocent) {
    it(`say nothing of ${file}: ${text.split('\n')[0]}`, () =>
      assert.deepEqual(brokenRules(new Map([[file, text]])), []));
  }
});

describe('arrows of the pages', () => {
  it('all point the right way', () => {
    const root = resolve(__dirname, '..');
    const names = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => /\.tsx?$/.test(name)).map((name) => `web/${name.split(sep).join('/')}`);
    assert.ok(files.length > 30);
    const sources = new Map(files.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
    assert.deepEqual(brokenWebRules(sources), []);
  });

  const planted: [name: string, file: string, text: string, fault: RegExp][] = [
    ['a page to the host', 'web/pages/run/a.tsx', "import { openHost } from '../../host/open';", /imports web\/host/],
    [
      'a page to the service',
      'web/pages/run/a.tsx',
      "import type { Rest } from '../../rest/rest';",
      /imports web\/rest/,
    ],
    ['a part to the service', 'web/parts/a.tsx', "import { createRest } from '../rest/rest';", /imports web\/rest/],
    ['a part to a page', 'web/parts/a.tsx', "import { RunPage } from '../pages/run/page';", /imports web\/pages/],
    ['a page to an adapter', 'web/pages/run/a.tsx', "import { x } from '../../../src/adapters/git/a';", /imports src/],
    ['a page to the program', 'web/pages/run/a.tsx', "import { review } from '../../../src/review';", /imports src/],
    ['a page to a test', 'web/pages/run/a.tsx', "import { x } from '../../../test/a';", /from outside/],
    ['a page to a door', 'web/pages/run/a.tsx', "import { x } from '../../run';", /imports the door/],
    ['a page to the SDK', 'web/pages/run/a.tsx', "import * as s from 'azure-devops-extension-sdk';", /the package/],
    ['a package nobody chose', 'web/parts/a.tsx', "import c from 'chart.js';", /the package chart/],
    ['a page that fetches', 'web/pages/run/a.tsx', "export const f = () => fetch('x');", /calls fetch/],
    ['markup', 'web/parts/a.tsx', 'export const f = (x: Element) => { x.innerHTML = "y"; };', /uses innerHTML/],
    ['storage', 'web/host/a.ts', 'export const f = () => localStorage.length;', /uses localStorage/],
  ];
  for (const [name, file, text, fault] of planted) {
    it(`tell ${name}`, () => {
      const told = brokenWebRules(new Map([[file, text]]));
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', fault);
    });
  }
});
