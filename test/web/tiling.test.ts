import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { tiles } from '../../web/parts/tiling';

const PLACE = { x: 0, y: 0, width: 1000, height: 180 };

describe('the picture of a change', () => {
  it('gives every file its share of it, side by side and within its edges', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 120 });
    const property = fc.property(sizes, (given) => {
      const values = given.toSorted((a, b) => b - a);
      const placed = tiles(values, PLACE);
      const all = values.reduce((sum, value) => sum + value, 0);
      assert.equal(placed.length, values.length);
      for (const [index, { x, y, width, height }] of placed.entries()) {
        const wanted = ((values[index] ?? 0) / all) * PLACE.width * PLACE.height;
        assert.ok(Math.abs(width * height - wanted) < 0.01 * wanted + 0.01, `${width} by ${height}, not ${wanted}`);
        assert.ok(x >= -0.01 && y >= -0.01 && x + width <= PLACE.width + 0.01 && y + height <= PLACE.height + 0.01);
      }
      const area = placed.reduce((sum, { width, height }) => sum + width * height, 0);
      assert.ok(Math.abs(area - PLACE.width * PLACE.height) < 1);
    });
    void fc.assert(property, { numRuns: 200 });
  });

  it('has nothing to show of nothing', () => {
    assert.deepEqual([tiles([], PLACE), tiles([0, 0], PLACE)], [[], []]);
  });
});
