import { createHash } from 'node:crypto';
import { readPatch } from '../../../src/steps/diff/read-patch';
import { readTreeChanges } from '../../../src/steps/diff/read-tree-changes';
import { scopeByAttributes } from '../../../src/steps/scope/scope-by-attributes';
import { scopeByContent } from '../../../src/steps/scope/scope-by-content';
import { scopeByPath } from '../../../src/steps/scope/scope-by-path';

/** A process of its own, so that the memory it tells is that of reading and scoping alone: prints one line of JSON. */
console.log(JSON.stringify(readLarge()));

function readLarge() {
  const { list, patch, contents } = largePatch(5000, 40);
  const started = performance.now();
  const byPath = scopeByPath(readTreeChanges(list), { include: [], exclude: [], useDefaultExclusions: true });
  const rules = { useDefaultExclusions: true, reincluded: byPath.reincluded };
  const byAttributes = scopeByAttributes(byPath.kept, new Map(), rules);
  const files = readPatch(patch);
  const scope = scopeByContent(files, contents, rules);
  const seconds = (performance.now() - started) / 1000;
  return {
    files: scope.files.length,
    kept: byAttributes.kept.length,
    lines: scope.files.reduce((sum, file) => sum + file.added + file.removed, 0),
    unreadable: files.filter((file) => file.unreadable !== undefined).length,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    patchMegabytes: Math.round(patch.length / 1_000_000),
    seconds,
  };
}

interface Large {
  list: Buffer;
  patch: Buffer;
  contents: Map<string, Uint8Array>;
}

/** What git prints for that many changed files, half of the changed lines added and half removed, in hunks of eight. */
function largePatch(files: number, changedLines: number): Large {
  const contents = new Map<string, Uint8Array>();
  const parts: string[] = [];
  const sections: string[] = [];
  const numstat: string[] = [];
  for (let index = 0; index < files; index++) {
    const path = `source/folder-${index % 97}/some-component-${String(index).padStart(5, '0')}.ts`;
    const [before, after] = [id(`old ${index}`), id(`new ${index}`)];
    for (const blob of [before, after]) contents.set(blob, Buffer.from(largeHunk(index).repeat(4)));
    parts.push(`:100644 100644 ${before} ${after} M\0${path}\0`);
    numstat.push(`${changedLines / 2}\t${changedLines / 2}\t${path}\0`);
    sections.push(`diff --git a/${path} b/${path}\nindex ${before}..${after} 100644\n--- a/${path}\n+++ b/${path}\n`);
    for (let hunk = 0; hunk < changedLines / 8; hunk++) sections.push(largeHunk(hunk * 50 + 10));
  }
  const list = parts.join('');
  return { list: Buffer.from(list), patch: Buffer.from(`${list}${numstat.join('')}\0${sections.join('')}`), contents };
}

function largeHunk(start: number): string {
  const lines = (sign: string, count: number) =>
    Array.from(
      { length: count },
      (_, index) => `${sign}    const value${start + index} = await compute(input, ${index}); // größer\n`,
    ).join('');
  return `@@ -${start},10 +${start},10 @@ export function name() {\n${lines(' ', 3)}${lines('-', 4)}${lines('+', 4)}${lines(' ', 3)}`;
}

function id(seed: string): string {
  return createHash('sha1').update(seed).digest('hex');
}
