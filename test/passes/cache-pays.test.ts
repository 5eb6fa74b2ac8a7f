import assert from 'node:assert/strict';
import { billsOf, SIZES } from '../bench/break-even';
import { modelTable } from '../emulators/claude/models';

/** The provider answers for these still. */
const isThere = ({ retiresAt = '9999-12-31' }: { retiresAt?: string }) => Date.parse(retiresAt) > Date.now();
const PRICED = [...modelTable().values()].filter(
  (model) => model.inputPrice > 0 && !/-\d{8}$/.test(model.id) && isThere(model),
);
/** Changed lines of the changes made here up to which instructions outweigh what is reviewed. */
const SMALL = 300;

describe('the cache is used where it pays, by the emulator’s bill', function () {
  this.timeout(60_000);

  for (const { id: model } of PRICED) {
    let bills: ReturnType<typeof billsOf> | undefined;
    const billed = () => (bills ??= billsOf(model, SIZES));

    it(`of ${model}, for reviews of ${SIZES.join(', ')} lines`, async () => {
      for (const { lines, clean, found } of await billed()) {
        const says = `${lines} lines: ${JSON.stringify({ clean, found })}`;
        const most = lines <= SMALL ? 1.05 : 1.2;
        assert.ok(clean.is <= most * clean.unmarked, `clean, ${says}`);
        assert.ok(found.is <= (lines <= SMALL ? 1.0001 : 0.9) * found.unmarked, `with a critique, ${says}`);
      }
    });

    it(`of ${model}: more lines never cost less where nothing is found`, async () => {
      const all = await billed();
      for (const [index, { clean }] of all.entries()) {
        assert.ok(clean.is >= (all[index - 1]?.clean.is ?? 0), JSON.stringify(all.map((bill) => bill.clean.is)));
      }
    });
  }
});
