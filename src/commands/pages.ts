import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withPages } from '../steps/record/page-names';

/** Beside the packed program, or where the sources are. */
const FOLDER = [join(__dirname, 'docs'), join(__dirname, '..', '..', 'docs')].find((one) => existsSync(one));

/** The text with the whole path of every page that it names. */
export function withAddresses(text: string): string {
  return FOLDER === undefined ? text : withPages(text, (page) => join(dirname(FOLDER), page));
}
