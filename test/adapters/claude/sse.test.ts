import assert from 'node:assert/strict';
import { eventData } from '../../../src/adapters/claude/sse';

describe('events of a stream', () => {
  const Lines = [
    'event: a',
    'data: {"a":"é"}',
    '',
    ': ping',
    '',
    'data: {"b":',
    'data: 1}',
    'id: 7',
    '',
    '',
    'data: last',
  ];

  for (const [name, end] of Object.entries({ 'line feeds': '\n', returns: '\r', both: '\r\n' })) {
    it(`are the same however they are cut, with ${name}`, async () => {
      const bytes = Buffer.from(Lines.join(end));
      for (let size = 1; size <= bytes.length; size += 1) {
        const { told, alive } = await read(bytes, size);
        assert.deepEqual([told, alive], [['{"a":"é"}', '{"b":\n1}'], 3], `in pieces of ${size}`);
      }
    });
  }

  it('are no sign of life where nothing stands in them', async () => {
    const { alive } = await read(Buffer.from('\n\n\n\r\n\r\n'), 1);
    assert.equal(alive, 0);
  });
});

async function read(bytes: Buffer, size: number): Promise<{ told: string[]; alive: number }> {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
  let alive = 0;
  const told: string[] = [];
  const watch = {
    signal: new AbortController().signal,
    alive() {
      alive += 1;
    },
  };
  for await (const data of eventData(body, watch)) told.push(data);
  return { told, alive };
}
