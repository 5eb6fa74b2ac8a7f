import assert from 'node:assert/strict';
import { allControls } from './attack';

/** Every published attack; see cases/README.md. */
describe('attacks', function () {
  this.timeout(120_000);
  const controls = allControls();

  for (const { name, attacks } of controls) {
    describe(name, () => {
      for (const { tries, must, run } of attacks) it(`${tries}; must: ${must}`, () => run());
    });
  }

  it('every control is attacked at least twice, no two attacks the same', () => {
    for (const { name, attacks } of controls) assert.ok(attacks.length >= 2, `${name}: ${attacks.length}`);
    const told = controls.flatMap(({ attacks }) => attacks.map(({ tries }) => tries));
    assert.equal(new Set(told).size, told.length);
  });
});
