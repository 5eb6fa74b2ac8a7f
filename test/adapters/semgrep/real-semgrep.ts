import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Context } from 'mocha';

/** The folder of PATH that holds Semgrep or Opengrep; undefined when neither is installed. */
export const realSemgrep = (process.env.PATH ?? '')
  .split(delimiter)
  .find((folder) => ['semgrep', 'opengrep'].some((name) => existsSync(join(folder, name))));

/** Skips with a message, or fails where `SECOND_PASS_REQUIRE_SEMGREP=1` promises that it is there. */
export function needSemgrep(test: Context): void {
  if (realSemgrep !== undefined) return;
  const advice = 'neither semgrep nor opengrep is on PATH; .ci/install-semgrep installs it and prints its folder';
  if (process.env.SECOND_PASS_REQUIRE_SEMGREP === '1') throw new Error(advice);
  console.log(`      skipped: ${advice}`);
  test.skip();
}
