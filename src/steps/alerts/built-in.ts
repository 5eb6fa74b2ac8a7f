import { firstNamed } from '../../first-named';
import { grouped } from '../../grouped';
import { textsOf } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { CommittedSecret } from '../secrets/committed-secrets';
import type { Alert } from './alert';
import { checkoutEncodings } from './checkout-encodings';
import { hiddenIn, mayHide } from './hidden-characters';
import { ownFingerprint } from './own-fingerprint';
import { withoutSwarms } from './swarms';

/** Rules that need no scanner. Nobody's decision and no critique takes their alerts away. */
const RULE = {
  secret: 'second-pass/committed-secret',
  hidden: 'second-pass/hidden-characters',
  encoding: 'second-pass/checkout-encoding',
} as const;

const MAX_NAMED = 3;

/** What its author does first, and what makes the line pass. */
const REVOKE = {
  one: 'Revoke it and issue another: whoever can read the repository has it, and no later commit takes it out of the history. In the code, read it from a variable or a vault. It was not sent to the model.',
  several:
    'Revoke them and issue others: whoever can read the repository has them, and no later commit takes them out of the history. In the code, read them from variables or a vault. They were not sent to the model.',
} as const;

/**
 * Alerts of our own: files whose name says that they hold secrets, added by this pull request, and secrets on added lines,
 * neither ever sent to the model; characters on added lines that make code read otherwise than it runs; and attributes of git that
 * check out other letters than those that are reviewed.
 */
export function builtInAlerts(
  files: readonly ChangedFile[],
  addedSecretPaths: readonly string[],
  committed: readonly CommittedSecret[],
  newPaths: readonly string[] = [],
): Alert[] {
  return [
    ...addedSecretPaths.map(secretFileAlert),
    ...withoutSwarms([...secretAlerts(committed), ...files.flatMap(hiddenCharacterAlerts)], andMore),
    ...newPaths.flatMap(hiddenNameAlerts),
    ...withoutSwarms(files.flatMap(encodingAlerts), andMore),
  ];
}

/** At the first of them, whose own words it begins with. */
function andMore(rest: readonly Alert[]): Alert {
  const [first] = rest;
  if (first === undefined) throw new Error('one is always left');
  const lines = rest.length - 1;
  const message = `${first.message} The same holds for ${lines} more line${lines === 1 ? '' : 's'} of this file.`;
  return { ...first, message, fingerprint: ownFingerprint(first.ruleId, first.path, 'and more') };
}

const MAX_RULES = 5;

/** One for a line, however many it holds. The same line in the same place of a file is the same finding, whatever its secrets are replaced by. */
function secretAlerts(committed: readonly CommittedSecret[]): Alert[] {
  const occurrences = new Map<string, number>();
  const byLine = grouped(committed, ({ path, line }) => `${line} ${path}`);
  return [...byLine.values()].flatMap((secrets) => {
    const [first] = secrets;
    if (first === undefined) return [];
    const { path, line, text } = first;
    const rules = [...new Set(secrets.map(({ rule }) => rule))];
    const likeness = `${path} ${rules.join(' ')} ${text.replace(/\s+/g, '')}`;
    const occurrence = occurrences.get(likeness) ?? 0;
    occurrences.set(likeness, occurrence + 1);
    const what = secrets.length === 1 ? 'a secret' : `${secrets.length} secrets`;
    return [
      {
        ...alert(RULE.secret, path, `${occurrence} ${likeness}`, {
          ruleName: 'A secret was committed',
          message: `This line holds ${what} (${rules.slice(0, MAX_RULES).join(', ')}). ${secrets.length === 1 ? REVOKE.one : REVOKE.several}`,
        }),
        range: { side: 'new' as const, startLine: line, endLine: line },
        excerpt: text,
      },
    ];
  });
}

function secretFileAlert(path: string): Alert {
  return alert(RULE.secret, path, path, {
    ruleName: 'A file that usually holds secrets was added',
    message:
      'Files of this name usually hold secrets. Take it out of this pull request, and replace the keys that it holds: whoever can read the repository has them. It was not sent to the model.',
  });
}

function hiddenCharacterAlerts(file: ChangedFile): Alert[] {
  if (!mayHide(textsOf(file).added)) return [];
  const lines = file.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'added');
  const found = lines.flatMap((line) => {
    const what = hiddenIn(line.text, file.path, line.newLine === 1);
    return what.length === 0 ? [] : [{ ...line, what }];
  });
  return found.map(({ newLine, text, what }, index) => ({
    ...alert(RULE.hidden, file.path, `${index} ${text.replace(/\s+/g, '')}`, {
      ruleName: 'Hidden characters in a line of code',
      message: `This line does not do what it seems to: ${firstNamed(what, MAX_NAMED)}. ${what.length === 1 ? 'Take it out, or write it as an escape where it is meant.' : 'Take them out, or write them as escapes where they are meant.'}`,
    }),
    range: { side: 'new', startLine: newLine ?? 1, endLine: newLine ?? 1 },
    excerpt: text,
  }));
}

function encodingAlerts(file: ChangedFile): Alert[] {
  return checkoutEncodings(file).map(({ line, text, encoding }) => ({
    ...alert(RULE.encoding, file.path, text.replace(/\s+/g, ''), {
      ruleName: 'Files are checked out in another encoding',
      message: `This line makes git check files out in ${encoding}: letters of other scripts may become the letters of commands, and nobody reviews what a build then runs. Store the files as UTF-8, or name only kinds of files whose readers obey a byte-order mark, with \`UTF-16LE-BOM\`.`,
    }),
    range: { side: 'new', startLine: line, endLine: line },
    excerpt: text,
  }));
}

/** A name can hide what a file is (`gpj.exe` that is shown as `exe.jpg`). */
function hiddenNameAlerts(path: string): Alert[] {
  const what = hiddenIn(path, path);
  if (what.length === 0) return [];
  const message = `The name of this file is not what it seems to be: ${firstNamed(what, MAX_NAMED)}. Give it another name.`;
  return [alert(RULE.hidden, path, 'name', { ruleName: 'Hidden characters in the name of a file', message })];
}

function alert(
  ruleId: string,
  path: string,
  identity: string,
  { ruleName, message }: Required<Pick<Alert, 'ruleName' | 'message'>>,
): Alert {
  return {
    tool: 'Second Pass',
    ruleId,
    ruleName,
    level: 'error',
    message,
    path,
    tags: ['security'],
    fingerprint: ownFingerprint(ruleId, path, identity),
    onChangedLine: true,
    enforced: true,
  };
}
