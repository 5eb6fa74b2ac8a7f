import { fileReader } from '../../src/adapters/outliner/file-reader';
import { languageFinder, readLanguages } from '../../src/adapters/outliner/tree-sitter/languages';
import type { LineChange, Outline } from '../../src/ports/outliner';
import { readPatch } from '../../src/steps/diff/read-patch';
import { type WantedOutline, wantedOutlines } from '../../src/steps/skeletons/wanted';
import { declarationsAround } from '../steps/skeletons/declarations-around';
import { blobs, type FileList, GRAMMARS, git, gitFolder, PATCH } from './skeletons-files';

const COMMITS = 120;
const FILES_PER_COMMIT = 10;

interface Tally {
  changes: number;
  /** Changes inside a declaration that is more than a namespace. */
  named: number;
}

/** Share of the changes of real commits that lie inside a named declaration, by language; prints a table. */
export async function measureAnchors(list: FileList, folder: string): Promise<void> {
  const { read } = fileReader({ grammarFolder: GRAMMARS });
  const find = languageFinder(readLanguages(GRAMMARS).values());
  const tallies = new Map<string, Tally>();
  const tips = new Map(
    Object.values(list).flatMap((places) => places.map((place) => [place.repository, place.commit])),
  );
  for (const [repository, tip] of tips) {
    for (const { path, content, changes } of changedFiles(gitFolder(folder, repository), tip)) {
      const language = find(path)?.table.name;
      const { outline } = await read({ ask: 'outline', path, content, time: 20_000, parse: true });
      if (language === undefined || outline?.kind !== 'outline') continue;
      const tally = tallies.get(language) ?? { changes: 0, named: 0 };
      tally.changes += changes.length;
      tally.named += changes.filter((change) => isNamed(outline, change)).length;
      tallies.set(language, tally);
    }
  }
  console.log('| language | changes | inside a named declaration % |\n| --- | ---: | ---: |');
  for (const [language, { changes, named }] of [...tallies].sort()) {
    if (changes >= 100) console.log(`| ${language} | ${changes} | ${((100 * named) / changes).toFixed(1)} |`);
  }
}

function isNamed(outline: Extract<Outline, { kind: 'outline' }>, { newStart }: LineChange): boolean {
  const innermost = declarationsAround(outline, newStart).at(-1);
  return innermost !== undefined && innermost.kind !== 'namespace';
}

interface ChangedSide {
  path: string;
  content: Buffer;
  changes: readonly LineChange[];
}

/** New sides of modified files of commits before a tip, every n-th of them. */
function changedFiles(gitDirectory: string, tip: string): ChangedSide[] {
  const all = git(gitDirectory, ['rev-list', '--no-merges', '--min-parents=1', tip])
    .toString('latin1')
    .trim()
    .split('\n');
  const step = Math.max(1, all.length / COMMITS);
  const commits = Array.from({ length: Math.min(COMMITS, all.length) }, (_, index) => all[Math.floor(index * step)]!);
  return commits.flatMap((commit) => {
    try {
      const changed = readPatch(git(gitDirectory, ['diff-tree', ...PATCH, `${commit}^`, commit]));
      const wanted = wantedOutlines(changed).filter(hasBase).slice(0, FILES_PER_COMMIT);
      const contents = blobs(
        gitDirectory,
        wanted.map(({ blob }) => blob),
      );
      return wanted.map(({ path, base }, index) => ({ path, changes: base.changes, content: contents[index]! }));
    } catch {
      // A mirror may lack old objects; such a commit is no sample.
      return [];
    }
  });
}

function hasBase(wanted: WantedOutline): wanted is Required<WantedOutline> {
  return wanted.base !== undefined;
}
