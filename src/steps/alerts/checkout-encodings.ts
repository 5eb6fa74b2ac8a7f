import { numberedAdded } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { obeysMark } from '../diff/text-encoding';

/** A line of a file of attributes that makes git write other bytes than those that were reviewed. */
export interface CheckoutEncoding {
  line: number;
  text: string;
  encoding: string;
}

/** What git, and a file system without large letters or with short names, takes for its attributes. */
const ATTRIBUTES = /(?:^|\/)(?:\.gitattributes|gitatt~\d)$/i;
const ENCODING = /(?:^|\s)working-tree-encoding=(?<encoding>\S{1,80})/g;
/** In these each letter that is none of ASCII becomes a byte that is none. */
const SAME_LETTERS =
  /^(?:utf-?8(?:-bom)?|us-ascii|ascii|iso[-_]?8859-\d{1,2}|latin-?\d|windows-125\d|cp-?125\d|koi8-[ru])$/i;
const WITH_MARK = /^utf-?16(?:[lb]e-bom)?$/i;

/**
 * Lines of the change that ask git for an encoding (`working-tree-encoding`) in which the letters of a text may be plain letters of
 * another one: what is stored as a line of Chinese is checked out as a script.
 */
export function checkoutEncodings(file: ChangedFile): CheckoutEncoding[] {
  if (!ATTRIBUTES.test(file.path)) return [];
  return numberedAdded(file).flatMap(({ number, text }) => {
    const other = encodingsIn(text).find((encoding) => !isHarmless(patternOf(text), encoding));
    return other === undefined ? [] : [{ line: number, text, encoding: other }];
  });
}

function encodingsIn(line: string): string[] {
  return [...line.matchAll(ENCODING)].map(({ groups }) => groups?.encoding ?? '');
}

function isHarmless(pattern: string, encoding: string): boolean {
  return SAME_LETTERS.test(encoding) || (WITH_MARK.test(encoding) && obeysMark({ path: pattern, newMode: '' }));
}

function patternOf(line: string): string {
  return /^\s*(?<pattern>\S*)/.exec(line)?.groups?.pattern ?? '';
}
