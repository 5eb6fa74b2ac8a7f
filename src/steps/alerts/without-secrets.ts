import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import type { Alert } from './alert';
import { excerptOf } from './alerts-on-changes';
import { type LineTexts, splitLines } from './line-texts';

export interface CleanChange {
  scope: { files: readonly ChangedFile[] };
  contents: ReadonlyMap<BlobId, Uint8Array>;
  hideIn(text: string): string;
}

/** Tools look at files as they are, so what they say is looked through, and lines are shown as everybody else sees them. */
export function alertsWithoutSecrets(alerts: readonly Alert[], { scope, contents, hideIn }: CleanChange): Alert[] {
  const blobs = new Map(scope.files.map(({ path, newBlob }) => [path, newBlob]));
  const lines = linesByPath((path) => contents.get(blobs.get(path) ?? ''));
  return alerts.map((alert) => {
    const { ruleId, ruleName, message, excerpt, range, path } = alert;
    const clean = range && lines(path);
    return {
      ...alert,
      ruleId: hideIn(ruleId),
      message: hideIn(message),
      ...(ruleName === undefined ? {} : { ruleName: hideIn(ruleName) }),
      ...(excerpt === undefined ? {} : { excerpt: clean ? excerptOf(clean, range) : hideIn(excerpt) }),
    };
  });
}

/** A file is split once, whatever number of alerts stands in it. */
function linesByPath(contentOf: (path: string) => Uint8Array | undefined) {
  const known = new Map<string, LineTexts | undefined>();
  return (path: string) => {
    const content = known.has(path) ? undefined : contentOf(path);
    if (!known.has(path)) known.set(path, content && splitLines(content));
    return known.get(path);
  };
}
