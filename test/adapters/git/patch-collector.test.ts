import assert from 'node:assert/strict';
import { createPatchCollector } from '../../../src/adapters/git/patch-collector';

describe('collecting a patch as it streams in', () => {
  const list = ':100644 x\ndiff --git in a path\0' + '1\t1\tp\0';
  const section = (name: string, lines: number) => `diff --git a/${name} b/${name}\n@@\n${'+x\n'.repeat(lines)}`;
  const output = `${list}\0${section('one', 3)}${section('two', 40)}${section('three', 3)}`;

  function collected(limits: { section: number; total: number }, chunk: number): string {
    const collector = createPatchCollector(limits);
    const bytes = Buffer.from(output);
    for (let at = 0; at < bytes.length; at += chunk) collector.add(bytes.subarray(at, at + chunk));
    return collector.result().toString();
  }

  for (const chunk of [1, 2, 7, 13, 64, 1000]) {
    it(`in chunks of ${chunk} keeps every byte within the limits`, () => {
      assert.equal(collected({ section: 1000, total: 10_000 }, chunk), output);
    });

    it(`in chunks of ${chunk} cuts a section that is too long, and no other`, () => {
      const cut = `${section('two', 40).slice(0, 60)}\n`;
      assert.equal(
        collected({ section: 60, total: 10_000 }, chunk),
        `${list}\0${section('one', 3)}${cut}${section('three', 3)}`,
      );
    });

    it(`in chunks of ${chunk} leaves out sections beyond the total, never the list`, () => {
      assert.equal(collected({ section: 1000, total: list.length + 20 }, chunk), `${list}\0${section('one', 3)}`);
      assert.equal(collected({ section: 1000, total: 1 }, chunk), `${list}\0`);
    });
  }
});
