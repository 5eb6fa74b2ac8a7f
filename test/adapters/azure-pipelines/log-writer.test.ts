import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { inertText } from '../../../src/adapters/azure-pipelines/inert-text';
import { installLogWriter, type LogStreams } from '../../../src/adapters/azure-pipelines/log-writer';
import { createMask } from '../../../src/adapters/http/mask';
import { parseLogCommand } from '../../agent/log-command';

/** Both streams as fakes, and all that reached the real stdout. */
function streams() {
  const written: string[] = [];
  const events = new EventEmitter();
  const stream = (sink: (text: string) => void) =>
    Object.assign(new EventEmitter(), { write: sink }) as unknown as NodeJS.WriteStream;
  const stdout = stream((text) => written.push(text));
  const stderr = stream(() => assert.fail('the real stderr was written'));
  const all: LogStreams = { stdout, stderr, on: (event, listener) => events.on(event, listener) };
  return { ...all, end: () => events.emit('exit'), text: () => written.join('') };
}

const marked = /##\s*(vso)?\[/i;

describe('log writer', () => {
  const hostile: [name: string, writes: string[]][] = [
    ['a command', ['##vso[task.complete result=Failed]\n']],
    ['a command inside a line', ['title: ##vso[task.setvariable variable=PATH]x\n']],
    ['a command cut into writes', ['##v', 'so[task.comp', 'lete result=Failed]\n']],
    ['a command behind a lone carriage return', ['progress\r##vso[task.debug]x\n']],
    ['other letters', ['##VsO[task.debug]x\n']],
    ['white space', ['## vso[task.debug]x\n']],
    ['a zero-width space', ['##\u200bvso[task.debug]x\n', '#\u200b#vso[task.debug]x\n', '##vs\u200do[x]\n']],
    ['a null character', ['#\u0000#vso[task.debug]x\n']],
    ['a terminal sequence', ['#\u001b[31m#vso[task.debug]x\n']],
    ['a byte-order mark', ['\ufeff##vso[task.debug]x\n']],
    ['a soft hyphen', ['##vs\u00ado[task.debug]x\n']],
    ['tag characters', ['#\u{e0041}#vso[task.debug]x\n']],
    ['a format command', ['##[error]red\n', '##[group]x\n']],
    ['three signs', ['###vso[task.debug]x\n', '####[error]\n']],
    ['no end of line', ['##vso[task.complete result=Failed]']],
    ['next line and line separator', ['a\u0085##vso[task.debug]\u2028##vso[task.debug]x\n']],
  ];
  for (const [name, writes] of hostile) {
    it(`makes ${name} inert, on both streams`, () => {
      const fake = streams();
      installLogWriter(fake);
      for (const stream of [fake.stdout, fake.stderr]) for (const text of writes) stream.write(text);
      fake.end();
      assert.notEqual(fake.text(), '');
      assert.doesNotMatch(fake.text(), marked);
      for (const line of fake.text().split(/[\r\n]/)) assert.equal(parseLogCommand(line), null);
    });
  }

  it('leaves no mark that a comparison by language would find', () => {
    const collator = new Intl.Collator('en', { sensitivity: 'variant' });
    for (let code = 0; code < 0xe1000; code++) {
      if (code === 0xd800) code = 0xe000;
      if (code === 0x20000) code = 0xe0000;
      const character = String.fromCodePoint(code);
      const inert = inertText(`#${character}#vso[`);
      if (collator.compare(inert, '##vso[') === 0) assert.fail(`U+${code.toString(16)} between the signs`);
    }
  });

  it('keeps ordinary text as it is, bytes in pieces included', () => {
    const fake = streams();
    installLogWriter(fake);
    const bytes = Buffer.from('größer 数 # 1\tC# and F#\n');
    for (let at = 0; at < bytes.length; at += 2) fake.stdout.write(bytes.subarray(at, at + 2));
    assert.equal(fake.text(), 'größer 数 # 1\tC# and F#\n');
  });

  it('calls back, and says it can take more', async () => {
    const fake = streams();
    installLogWriter(fake);
    await new Promise<void>((resolve) => assert.ok(fake.stdout.write('x\n', () => resolve())));
    await new Promise<void>((resolve) => assert.ok(fake.stderr.write('y\n', 'utf8', () => resolve())));
  });

  it('writes its own commands so that the agent reads what was meant', () => {
    const fake = streams();
    const writer = installLogWriter(fake);
    writer.warn('50% of ##vso[task.x]\nnext');
    writer.error('a;b]c');
    writer.setOutput('verdict', 'PASS');
    writer.addAttachment('second-pass.record', 'a;b]%', '/tmp/a%20b');
    writer.uploadSummary('/tmp/s.md');
    writer.complete('SucceededWithIssues', 'not reviewed', true);
    const lines = fake.text().trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => parseLogCommand(line)),
      [
        { name: 'task.logissue', properties: { type: 'warning' }, data: '50% of #_#vso[task.x]\nnext' },
        { name: 'task.logissue', properties: { type: 'error' }, data: 'a;b]c' },
        { name: 'task.setvariable', properties: { variable: 'verdict', isoutput: 'true' }, data: 'PASS' },
        { name: 'task.addattachment', properties: { type: 'second-pass.record', name: 'a;b]%' }, data: '/tmp/a%20b' },
        { name: 'task.uploadsummary', properties: {}, data: '/tmp/s.md' },
        { name: 'task.complete', properties: { result: 'SucceededWithIssues', done: 'true' }, data: 'not reviewed' },
      ],
    );
  });

  it('ends a group before the next and before the result', () => {
    const fake = streams();
    const writer = installLogWriter(fake);
    writer.group('one\ntwo');
    writer.info('a\nb');
    writer.group('three');
    writer.complete('Succeeded', '');
    assert.equal(
      fake.text(),
      '##[group]one two\na\nb\n##[endgroup]\n##[group]three\n##[endgroup]\n##vso[task.complete result=Succeeded;]\n',
    );
  });

  it('ends an unfinished line before a command', () => {
    const fake = streams();
    const writer = installLogWriter(fake);
    fake.stderr.write('working...');
    writer.setOutput('verdict', 'PASS');
    assert.match(fake.text(), /^working\.\.\.\n##vso/);
  });

  it('drops what is printed quietly, and nothing after it', () => {
    const fake = streams();
    const writer = installLogWriter(fake);
    assert.equal(
      writer.quietly(() => fake.stdout.write('noise\nmore') && 7),
      7,
    );
    fake.stdout.write('heard\n');
    assert.equal(fake.text(), 'heard\n');
  });

  it('tells the agent a secret line by line and hides it in text, issues and outputs', () => {
    const fake = streams();
    const writer = installLogWriter(fake);
    writer.addSecret('sk-test-0123456789abcdefghij\nsecond-line');
    const before = fake.text().length;
    fake.stderr.write('x sk-test-0123456789abcdefghij y\n');
    writer.warn('ends in 456789abcdefghij');
    writer.setOutput('verdict', 'second-line');
    const after = fake.text().slice(before);
    assert.match(
      fake.text(),
      /^##vso\[task\.setsecret\]sk-test-0123456789abcdefghij\n##vso\[task\.setsecret\]second-line\n/,
    );
    assert.ok(!/0123456789|abcdefghij|second-line/.test(after), after);
    assert.equal(writer.masked('key sk-test-0123456789abcdefghij.'), 'key ***.');
  });
});

describe('mask', () => {
  const secret = 'sk-ant-Zq9+/x&"é-0123456789-ABCDEFG';

  const forms: [name: string, text: string][] = [
    ['whole', secret],
    ['in an url', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret)],
    ['its first half', secret.slice(0, 17)],
    ['its last twelve characters', secret.slice(-12)],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 behind a colon', Buffer.from(`:${secret}`).toString('base64')],
    ['base64 behind a name', Buffer.from(`user:${secret}`).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['part of its base64', Buffer.from(secret).toString('base64').slice(8, 24)],
  ];
  for (const [name, text] of forms) {
    it(`hides a secret ${name}`, () => {
      const mask = createMask();
      mask.add(secret);
      const shown = mask.hide(`a ${text} b`);
      assert.match(shown, /^a .*\*\*\*.* b$/);
      const left = shown.slice(2, -2).replace('***', '');
      assert.ok(left.length <= 10, `left: ${left}`);
    });
  }

  it('leaves other text alone, and short values too', () => {
    const mask = createMask();
    mask.add(secret);
    mask.add('true');
    assert.equal(mask.hide('true: sk-ant-other-key 0123'), 'true: sk-ant-other-key 0123');
  });

  it('hides several secrets on one line, each once', () => {
    const mask = createMask();
    mask.add('first-secret');
    mask.add('other-secret');
    assert.equal(mask.hide('first-secret,other-secretfirst-secret'), '***,***');
  });
});
