import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/steps/diff/changed-file';
import { markOf } from '../../../src/steps/triage/code-mark';
import { filesWithWords } from '../../../src/steps/triage/files-with-words';
import { gistOf } from '../../../src/steps/triage/gist';
import { codeStateOf } from '../../../src/steps/triage/known-code';
import { movedTo } from '../../../src/steps/triage/known-edit';
import { changeOf } from '../../fakes/change-of';
import { fileOf, lineOf } from '../secrets/changed-file';
import { knownFinding } from './known';

const FILES = 600;
const loop = (name: number | string) =>
  `for (let i${name} = 0; i${name} <= list.length; i${name}++) sum${name} += list[i${name}];`;

function added(path: string, ...lines: readonly string[]): ChangedFile {
  const all = lines.map((text, at) => lineOf('added', at + 1, text));
  return { ...fileOf(all, path), change: 'added' };
}

const blocker = (line: string) => {
  const finding = knownFinding({ mark: markOf(line), gist: gistOf(line, 'src/gone.ts'), severity: 'blocker' });
  return { ...finding, path: 'src/gone.ts', range: undefined };
};

describe('blockers whose lines are gone, in a change of many files', () => {
  const files = Array.from({ length: FILES }, (_, at) =>
    added(`src/${at}.ts`, `const made${at} = make(list, ${at});`, loop(`Of${at}`)),
  );

  it('are looked for in the few files that may hold them', () => {
    let asked = 0;
    const seen = files.map(
      (file) =>
        new Proxy(file, {
          get(target, name, receiver) {
            if (name === 'change' || name === 'hunks') asked += 1;
            return Reflect.get(target, name, receiver);
          },
        }),
    );
    const change = changeOf(seen);
    for (let at = 0; at < 400; at += 1) {
      const gone = blocker(
        `while (gone${at} !== none && other${at}.next) gone${at} = other${at}.next(free${at}, held);`,
      );
      assert.equal(codeStateOf(gone, change), 'gone');
      assert.equal(movedTo(gone, change), undefined);
    }
    assert.ok(asked < 20 * FILES, String(asked));
  });

  it('are found wherever they went, whole or in new files a little edited, in the first of them', () => {
    const change = changeOf(files);
    assert.equal(codeStateOf(blocker(`  ${loop('Of7')}`), change), 'stands');
    assert.equal(movedTo(blocker(loop('Of7')), change)?.file.path, 'src/7.ts');
    const edited = loop('Of9').replace('let iOf9', 'let jOf9');
    assert.equal(movedTo(blocker(edited), change)?.file.path, 'src/9.ts');
    const twice = [added('b.ts', 'a;', loop('X')), added('a.ts', loop('X'))];
    assert.deepEqual(
      filesWithWords(twice, gistOf(loop('X'), 'a.ts')).map(({ path }) => path),
      ['b.ts', 'a.ts'],
    );
    assert.deepEqual(filesWithWords(files, gistOf('nothing(of, these);', 'a.ts')), []);
  });
});
