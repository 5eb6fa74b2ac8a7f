import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { colleague, type Scene, withScene } from '../hostile/scene';

/** A file in three parts, of which the middle one holds the line that is accepted. */
interface Doc {
  above: readonly string[];
  block: readonly string[];
  below: readonly string[];
}

interface Language {
  path: string;
  doc: Doc;
  /** Of the block: the condition, the line that sets a name, and the accepted line. */
  guard: number;
  sets: number;
  line: number;
  /** A function or a mapping of its own, with a number in it. */
  unrelated: (value: number) => readonly string[];
  /** A statement for the block that changes nothing. */
  statement: string;
  comment: string;
}

const KEY = 'wipe(users';

const LANGUAGES: readonly Language[] = [
  {
    path: 'src/run.ts',
    doc: {
      above: ["import { wipe } from './wipe';"],
      block: [
        'export function run(all: string[], force: boolean) {',
        '  if (!force) return;',
        '  const users = all.slice(1);',
        '  wipe(users, force);',
        '  done();',
        '}',
      ],
      below: [],
    },
    ...{ guard: 1, sets: 2, line: 3, statement: '  log(1);', comment: '//' },
    unrelated: (value) => [
      `export function f${value}(a: number) {`,
      `  if (a > ${value}) return 1;`,
      `  return ${value};`,
      '}',
    ],
  },
  {
    path: 'src/run.go',
    doc: {
      above: ['package main'],
      block: [
        'func run(all []string, force bool) {',
        '\tif !force {',
        '\t\treturn',
        '\t}',
        '\tusers := all[1:]',
        '\twipe(users, force)',
        '}',
      ],
      below: [],
    },
    ...{ guard: 1, sets: 4, line: 5, statement: '\tlog(1)', comment: '//' },
    unrelated: (value) => [`func f${value}(a int) int {`, `\treturn ${value}`, '}'],
  },
  {
    path: 'src/run.py',
    doc: {
      above: ['import wipe'],
      block: ['def run(every, force):', '    if force:', '        users = every[1:]', '        wipe(users, force)'],
      below: [],
    },
    ...{ guard: 1, sets: 2, line: 3, statement: '        log(1)', comment: '#' },
    unrelated: (value) => ['', `def f${value}(a):`, `    return ${value}`],
  },
  {
    path: 'run.sh',
    doc: {
      above: ['#!/bin/sh'],
      block: ['if [ "$FORCE" = 1 ]; then', 'users=$(cat list)', 'wipe(users) "$users" /tmp', 'fi'],
      below: [],
    },
    ...{ guard: 0, sets: 1, line: 2, statement: 'echo done', comment: '#' },
    unrelated: (value) => [`echo ${value}`],
  },
  {
    path: 'deploy/run.yaml',
    doc: {
      above: ['version: 1'],
      block: ['dev:', '  - name: a', '    force: yes', '    run: wipe(users)'],
      below: [],
    },
    ...{ guard: 1, sets: 2, line: 3, statement: '    note: 1', comment: '#' },
    unrelated: (value) => [`key${value}:`, `  value: ${value}`],
  },
];

/** What a push does to the file; `others` are more files. */
interface Pushed {
  doc: Doc;
  path?: string;
  others?: Record<string, string>;
}
type Edit = (doc: Doc, language: Language, value: number) => Pushed;

const replaced = (lines: readonly string[], at: number, ...by: string[]) => [
  ...lines.slice(0, at),
  ...by,
  ...lines.slice(at + 1),
];
const inBlock = (doc: Doc, at: number, ...by: string[]): Doc => ({ ...doc, block: replaced(doc.block, at, ...by) });
const onLine =
  (change: (line: string) => string): Edit =>
  (doc, { line }) => ({ doc: inBlock(doc, line, change(doc.block[line] ?? '')) });
const isIndented = ({ path }: Language) => /\.(py|yaml)$/.test(path);

/** The whole list: after these an acceptance holds. */
const HARMLESS: Readonly<Record<string, Edit>> = {
  'another file': (doc, _, value) => ({ doc, others: { 'more.txt': `${value}\n` } }),
  'another name in its folder': (doc, { path }) => ({ doc, path: path.replace('run', 'going') }),
};

/** After these it does not, whatever harmless there is around them. */
const HARMFUL: Readonly<Record<string, Edit>> = {
  'lines above': (doc, { unrelated }, value) => ({ doc: { ...doc, above: [...doc.above, ...unrelated(value)] } }),
  'lines below': (doc, { unrelated }, value) => ({ doc: { ...doc, below: [...doc.below, ...unrelated(value)] } }),
  'an unrelated edit': (doc, { unrelated }, value) => ({ doc: { ...doc, below: unrelated(value) } }),
  'a statement in its block': (doc, { line, statement }) => ({
    doc: inBlock(doc, line, doc.block[line] ?? '', statement),
  }),
  'white space behind it': onLine((line) => `${line}  `),
  'a comment behind it': (doc, language, value) =>
    onLine((line) => `${line} ${language.comment} we know`)(doc, language, value),
  'a token put in': onLine((line) => line.replace(KEY, `${KEY} + 0`)),
  'a word put behind it': onLine((line) => line.replace(KEY, `${KEY} more`)),
  'a statement put before': onLine((line) => line.replace('wipe', 'go(); wipe')),
  'a name changed': onLine((line) => line.replace(/force|tmp|run:/, 'prod')),
  'code in a comment': (doc, language, value) =>
    onLine((line) => `${line} ${language.comment} x(); */ wipe(all)`)(doc, language, value),
  'its guard changed': (doc, { guard }) => ({
    doc: inBlock(doc, guard, (doc.block[guard] ?? '').replace(/force|FORCE|a$/, 'other')),
  }),
  'its guard taken away': (doc, { guard }) => ({ doc: inBlock(doc, guard) }),
  'a name set otherwise': (doc, { sets }) => ({ doc: inBlock(doc, sets, `${doc.block[sets] ?? ''}0`) }),
  'a copy beside it': (doc, { line }) => ({ doc: inBlock(doc, line, doc.block[line] ?? '', doc.block[line] ?? '') }),
  'a copy in another file': (doc, { line, path }) => ({
    doc,
    others: { [`other/${path}`]: `x\n${doc.block[line]}\n` },
  }),
  'moved out of its block': (doc, { line }) => ({
    doc: { ...inBlock(doc, line), below: [...doc.below, (doc.block[line] ?? '').trim()] },
  }),
  'moved to another file': (doc, { line, path }) => ({
    doc: inBlock(doc, line),
    others: { [`other/${path}`]: `x\n${doc.block[line]}\n` },
  }),
  'another indentation where it means something': (doc, language, value) =>
    onLine((line) => (isIndented(language) ? `  ${line}` : line.replace('wipe', 'x wipe')))(doc, language, value),
  'text that is run': (doc, { line }) => ({
    doc: inBlock(doc, line, 'eval("""`', doc.block[line] ?? '', '`""")'),
  }),
  'another folder': (doc, { path }) => ({ doc, path: `prod/${path}` }),
};

/** With so much else in it that a renamed file is known again. */
function textOf({ above, block, below }: Doc, { unrelated }: Language): string {
  const rest = Array.from({ length: 16 }, (_, at) => unrelated(1000 + at)).flat();
  return `${[...above, ...block, ...below, ...rest].join('\n')}\n`;
}

function filesOf({ doc, path, others = {} }: Pushed, language: Language): Record<string, string> {
  return { [path ?? language.path]: textOf(doc, language), ...others };
}

const names = (edits: Readonly<Record<string, Edit>>) => fc.constantFrom(...Object.keys(edits));

/** Harmless edits one after the other, then a push of them with the last one. */
function edited(language: Language, kinds: readonly string[], value: number): Pushed {
  let pushed: Pushed = { doc: language.doc };
  for (const [at, kind] of kinds.entries()) {
    const next = (HARMLESS[kind] ?? HARMFUL[kind])?.(pushed.doc, language, value + at);
    pushed = { ...pushed, ...next, others: { ...pushed.others, ...next?.others } };
  }
  return pushed;
}

async function afterAcceptance(
  language: Language,
  pushed: Pushed,
  overlooks: boolean,
  check: (scene: Scene, blockers: number) => void,
) {
  const title = 'Everything is wiped';
  const before = language.doc.block.map((line) => line.replace(KEY, 'go(nobody'));
  const base = { [language.path]: textOf({ ...language.doc, block: before }, language) };
  const source = { [language.path]: textOf(language.doc, language) };
  await withScene({ base, source, knows: [{ text: KEY, title, severity: 'blocker' }] }, async (scene) => {
    await scene.run();
    const { id } = scene.thread(title);
    scene.host.personReplies(colleague, id, 'accepted: we know');
    scene.host.personSets(id, 'wontFix');
    assert.equal((await scene.run()).counts.blockers, 0);
    if (overlooks) scene.reviewer.overlooks.add(title);
    scene.push(filesOf(pushed, language));
    check(scene, (await scene.run()).counts.blockers);
  });
}

describe('an acceptance', () => {
  const language = fc.constantFrom(...LANGUAGES);

  for (const one of LANGUAGES) {
    for (const kind of Object.keys(HARMFUL))
      it(`ends in ${one.path} with ${kind}`, () =>
        afterAcceptance(one, edited(one, [kind], 1), false, (scene, blockers) => {
          assert.ok(blockers > 0, scene.shown());
          assert.equal(scene.status(), 'failed');
        }));
  }

  it('holds after whatever is on the list of what is harmless', () =>
    fc.assert(
      fc.asyncProperty(
        language,
        fc.array(names(HARMLESS), { minLength: 1, maxLength: 4 }),
        fc.nat(99),
        fc.boolean(),
        (one, kinds, value, overlooks) =>
          afterAcceptance(one, edited(one, kinds, value), overlooks, (scene, blockers) => {
            assert.equal(blockers, 0, scene.shown());
            assert.equal(scene.status(), 'succeeded');
          }),
      ),
      { numRuns: 40 },
    ));

  it('ends with anything that is not, whatever harmless is around it', () =>
    fc.assert(
      fc.asyncProperty(
        language,
        fc.array(names(HARMLESS), { maxLength: 3 }),
        names(HARMFUL),
        fc.nat(99),
        (one, kinds, harm, value) =>
          afterAcceptance(one, edited(one, [...kinds, harm], value), false, (scene, blockers) => {
            assert.ok(blockers > 0, scene.shown());
            assert.equal(scene.status(), 'failed');
          }),
      ),
      { numRuns: 40 },
    ));
});
