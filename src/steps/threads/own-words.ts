import { cutText } from '../../cut-text';

/** Nobody answers in more; what comes behind is not read. */
const MAX_LENGTH = 5000;

/** A person's own words in a comment: without what they quote, cite, cross out or show as code, and without signs that nobody sees. */
export function ownWords(content: string): string {
  return cutText(content, MAX_LENGTH)
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/^[ \t]*(?:```|~~~)[\s\S]*?(?:^[ \t]*(?:```|~~~)|$(?![\s\S]))/gm, ' ')
    .replace(/^[ \t]*>.*$/gm, ' ')
    .replace(/<(s|del|strike|blockquote|code|pre)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/!\[[^[\]\n]*\]\([^()\n]*\)/g, ' ')
    .replace(/\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1')
    .replace(/~~[^~\n]*~~/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .replace(/@?<[^<>\n]*>/g, ' ')
    .replace(/"[^"\n]*"|“[^“”\n]*[”“]|„[^„“”\n]*[“”]|«[^«»\n]*»|「[^「」\n]*」|『[^『』\n]*』/g, ' ')
    .trim();
}

/** A question mark of any script. */
export const ASKS = /[?؟՞፧]|\p{sc=Greek}\s*;/u;
