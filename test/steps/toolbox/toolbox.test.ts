import assert from 'node:assert/strict';
import { insertAfter, keepingEnds, numberedLines, replaceOnce } from '../../../src/steps/toolbox/edit-text';
import { mayEdit } from '../../../src/steps/toolbox/may-edit';
import { type Call, readCall } from '../../../src/steps/toolbox/read-call';
import { shapeOutput } from '../../../src/steps/toolbox/shape-output';
import { TOOLS } from '../../../src/steps/toolbox/tools';

const EDIT = 'str_replace_based_edit_tool';
const read = (name: string, input: unknown) => readCall({ id: 'x', name, input }, '/work');

describe('calls', () => {
  const good: [name: string, input: unknown, call: Call][] = [
    [EDIT, { command: 'view', path: '/work/src/a.ts' }, { tool: 'view', path: 'src/a.ts' }],
    [EDIT, { command: 'view', path: '.', view_range: [1, -1] }, { tool: 'view', path: '', range: [1, -1] }],
    [EDIT, { command: 'view', path: '/work' }, { tool: 'view', path: '' }],
    [EDIT, { command: 'create', path: 'a/../b.ts', file_text: '' }, { tool: 'create', path: 'b.ts', text: '' }],
    [EDIT, { command: 'str_replace', path: 'a', old_str: 'x' }, { tool: 'replace', path: 'a', old: 'x', now: '' }],
    [
      EDIT,
      { command: 'insert', path: 'a', insert_line: 0, insert_text: 'x' },
      { tool: 'insert', path: 'a', line: 0, text: 'x' },
    ],
    [
      EDIT,
      { command: 'insert', path: 'a', insert_line: 2, new_str: 'x' },
      { tool: 'insert', path: 'a', line: 2, text: 'x' },
    ],
    ['bash', { command: 'ls' }, { tool: 'bash', command: 'ls' }],
    ['validate', {}, { tool: 'validate' }],
    [
      'finish',
      { summary: 's', files: ['/work/a'] },
      { tool: 'finish', title: '', summary: 's', files: ['a'], answers: [], elsewhere: '' },
    ],
    ['give_up', { why: 'w' }, { tool: 'giveUp', why: 'w' }],
  ];
  for (const [name, input, call] of good) {
    it(`are read: ${name} ${JSON.stringify(input)}`, () => assert.deepEqual(read(name, input), { call }));
  }

  const bad: [name: string, input: unknown, problem: RegExp][] = [
    [EDIT, undefined, /broke off/],
    [EDIT, {}, /command/],
    [EDIT, { command: 'delete', path: 'a' }, /command/],
    [EDIT, { command: 'view' }, /path/],
    [EDIT, { command: 'view', path: 'a', view_range: [1] }, /view_range/],
    [EDIT, { command: 'view', path: 'a', more: 1 }, /more/],
    [EDIT, { command: 'view', path: '../../etc/passwd' }, /outside/],
    [EDIT, { command: 'view', path: '/etc/passwd' }, /outside/],
    [EDIT, { command: 'view', path: '/workshop/a' }, /outside/],
    [EDIT, { command: 'create', path: '.git/hooks/pre-commit', file_text: 'x' }, /\.git/],
    [EDIT, { command: 'create', path: '/work/.GIT/config', file_text: 'x' }, /\.git/],
    [EDIT, { command: 'create', path: 'a\0b', file_text: 'x' }, /outside/],
    [EDIT, { command: 'create', path: '', file_text: 'x' }, /needs a name/],
    [EDIT, { command: 'create', path: 'a', file_text: 'x'.repeat(2_000_000) }, /file_text/],
    [EDIT, { command: 'str_replace', path: 'a', old_str: '', new_str: 'x' }, /old_str/],
    [EDIT, { command: 'insert', path: 'a', insert_line: -1, insert_text: 'x' }, /insert_line/],
    [EDIT, 'view', /cannot be used/],
    ['bash', {}, /a command is needed/],
    ['bash', { restart: true }, /fresh shell/],
    ['bash', { command: 'x'.repeat(40_000) }, /command/],
    ['bash', { command: ['ls'] }, /command/],
    ['validate', { command: 'rm' }, /command/],
    ['finish', { files: [] }, /summary/],
    ['finish', { summary: 's', files: ['../x'] }, /no file of the repository/],
    ['web_fetch', { url: 'https://example.com' }, /There is no tool "web_fetch"/],
    ['constructor', {}, /There is no tool|cannot be used/],
  ];
  for (const [name, input, problem] of bad) {
    it(`are not read: ${name} ${JSON.stringify(input)?.slice(0, 60)}`, () => {
      const result = read(name, input);
      assert.ok('problem' in result);
      assert.match(result.problem, problem);
    });
  }

  it('are those that are offered', () => {
    for (const { name } of TOOLS) assert.doesNotMatch(JSON.stringify(read(name, {})), /There is no tool/);
  });
});

describe('commands', () => {
  const looks = [
    'ls -la src',
    'cat src/a.ts | head -n 20',
    'grep -rno "output" src | sort | uniq -c',
    'find . -name "*.ts" -print0',
    'git log --oneline -5',
    'git grep -n Order',
    'git diff --stat | sort -k 2',
    'tree -L 2',
    'rg --previous x',
    'file a.png',
  ];
  for (const command of looks) it(`only look: ${command}`, () => assert.equal(mayEdit(command), false));

  const edits = [
    'find . -name a.ts -delete',
    'find . -name a.ts -execdir touch {} +',
    'find . -name a.ts -okdir touch {} +',
    'find . -fprint0 src/a.ts',
    'find . -fprintf src/a.ts x',
    'find . -fls src/a.ts',
    'ls | sort -o src/a.ts',
    'ls | sort -uo src/a.ts',
    'ls | sort --compress-program=./x',
    'cat b.ts | uniq - src/a.ts',
    'cat b.ts | uniq -c b.ts src/a.ts',
    'tree -o src/a.ts',
    'git diff --output=src/a.ts',
    'git grep -Osh x',
    'git grep -nO x',
    'git grep --open-files-in-pager=sh x',
    'git show --ext-diff',
    'rg --pre ./x y',
    'rg --pre=./x y',
    'rg --hostname-bin ./x y',
    'file -C -m src',
    'ls > src/a.ts',
    'npm test',
  ];
  for (const command of edits) it(`may edit: ${command}`, () => assert.equal(mayEdit(command), true));
});

describe('edits', () => {
  it('replace what stands there once', () => assert.deepEqual(replaceOnce('a b c', 'b', '$&'), { text: 'a $& c' }));
  it('do not replace what stands there twice', () =>
    assert.match(JSON.stringify(replaceOnce('b\nx\nb', 'b', 'c')), /lines 1 and 3/));
  it('do not replace what overlaps itself', () =>
    assert.match(JSON.stringify(replaceOnce('aaa', 'aa', 'b')), /more than once/));
  it('say that nothing was found', () => assert.match(JSON.stringify(replaceOnce('a', 'z', 'c')), /not found/));
  it('say that white space differs', () =>
    assert.match(JSON.stringify(replaceOnce('if (a) {\n\tb\n}', 'if (a) {\n  b\n}', 'c')), /white space/));
  it('keep CRLF', () =>
    assert.deepEqual(
      keepingEnds('a\r\nb\r\n', (text) => replaceOnce(text, 'a\nb', 'a\nc\nd')),
      { text: 'a\r\nc\r\nd\r\n' },
    ));
  it('leave mixed ends alone', () =>
    assert.deepEqual(
      keepingEnds('a\r\nb\nc', (text) => replaceOnce(text, 'c', 'd')),
      { text: 'a\r\nb\nd' },
    ));
  it('insert at the start, in the middle and at the end', () => {
    assert.deepEqual(insertAfter('a\nb\n', 0, 'x'), { text: 'x\na\nb\n' });
    assert.deepEqual(insertAfter('a\nb\n', 1, 'x\n'), { text: 'a\nx\nb\n' });
    assert.deepEqual(insertAfter('a\nb\n', 2, 'x'), { text: 'a\nb\nx\n' });
    assert.match(JSON.stringify(insertAfter('a\n', 2, 'x')), /has 1 lines/);
  });
  it('number lines', () => {
    assert.deepEqual(numberedLines('a\nb\nc\n', [2, 3]), { text: '     2\tb\n     3\tc' });
    assert.deepEqual(numberedLines('a\nb', [2, -1]), { text: '     2\tb' });
    for (const range of [
      [0, 1],
      [4, 5],
      [3, 2],
    ] as const)
      assert.ok('problem' in numberedLines('a\nb\nc\n', range));
  });
});

describe('output', () => {
  const shape = (text: string, hide = (one: string) => one) =>
    shapeOutput({ first: Buffer.from(text), last: Buffer.alloc(0), printed: Buffer.byteLength(text) }, hide, 10);
  it('is shown whole where it is short', () => assert.equal(shape('short\n'), 'short\n'));
  it('shows both ends of what is long', () =>
    assert.match(
      shape(`${'a'.repeat(30)}${'b'.repeat(30)}`),
      /^a{10}\n\[\.\.\. about 40 bytes are not shown \.\.\.\]\nb{10}$/,
    ));
  it('shows both ends of what was not kept', () => {
    const shown = shapeOutput(
      { first: Buffer.from('a'.repeat(20)), last: Buffer.from('b'.repeat(20)), printed: 1000 },
      (text) => text,
      10,
    );
    assert.match(shown, /^a{10}\n.*980.*\nb{10}$/);
  });
  it('hides before it cuts', () =>
    assert.equal(
      shape(`12345key-key-key${'x'.repeat(30)}`, (text) => text.replaceAll('key-key-key', '***')).includes('key'),
      false,
    ));
  it('writes out what steers or hides', () => assert.equal(shape('\u001b[31m\u202e'), '\\u{1b}[31m\\u{202e}'));
  it('takes bytes that are no text', () =>
    assert.match(
      shapeOutput({ first: Buffer.from([0xff, 0x41]), last: Buffer.alloc(0), printed: 2 }, (text) => text),
      /A/,
    ));
});
