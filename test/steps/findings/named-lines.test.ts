import assert from 'node:assert/strict';
import { namedLines } from '../../../src/steps/findings/named-lines';

describe('lines that a reason names', () => {
  for (const [reason, lines] of [
    ['handled: line 12 returns first.', [12]],
    ['handled: lines 3-5 and line 9 check it.', [3, 5, 9]],
    ['handled: Zeile 4 kehrt vorher zurück.', [4]],
    ['handled: la ligne 7 vérifie.', [7]],
    ['handled: a linha 8 retorna antes.', [8]],
    ['handled: la riga 6 controlla.', [6]],
    ['handled: в строке 15 есть проверка.', [15]],
    ['handled: 第12行で戻ります。', [12]],
    ['handled: 4번째 줄에서 반환합니다.', [4]],
    ['cannot happen: the list has at least 3 entries.', []],
    ['handled: version 3 of the service, see RFC 7231 and `x3`.', []],
    ['handled: deadline 5 and baseline 6 are no lines.', []],
  ] as const)
    it(reason, () => assert.deepEqual([...new Set(namedLines(reason))], lines));
});
