import type { Player, PlayerMove } from '../types';
import { RULES } from './rules';

/** A place that the brief shows. */
interface Place {
  path: string;
  first: number;
  last: number;
}

/**
 * The stand-in that works: it looks at each place that the brief shows, mends the lines that its rules of thumb know, validates
 * and finishes. It is not Claude and does not pretend to be.
 */
export const standInFixer: Player = ({ turn, brief, results }) => {
  const places = placesOf(brief);
  const place = places[Math.floor(turn / 2)];
  if (places.length === 0) return giveUp('The stand-in mends findings alone: ask on the thread of one.');
  if (place && turn % 2 === 0) return call('str_replace_based_edit_tool', { command: 'view', path: place.path });
  if (place) return mend(place, results[0]?.text ?? '');
  if (turn === places.length * 2) return call('validate', {});
  if (results[0]?.isError) return giveUp('The validation fails after the change, and rules of thumb know no more.');
  const paths = [...new Set(places.map(({ path }) => path))];
  const summary = `Rules of thumb mended ${paths.map((path) => `\`${path}\``).join(', ')}. This was a stand-in, not Claude.`;
  return call('finish', {
    title: `Mend what was found in ${paths.length === 1 ? paths[0] : `${paths.length} files`}`,
    summary,
    files: [],
  });
};

const PLACE = /^(.+), lines \d+ to \d+; the thread stands at (\d+) to (\d+)$/gm;

function placesOf(brief: string): Place[] {
  return [...brief.matchAll(PLACE)].map(([, path = '', first, last]) => ({
    path,
    first: Number(first),
    last: Number(last),
  }));
}

/** The line is named with its neighbours, so that it stands there once. */
function mend({ path, first, last }: Place, shown: string): PlayerMove {
  const lines = shown.split('\n').map((line) => line.replace(/^\s*\d+\t/, ''));
  for (let at = first - 1; at < last; at++) {
    const now = mended(lines[at] ?? '');
    if (now === undefined) continue;
    const around = (line: string) =>
      [...lines.slice(Math.max(0, at - 1), at), line, ...lines.slice(at + 1, at + 2)].join('\n');
    return call('str_replace_based_edit_tool', {
      ...{ command: 'str_replace', path },
      ...{ old_str: around(lines[at] ?? ''), new_str: around(now) },
    });
  }
  return call('bash', { command: `echo 'no rule of thumb mends this place'` });
}

function mended(text: string): string | undefined {
  for (const rule of RULES) {
    if (rule.mend && rule.match([{ side: 'new', number: 1, change: 'added', text }]) === 1) return rule.mend(text);
  }
  return undefined;
}

function giveUp(why: string): PlayerMove {
  return call('give_up', { why });
}

function call(name: string, input: Record<string, unknown>): PlayerMove {
  return { calls: [{ name, input }] };
}
