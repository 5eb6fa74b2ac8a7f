import type { SampleFile, SampleTree } from './sample-repository';

/** Two trees whose difference is hard to read. */
export interface AdversarialCase {
  name: string;
  before: SampleTree;
  after: SampleTree;
  /** Paths hold one character per byte. */
  latin1Paths?: boolean;
}

/** Every kind of difference that is known to have misled a reader of diffs. */
export function adversarialCases(): AdversarialCase[] {
  return [
    ...pathCases(),
    ...renameCases(),
    ...kindCases(),
    ...lfsCases(),
    ...newlineCases(),
    ...textCases(),
    ...lookalikes(),
  ];
}

const text = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';
const edited = text.replace('five', 'FIVE');
const binary = Buffer.from('a\0b\x01\xff', 'latin1');
const commitA = '1'.repeat(40);
const commitB = '2'.repeat(40);

function edit(name: string, path: string, latin1Paths = false): AdversarialCase {
  return { name, before: { [path]: text }, after: { [path]: edited }, latin1Paths };
}

function content(name: string, before: string | Buffer, after: string | Buffer): AdversarialCase {
  return { name, before: { 'file.txt': before }, after: { 'file.txt': after } };
}

function pathCases(): AdversarialCase[] {
  const forged = 'x\ndiff --git a/forged b/forged\n@@ -1 +1 @@\n-a\n+b';
  return [
    edit('path with a double quote', 'q"uote.txt'),
    edit('path with a backslash', 'back\\slash.txt'),
    edit('path with a tab', 'ta\tb.txt'),
    edit('path with a line feed', 'line\nfeed.txt'),
    edit('path with a carriage return', 'carriage\rreturn.txt'),
    edit('path with control characters', 'bell\x07 escape\x1b delete\x7f one\x01'),
    edit('path with accents', 'été/naïve.txt'),
    edit('path outside the basic plane', '🚀/𝒳.ts'),
    edit('path with a right-to-left mark', 'a\u202etxt.exe'),
    edit('path ending in a quote', "it'"),
    edit('path ending in a space', 'trailing '),
    edit('path beginning with a space', ' leading'),
    edit('path of spaces alone', '   '),
    edit('path with a timestamp', 'log 2024-01-02 10:00:00 +0000.txt'),
    edit('path with a tab and a timestamp', 'log\t2024-01-02 10:00:00 +0000.txt'),
    edit('path below a', 'a/b/c.txt'),
    edit('path below b', 'b/a.txt'),
    edit('path dev/null', 'dev/null'),
    edit('path with a space and b/', 'x b/file.txt'),
    edit('path like a header', 'diff --git a/x b/x'),
    edit('path like a raw entry', ':100644 100644 abc def M'),
    edit('path with a dash in front', '-rf'),
    edit('path like pathspec magic', ':(top,icase)x'),
    edit('path with glob characters', 'app/[id]/*.ts?'),
    edit('path that forges a section', forged),
    edit('path that forges a section behind a quote', `"${forged}`),
    edit('path of 2,000 characters', `${'deep/'.repeat(380)}${'x'.repeat(100)}`),
    edit('path with bytes that are not UTF-8', 'caf\xe9/\xff\xfe.txt', true),
    edit('path with a cut UTF-8 sequence', 'cut\xe2\x82', true),
    edit('path with a surrogate in UTF-8', 'sur\xed\xa0\x80', true),
    edit('attributes that hide text', '.gitattributes'),
    {
      name: 'binary file with U+2028 in its path',
      before: { 'a\u2028b': binary },
      after: { 'a\u2028b': Buffer.from('\0x') },
    },
    {
      name: 'mode change with U+2028 in its path',
      before: { 'a\u2028b': text },
      after: { 'a\u2028b': { mode: '100755', content: text } },
    },
    { name: 'a folder becomes a file', before: { 'x/a': text, 'x/b': 'b\n' }, after: { x: 'now a file\n' } },
    { name: 'a file becomes a folder', before: { x: 'was a file\n' }, after: { 'x/a': text, 'x/b': 'b\n' } },
    {
      name: 'names that sort around a slash',
      before: { 'a-': '1\n', 'a/x': '2\n', a0: '3\n' },
      after: { 'a-': '4\n', 'a/x': '5\n', a0: '6\n' },
    },
  ];
}

function renameCases(): AdversarialCase[] {
  const long = Array.from({ length: 60 }, (_, index) => `line ${index}\n`).join('');
  const renamed = (name: string, from: string, to: string, change: SampleFile = long, latin1Paths = false) => ({
    name,
    before: { [from]: long },
    after: { [to]: change },
    latin1Paths,
  });
  return [
    renamed('rename', 'old.txt', 'new.txt'),
    renamed('rename with an edit', 'old.txt', 'new.txt', long.replace('line 30', 'LINE 30')),
    renamed('rename with a mode change', 'old.sh', 'new.sh', { mode: '100755', content: long }),
    renamed('rename with an edit and a mode change', 'old.sh', 'new.sh', { mode: '100755', content: `${long}end\n` }),
    renamed('rename that looks like two paths', 'x b/old.txt', 'x b/new.txt'),
    renamed('rename in case only', 'README.TXT', 'readme.txt'),
    renamed('rename between quoted paths', 'o"ld\t.txt', 'n\\ew\n.txt', `${long}end\n`),
    renamed('rename from invalid bytes to UTF-8', 'caf\xe9', 'caf\xc3\xa9', long, true),
    renamed('rename with most lines rewritten', 'old.txt', 'new.txt', long.replace(/line [1-3]/g, 'LINE')),
    renamed('rename into a folder', 'file.txt', 'deep/down/file.txt'),
    {
      name: 'rename of a binary file',
      before: { 'a.bin': Buffer.concat([binary, Buffer.alloc(4000, 7)]) },
      after: { 'b.bin': Buffer.concat([binary, Buffer.alloc(4000, 7), binary]) },
    },
    { name: 'copy of an unchanged file', before: { a: long }, after: { a: long, b: long } },
    { name: 'two files swap their contents', before: { a: long, b: text }, after: { a: text, b: long } },
    { name: 'one file goes to two places', before: { a: long }, after: { b: long, c: `${long}end\n` } },
  ];
}

function kindCases(): AdversarialCase[] {
  const link = (target: string): SampleFile => ({ mode: '120000', content: target });
  const module = (commit: string): SampleFile => ({ mode: '160000', content: commit });
  return [
    { name: 'new file', before: { keep: 'x' }, after: { keep: 'x', new: text } },
    { name: 'deleted file', before: { keep: 'x', old: text }, after: { keep: 'x' } },
    { name: 'first files of all', before: {}, after: { a: text, b: '' } },
    { name: 'last files of all', before: { a: text, b: '' }, after: {} },
    { name: 'new empty file', before: {}, after: { empty: '' } },
    { name: 'deleted empty file', before: { empty: '' }, after: {} },
    content('emptied file', text, ''),
    content('filled file', '', text),
    content('changed binary file', binary, Buffer.from('\0other')),
    { name: 'new binary file', before: {}, after: { 'a.bin': binary } },
    { name: 'deleted binary file', before: { 'a.bin': binary }, after: {} },
    content('text becomes binary', text, binary),
    content('binary becomes text', binary, text),
    { name: 'mode change', before: { 'run.sh': text }, after: { 'run.sh': { mode: '100755', content: text } } },
    {
      name: 'mode change with an edit',
      before: { 'run.sh': { mode: '100755', content: text } },
      after: { 'run.sh': edited },
    },
    { name: 'new submodule', before: {}, after: { module: module(commitA) } },
    { name: 'submodule moved on', before: { module: module(commitA) }, after: { module: module(commitB) } },
    { name: 'deleted submodule', before: { module: module(commitA) }, after: {} },
    { name: 'new link', before: {}, after: { link: link('target') } },
    { name: 'link to elsewhere', before: { link: link('target') }, after: { link: link('../else\nwhere') } },
    { name: 'deleted link', before: { link: link('target') }, after: {} },
    { name: 'link becomes a file', before: { x: link('target') }, after: { x: text } },
    { name: 'file becomes a link', before: { x: text }, after: { x: link('target') } },
    { name: 'file becomes a link with the same bytes', before: { x: 'target' }, after: { x: link('target') } },
    {
      name: 'file becomes a link with similar bytes',
      before: { x: 'target\nmore\n' },
      after: { x: link('target\nless\n') },
    },
    { name: 'file becomes a submodule', before: { x: text }, after: { x: module(commitA) } },
    { name: 'submodule becomes a file', before: { x: module(commitA) }, after: { x: text } },
    { name: 'binary file becomes a link', before: { x: binary }, after: { x: link('target') } },
    { name: 'empty file becomes a link', before: { x: '' }, after: { x: link('target') } },
    {
      name: 'several type changes in a row',
      before: { a: text, b: link('x'), c: text },
      after: { a: link('x'), b: text, c: link('y') },
    },
  ];
}

function lfsCases(): AdversarialCase[] {
  const pointer = (digit: string) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;
  return [
    { name: 'new LFS pointer', before: {}, after: { 'a.psd': pointer('a') } },
    content('changed LFS pointer', pointer('a'), pointer('b')),
    { name: 'deleted LFS pointer', before: { 'a.psd': pointer('a') }, after: {} },
    content('text becomes an LFS pointer', text, pointer('a')),
    content('LFS pointer becomes text', pointer('a'), text),
    content('an LFS header in front of code', text, pointer('a') + text),
  ];
}

function newlineCases(): AdversarialCase[] {
  return [
    content('no line feed at both ends', 'a\nb\nc', 'a\nB\nc'),
    content('last line without line feed changes', 'a\nb', 'a\nB'),
    content('line feed added at the end', 'a\nb', 'a\nb\n'),
    content('line feed taken from the end', 'a\nb\n', 'a\nb'),
    content('no line feed, far from the change', `${text}${text}end`, `${edited}${text}end`),
    content('one line without line feed to many', 'a', 'b\nc\nd\n'),
    content('CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'),
    content('LF becomes CRLF', text, text.replaceAll('\n', '\r\n')),
    content('CRLF becomes LF', text.replaceAll('\n', '\r\n'), text),
    content('lone carriage returns', 'a\rb\rc\nd\n', 'a\rB\rc\nd\n'),
    content('carriage returns at the end', 'a\n\r', 'a\n\r\r'),
    content('a carriage return in front of no line feed', 'a\nb\r', 'a\nc\r'),
    content('a file of one line feed', '\n', '\n\n'),
    content('blank lines', '\n\n\na\n\n\n', '\n\n\nb\n\n\n'),
    content('only blank lines are added', text, text.replaceAll('\n', '\n\n')),
  ];
}

function textCases(): AdversarialCase[] {
  const many = Array.from({ length: 3000 }, (_, index) => `line ${index % 50}\n`);
  return [
    content(
      'form feed, vertical tab, next line and separators',
      'a\f\v\x85\u2028\u2029b\nc\n',
      'a\f\v\x85\u2028\u2029B\nc\n',
    ),
    content('a zero byte behind 8,000 bytes', `${'x\n'.repeat(5000)}\0\n`, `${'x\n'.repeat(5000)}\0y\n`),
    content('UTF-16', Buffer.from('\ufeffa\nb\n', 'utf16le'), Buffer.from('\ufeffa\nc\n', 'utf16le')),
    content('Latin-1', Buffer.from('caf\xe9\nna\xefve\n', 'latin1'), Buffer.from('caf\xe8\nna\xefve\n', 'latin1')),
    content(
      'cut UTF-8 sequences',
      Buffer.from('\xe2\x82\n\xf0\x9f\n', 'latin1'),
      Buffer.from('\xe2\x83\n\xf0\x9f\n', 'latin1'),
    ),
    content('a byte-order mark is added', text, `\ufeff${text}`),
    content('a byte-order mark in each line', text, text.replaceAll('\n', '\n\ufeff')),
    content('characters outside the basic plane', '🚀\n𝒳\n', '🚀🚀\n𝒳\n'),
    content('a line of 400,000 characters', `${'x'.repeat(400_000)}\n`, `${'x'.repeat(400_000)}y\n`),
    content('white space alone', 'a b\n', 'a  b\n'),
    content('tabs become spaces', '\ta\n', '    a\n'),
    content('many hunks', many.join(''), many.map((line, index) => (index % 9 ? line : `changed ${line}`)).join('')),
    content('hunks that touch', text.repeat(3), text.repeat(3).replaceAll('one', 'ONE')),
    content('everything moves down', many.join(''), `first\n${many.join('')}`),
    content('repeated lines', 'x\n'.repeat(100), 'x\n'.repeat(90)),
    content('all lines replaced', 'a\n'.repeat(500), 'b\n'.repeat(700)),
  ];
}

function lookalikes(): AdversarialCase[] {
  const added = (name: string, line: string) => content(`${name}, added`, text, text.replace('five', line));
  const removed = (name: string, line: string) => content(`${name}, removed`, text.replace('five', line), text);
  const both = (name: string, line: string) => [added(name, line), removed(name, line)];
  const patch =
    'diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n';
  return [
    ...both('line like --- a/x', '-- a/x'),
    ...both('line like +++ b/x', '++ b/x'),
    ...both('SQL comment', '-- DROP TABLE x'),
    ...both('line like a hunk', '@@ -1,3 +1,3 @@'),
    ...both('line like a section', 'diff --git a/x b/x'),
    ...both('line like an index', 'index 1111111..2222222 100644'),
    ...both('line like a missing line feed', '\\ No newline at end of file'),
    ...both('line like a binary file', 'Binary files a/x and b/x differ'),
    ...both('line like a binary patch', 'GIT binary patch'),
    ...both('line like a rename', 'rename from x'),
    ...both('line like a mode', 'new file mode 100644'),
    content('a patch in a file', text, text + patch),
    content('a patch in a patch', patch, patch.replaceAll('\n', '\n+')),
    content('a file of signs', '+\n-\n \n@\n\\\n', '-\n+\n\n@@\n\\\\\n'),
  ];
}
