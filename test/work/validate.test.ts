import assert from 'node:assert/strict';
import { createMasking } from '../../src/steps/secrets/masking';
import { validate } from '../../src/work/validate';
import { settingsFor } from './fake-world';
import { hasBubblewrap, never, setUpWorkbench, type Workbench } from './workbench';

(hasBubblewrap() ? describe : describe.skip)('the validation of a large repository', () => {
  let bench: Workbench;
  before(async () => {
    bench = await setUpWorkbench({ 'a.txt': 'a\n' });
  });
  after(() => bench.close());

  it('counts every test case of a results file of several megabytes', async () => {
    const { hands } = await bench.open();
    const row = '<testcase classname="a.class.with.a.long.name.in.a.large.repository" name="case &"\\/>';
    const validationCommand = `{ echo '<testsuite>'; seq 60000 | sed 's/.*/${row}/'; echo '</testsuite>'; } > results.xml; stat -c %s results.xml`;
    const settings = settingsFor({ validationCommand, testResults: 'results.xml' });
    const run = await validate(settings, { masking: createMasking((text) => text), signal: never }, hands);
    assert.ok(Number(run.output) > 5_000_000, run.output);
    assert.equal(run.cases?.ran.length, 60_000);
  });
});
