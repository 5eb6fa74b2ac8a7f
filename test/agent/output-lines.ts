import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Lines as .NET's ReadLine gives them: they end at `\n`, at `\r\n` and at a lone `\r`. Resolves at the end. */
export async function eachLine(stream: Readable, take: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  for await (const chunk of stream) {
    pending += decoder.write(chunk as Buffer);
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    lines.forEach(take);
  }
  const rest = pending + decoder.end();
  if (rest !== '') rest.replace(/\r$/, '').split('\r').forEach(take);
}
