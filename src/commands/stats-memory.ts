import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { badInputs } from '../errors';
import type { PullRequestFacts } from '../steps/insights/pull-request-facts';
import { quoted } from '../steps/settings/kinds';
import type { Terminal } from './terminal';

/** What an interrupted run has read already: closed pull requests hardly change, open ones are read again. */
export interface StatsMemory {
  recall(key: string): PullRequestFacts | undefined;
  keep(key: string, facts: PullRequestFacts): void;
}

const HEAD = { file: 'what second-pass stats has read', version: 1 };

/**
 * The file that `--continue` names; without one nothing is kept.
 * @throws SecondPassError `bad-input` for a file that is something else, or of other figures
 */
export function openStatsMemory(file: string | undefined, asked: string, { folder }: Terminal): StatsMemory {
  if (file === undefined) return { recall: () => undefined, keep() {} };
  const path = resolve(folder, file);
  const head = JSON.stringify({ ...HEAD, asked });
  if (!existsSync(path)) writeFileSync(path, `${head}\n`);
  const [first = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  if (first !== head) {
    const allowed = 'a new file, or one that the same command (organization, project, repository, identities) began';
    throw badInputs([{ input: '--continue', was: quoted(file), allowed }]);
  }
  const known = new Map(lines.flatMap(entryOf));
  return {
    recall: (key) => known.get(key),
    keep: (key, facts) => appendFileSync(path, `${JSON.stringify([key, facts])}\n`),
  };
}

/** The last line may have been cut off with the run. */
function entryOf(line: string): [string, PullRequestFacts][] {
  try {
    const entry: unknown = JSON.parse(line);
    return Array.isArray(entry) && typeof entry[0] === 'string' ? [entry as [string, PullRequestFacts]] : [];
  } catch {
    return [];
  }
}
