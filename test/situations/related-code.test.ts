import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../../src/adapters/outliner/outliner';
import { keptLog } from '../fakes/world';
import { reviewed } from './reviewed';

const LEDGER = `export class Ledger {
  public book(amount: number, rate: number): number {
    if (rate < 0) throw new RangeError('rate');
    return Math.round(amount * rate);
  }
}
`;

const files = {
  'src/shop/cart.ts': `export function totalOf(prices: number[]): number {
  return prices.reduce((sum, price) => sum + price, 0);
}

export function name() {
  return 'cart';
}
`,
  'src/shop/checkout.ts': `import { totalOf } from './cart';

export function pay(prices: number[]): number {
  return totalOf(prices) * 100;
}
`,
  'src/shop/ledger.ts': LEDGER,
  'src/shop/vendor.ts': 'export function bookKeeping() { return 1; }\n',
  'src/secret/keys.ts': 'export function chargeCard(key: string) { return key; }\n',
  'other/rates.py': 'def book(amount, rate):\n    return amount\n',
};

const source = {
  ...files,
  'src/shop/cart.ts': `import { Ledger } from './ledger';
import { chargeCard } from '../secret/keys';

export function totalOf(prices: number[], rate: number): number {
  chargeCard('x');
  return new Ledger().book(prices.length, rate);
}

export function name() {
  return 'cart';
}
`,
};

describe('code of unchanged files', () => {
  const grammarFolder = join(__dirname, '..', '..', 'grammars');
  const outliner = createTreeSitterOutliner({ grammarFolder, log: keptLog() });
  after(() => outliner.dispose());

  it('is not sent by default', async () => {
    const { sent } = await reviewed({ base: files, source, outliner });
    assert.doesNotMatch(sent, /==== unchanged: \S/);
    assert.doesNotMatch(sent, /Math\.round/);
  });

  it('shows with `context: related` what is called and who calls, as a piece of its own', async () => {
    const inputs = { context: 'related' };
    const { requests, record } = await reviewed({ base: files, source, outliner, inputs });
    const piece = requests[0]?.user.find(({ name }) => name === 'related');
    assert.match(
      piece?.text ?? '',
      /==== unchanged: src\/shop\/checkout\.ts calls totalOf\n2 \n3 export function pay\(prices: number\[\]\): number \{\n4 {3}return totalOf\(prices\) \* 100;/,
    );
    assert.match(
      piece?.text ?? '',
      /==== unchanged: src\/shop\/ledger\.ts declares book\n[^=]*Math\.round\(amount \* rate\)/,
    );
    assert.doesNotMatch(piece?.text ?? '', /bookKeeping|def book/);
    assert.deepEqual(record.problems, []);
    assert.deepEqual([...(piece?.files ?? [])].sort(), [
      'src/secret/keys.ts',
      'src/shop/checkout.ts',
      'src/shop/ledger.ts',
    ]);
  });

  it('leaves out what the customer left out', async () => {
    const inputs = { context: 'related', exclude: 'src/secret/**' };
    const { sent } = await reviewed({ base: files, source, outliner, inputs });
    assert.doesNotMatch(sent, /return key/);
    assert.match(sent, /Math\.round/);
  });

  it('holds no secret of an unchanged file', async () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const base = { ...files, 'src/shop/ledger.ts': LEDGER.replace("'rate'", `'${token}'`) };
    const { sent } = await reviewed({
      base,
      source: { ...source, 'src/shop/ledger.ts': base['src/shop/ledger.ts'] },
      outliner,
      inputs: { context: 'related' },
    });
    assert.match(sent, /Math\.round/);
    assert.doesNotMatch(sent, new RegExp(token));
  });
});
