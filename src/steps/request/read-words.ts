import { cutText } from '../../cut-text';
import { VERBS, type Verb } from './request';

/** What a comment asks for, if it asks us for anything. */
export interface Words {
  verb: Verb;
  text: string;
}

/** A comment is for us when its first line begins with our word or a mention of our identity. A verb that is none asks for help. */
export function readWords(content: string, selfId: string): Words | null {
  const said = content.replace(/\r\n?/g, '\n').trimStart();
  const call = /^\/second-pass(?=\s|$)/i.exec(said)?.[0] ?? mention(said, selfId);
  if (call === null) return null;
  const rest = said.slice(call.length).replace(/^[ \t]*[:,]?[ \t]*/, '');
  const [word = ''] = /^[a-z]+/i.exec(rest) ?? [];
  const verb = VERBS.find((one) => one === word.toLowerCase());
  if (verb === undefined) return { verb: 'help', text: '' };
  return { verb, text: cutText(rest.slice(word.length).trim(), 8_000) };
}

function mention(said: string, selfId: string): string | null {
  const [whole = '', id = ''] = /^@<([0-9a-f-]{36})>/i.exec(said) ?? [];
  return id !== '' && id.toLowerCase() === selfId.toLowerCase() ? whole : null;
}
