import type { Alert } from '../alerts/alert';
import type { ChangedFile } from '../diff/changed-file';
import { isTest } from '../diff/test-path';

/** 0: read first; 1: most files; 2: read last. When the budget ends before the review, this decides what was read. */
export type RiskTier = 0 | 1 | 2;

const SENSITIVE =
  /auth|login|logout|session|token|passw|secret|credential|crypt|cipher|sign(ing|ature)|cert|permission|role|policy|access|admin|payment|billing|invoice|price|upload|download|deserial|serializ|sql|query|migration|redirect|webhook|cors|sanitiz|escape/i;
const INFRASTRUCTURE = /(?:^|\/)dockerfile$|^(?=.*pipeline).*\.ya?ml$|\.(?:tf|bicep|ps1|sh)$|(?:^|\/)\.github\//i;
const PROSE = /\.(md|mdx|txt|rst|adoc|po|resx|xlf|svg|css|scss|less)$/i;

export function riskTier(file: ChangedFile, alerts: readonly Alert[]): RiskTier {
  const risk = riskOf(file, alerts);
  if (risk >= 4) return 0;
  return risk <= 0 ? 2 : 1;
}

/** A rough figure from what is known without reading: where the file lies, how much changed, what tools say of it. */
export function riskOf(file: ChangedFile, alerts: readonly Alert[]): number {
  const changed = file.added + file.removed;
  return (
    (PROSE.test(file.path) ? 0 : 2) +
    (SENSITIVE.test(file.path) ? 3 : 0) +
    (INFRASTRUCTURE.test(file.path) ? 2 : 0) +
    (changed > 200 ? 1 : 0) +
    (file.removed > 30 ? 1 : 0) +
    Math.max(0, ...alerts.map(({ enforced, level }) => (enforced ? 5 : level === 'error' ? 4 : 2))) -
    (isTest(file.path) ? 3 : 0)
  );
}
