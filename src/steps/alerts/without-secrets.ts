import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import type { Alert } from './alert';
import { excerptOf } from './alerts-on-changes';
import { type LineTexts, splitLines } from './line-texts';

export interface CleanChange {
  scope: { files: readonly ChangedFile[] };
  contents: ReadonlyMap<BlobId, Uint8Array>;
  hideIn(text: string): string;
  hideInPath(path: string): string;
}

/** Tools look at files as they are, so all that they say is looked through, and lines are shown as everybody else sees them. */
export function alertsWithoutSecrets(alerts: readonly Alert[], change: CleanChange): Alert[] {
  const { scope, contents, hideIn, hideInPath } = change;
  const blobs = new Map(scope.files.map(({ path, newBlob }) => [path, newBlob]));
  const lines = linesByPath((path) => contents.get(blobs.get(path) ?? ''));
  const hide = remembered(hideIn);
  return alerts.map(({ helpUrl, ...alert }) => {
    const { tool, ruleId, ruleName, message, tags, excerpt, range, path } = alert;
    const clean = range && lines(path);
    return {
      ...alert,
      tool: hide(tool),
      ruleId: hide(ruleId),
      message: hide(message),
      path: hideInPath(path),
      tags: tags.map(hide),
      ...(ruleName === undefined ? {} : { ruleName: hide(ruleName) }),
      ...(helpUrl === undefined ? {} : helpWithout(helpUrl, hide)),
      ...(excerpt === undefined ? {} : { excerpt: clean ? excerptOf(clean, range) : hide(excerpt) }),
    };
  });
}

/** An address with a hole leads nowhere. */
function helpWithout(helpUrl: string, hide: (text: string) => string): Pick<Alert, 'helpUrl'> {
  return [helpUrl, unescaped(helpUrl)].some((text) => hide(text) !== text) ? {} : { helpUrl };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names of tools, rules and files stand in many alerts. */
function remembered(hideIn: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const shown = known.get(text) ?? hideIn(text);
    known.set(text, shown);
    return shown;
  };
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
