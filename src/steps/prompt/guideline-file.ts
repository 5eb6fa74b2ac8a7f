import { cutText } from '../../cut-text';
import { thousands } from '../../thousands';
import { textEncoding } from '../diff/text-encoding';

/** UTF-16 units of one file that are read; what is sent of all is far less, but may stand anywhere in it. */
const MAX_FILE_LENGTH = 400_000;

/** A file of the customer's guidance as text, and what keeps it from being read, or being read to its end, in a sentence. */
export function guidelineFile(
  path: string,
  content: Uint8Array | undefined,
): { path: string; text?: string; trouble?: string } {
  if (content === undefined) return { path, trouble: `Guidelines file ${path} does not exist at the target branch.` };
  const { name, text } = textEncoding(content, true);
  if (text === null) return { path, trouble: `Guidelines file ${path} was not read: it is ${name}. Save it as UTF-8.` };
  if (text.length <= MAX_FILE_LENGTH) return { path, text };
  const trouble = `Guidelines file ${path} is read up to its ${thousands(MAX_FILE_LENGTH)}th character alone, of ${thousands(text.length)}.`;
  return { path, text: cutText(text, MAX_FILE_LENGTH), trouble };
}
