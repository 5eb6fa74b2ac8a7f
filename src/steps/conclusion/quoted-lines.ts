import { withoutLines } from '../comments/without-lines';
import type { Conclusion } from './conclusion';

/** What the model says of findings that nobody sees, and of the whole, quotes lines as well: with `artifacts: none` they are left out of it. */
export function withoutQuotedLines(conclusion: Conclusion): Conclusion {
  const { chunks = [], setAside = [], summary } = conclusion;
  const lines = chunks.flatMap(({ prompt }) =>
    prompt.chunk.files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text))),
  );
  if (lines.length === 0) return conclusion;
  const words = [...setAside.map(({ reason }) => reason), ...setAside.map(({ title }) => title)];
  const said = [...words, ...chunks.map((chunk) => chunk.summary ?? ''), summary ?? ''].join('\n');
  const quoted = lines.filter((line) => said.includes(line.trim()));
  const clean = (text: string) => withoutLines(text, quoted);
  return {
    ...conclusion,
    ...(summary === undefined ? {} : { summary: clean(summary) }),
    chunks: chunks.map((chunk) => (chunk.summary === undefined ? chunk : { ...chunk, summary: clean(chunk.summary) })),
    setAside: setAside.map((one) => ({ ...one, title: clean(one.title), reason: clean(one.reason) })),
  };
}
