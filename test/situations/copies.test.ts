import assert from 'node:assert/strict';
import type { ModelRequest } from '../../src/ports/model';
import { reviewed } from './reviewed';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const before = NAMES.map((name) => `ALTER TABLE ${name} ADD COLUMN note text;`).join('\n');
const after = `${before}\nGRANT ALL ON SCHEMA shop TO PUBLIC;\nGRANT ALL ON SCHEMA bank TO PUBLIC;\nCOMMIT;\n`;
const INSTALL = ['db/install-1.sql', 'db/install-2.sql', 'db/older/install.sql'];

const files = (paths: readonly string[], content: string) => Object.fromEntries(paths.map((path) => [path, content]));
const grants = ({ user }: ModelRequest) =>
  user
    .map(({ text }) => text)
    .join('')
    .split('SCHEMA bank').length - 1;

/** On the grant, wherever the first of the files that show it has it. */
function granted(severity: string) {
  return (request: ModelRequest) => {
    const text = request.user.map((block) => block.text).join('');
    const path = /==== file: (.*\.sql)\n/.exec(text)?.[1] ?? '';
    const line = Number(/^(\d+)\+GRANT ALL ON SCHEMA bank/m.exec(text)?.[1]);
    const quote = 'GRANT ALL ON SCHEMA bank TO PUBLIC;';
    const place = { id: 'c1', path, side: 'new', startLine: line, endLine: line, quote };
    const words = { evidence: 'x', category: 'security', severity, title: 'Public', body: 'Anybody.', replacement: '' };
    return { candidates: [{ ...place, ...words }] };
  };
}

const confirm = (severity: string) => ({
  verdicts: [
    { id: 'c1', reason: 'line 10 shows it', decision: 'confirm', severity, replacement: 'keep', confidence: 'high' },
  ],
});

describe('the same hunk in several files', () => {
  for (const severity of ['blocker', 'warning']) {
    it(`is sent once, and a ${severity} in it names all places in one thread`, async () => {
      const { requests, threads, record, status } = await reviewed({
        base: files(INSTALL, before),
        source: files(INSTALL, after),
        sweep: granted(severity),
        critique: confirm(severity),
      });
      assert.ok(requests.every((request) => grants(request) === (request.label.startsWith('sweep') ? 1 : 2)));
      assert.equal(threads.length, 1);
      assert.equal(threads[0]?.path, 'db/install-1.sql');
      assert.match(
        threads[0]?.comments[0]?.content ?? '',
        /The same lines stand in `db\/install-2\.sql` line 10, `db\/older\/install\.sql` line 10\./,
      );
      assert.deepEqual(
        record.files.map(({ state }) => state),
        ['reviewed', 'reviewed', 'reviewed'],
      );
      assert.deepEqual(record.lines, { read: 15, all: 15 });
      assert.equal(status?.state, severity === 'blocker' ? 'failed' : 'succeeded');
      const diff = record.receipt[0]?.pieces.find(({ piece }) => piece === 'diff');
      assert.deepEqual(diff?.files, INSTALL);
    });
  }

  it('is named at its own lines where the files differ elsewhere', async () => {
    const longer = `-- A header.\n-- Of two lines.\n${'SELECT 1;\n'.repeat(30)}`;
    const { threads, sent, record } = await reviewed({
      base: { 'db/a.sql': before, 'db/b.sql': longer + before },
      source: { 'db/a.sql': after, 'db/b.sql': `-- Changed.\n${longer}${after}` },
      sweep: granted('warning'),
      critique: confirm('warning'),
    });
    assert.match(threads[0]?.comments[0]?.content ?? '', /The same lines stand in `db\/[ab]\.sql` line \d+/);
    assert.match(sent, /==== same lines: new \d+-\d+ are those of db\/[ab]\.sql new \d+-\d+, and are shown there/);
    assert.match(sent, /-- Changed\./);
    assert.ok(record.files.every(({ state }) => state === 'reviewed'));
  });

  it('is not read where the part that shows it is lost', async () => {
    const { record, status } = await reviewed({
      base: files(INSTALL, before),
      source: files(INSTALL, after),
      sweep: { fails: 'The provider answered 500 to all tries.' },
    });
    assert.deepEqual(new Set(record.files.map(({ state }) => state)), new Set(['notReviewed']));
    assert.equal(status?.state, 'error');
  });

  it('is sent where it stands when static analysis speaks of it, and when it is short', async () => {
    const short = { base: files(['a.sh', 'b.sh'], 'one\n'), source: files(['a.sh', 'b.sh'], 'one\ntwo\n') };
    const { requests } = await reviewed(short);
    assert.equal(
      requests[0]?.user
        .map(({ text }) => text)
        .join('')
        .split('+two').length,
      3,
    );
  });

  it('is sent for each kind of file, since what it does differs', async () => {
    const { requests } = await reviewed({ source: files(['db/a.sql', 'db/a.txt'], after) });
    assert.equal(grants(requests[0]!), 2);
  });
});
