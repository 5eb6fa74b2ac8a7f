import { badInputs } from '../../errors';
import type { CommitId } from '../../ports/repository';
import type { Git } from './run-git';

export interface NamedCommit {
  id: CommitId;
  /** What the user may not have meant, one sentence each. */
  hints: readonly string[];
}

/** Where a name is looked for, first to last. git takes a tag before a branch, and whoever may push can push a tag of any name. */
const PLACES = ['refs/heads/', 'refs/remotes/', 'refs/remotes/origin/', 'refs/tags/'] as const;

/** What names no ref to look for: HEAD and the like, the beginning of `@{1}` and `:/text`, and a whole commit id. */
const NO_REF = /^(?:@|HEAD|[A-Z_]+_HEAD|[0-9a-f]{40})?$/i;

/** As git shortens ids, and as people copy them. */
const SHORT_ID = /^[0-9a-f]{7,39}$/i;

/**
 * The commit that a name means. A branch comes before a tag of its name, and one of the remote stands in for one that this clone
 * has not.
 * @throws SecondPassError `bad-input` for a name that is no commit of the repository, or that may mean two
 */
export async function commitNamed(asked: Git, input: string, name: string): Promise<NamedCommit> {
  const [, word = '', way = ''] = /^(.*?)((?:[~^:]|@\{).*)?$/s.exec(name) ?? [];
  const [ref, ...others] = NO_REF.test(word) ? [] : await refsNamed(asked, word);
  const isExact = word.startsWith('refs/');
  const id = isExact && ref === undefined ? null : await commitAt(asked, `${ref ?? word}${way}`);
  if (id === null) throw badInputs([{ input, was: JSON.stringify(name), allowed: allowedFor(name) }]);
  if (ref === undefined) return { id, hints: [] };
  const short = SHORT_ID.test(word) ? await commitsBeginningWith(asked, word) : [];
  const other = short.find((commit) => commit !== id);
  if (other !== undefined) {
    const allowed = `a name of one commit: ${ref} names the one, ${other} the other`;
    throw badInputs([{ input, was: JSON.stringify(name), allowed }]);
  }
  return { id, hints: await hintsOn(asked, { word, way, id, ref, others }) };
}

function allowedFor(name: string): string {
  return name === 'HEAD'
    ? 'a commit; this repository has none yet'
    : 'a branch, a tag or a commit id of that repository';
}

/** Refs of exactly these names, in the order in which they count. */
async function refsNamed(asked: Git, word: string): Promise<string[]> {
  const names = word.startsWith('refs/') ? [word] : PLACES.map((place) => `${place}${word}`);
  const { exitCode, output } = await asked({ arguments: ['for-each-ref', '--format=%(refname)', ...names] });
  const found = new Set(exitCode === 0 ? output.toString('utf8').split('\n') : []);
  return names.filter((name) => found.has(name));
}

interface Choice {
  word: string;
  way: string;
  id: CommitId;
  ref: string;
  others: readonly string[];
}

async function hintsOn(asked: Git, { word, way, id, ref, others }: Choice): Promise<string[]> {
  const ofRemote = `refs/remotes/origin/${word}`;
  const hints = ref === ofRemote ? [`There is no branch ${word} in this clone: origin/${word} is taken.`] : [];
  for (const other of others) {
    // A branch and the one of the remote that it follows are seldom at the same commit, and nobody mistakes them.
    const isExpected = other === ofRemote && ref === `refs/heads/${word}`;
    if (!isExpected && (await commitAt(asked, `${other}${way}`)) !== id) {
      hints.push(`${word} may mean ${ref} and ${other}, which differ: ${ref} is taken.`);
    }
  }
  return hints;
}

async function commitAt(asked: Git, name: string): Promise<CommitId | null> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { exitCode, output } = await asked({ arguments: words, timeoutMilliseconds: 60_000 });
  const id = output.toString('utf8').trim();
  return exitCode === 0 && id !== '' ? id : null;
}

async function commitsBeginningWith(asked: Git, digits: string): Promise<CommitId[]> {
  const { output } = await asked({ arguments: ['rev-parse', `--disambiguate=${digits}`] });
  const ids = output.toString('latin1').split('\n').filter(Boolean).slice(0, 10);
  const commits = await Promise.all(ids.map((id) => commitAt(asked, id)));
  return commits.filter((commit) => commit !== null);
}
