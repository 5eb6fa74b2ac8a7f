import { Command, CommanderError } from 'commander';
import { type ClosedPullRequest, closedPullRequests } from '../adapters/azure-devops/closed-pull-requests';
import { createCaseWriter } from '../adapters/evaluation/case-writer';
import { createHttpClient } from '../adapters/http/http';
import { badInputs, SecondPassError } from '../errors';
import { goldOf, mostTelling, type ResolvedThread, resolvedThreads } from '../steps/evaluation/case-from-reviewers';
import { plural } from '../steps/record/status-text';
import { quoted } from '../steps/settings/kinds';
import { clock } from '../wiring/clock';
import { sinceOf, tokenOf, urlOf } from './azure-devops-words';
import { EXIT } from './exit-codes';
import { progressOn } from './progress-on';
import { proxyOf } from './proxy';
import type { Terminal } from './terminal';

interface Words {
  organization: string;
  project: string;
  repository: string;
  since?: string;
  most: string;
}

/** A pull request of more files makes no case that anybody would look through. */
const MAX_FILES = 100;

/** `evaluate --from-pull-requests`: cases out of what a team's own reviewers found and had mended. Answers with the exit code. */
export async function gatherCases(words: readonly string[], terminal: Terminal): Promise<number> {
  const { folder, ...asked } = readWords(words);
  const since = sinceOf(asked.since);
  const most = mostOf(asked.most);
  const token = { scheme: 'basic', value: tokenOf(terminal) } as const;
  const { log, end } = progressOn(terminal);
  const http = createHttpClient({ proxy: proxyOf(terminal.environment), clock, log });
  const { project, repository } = asked;
  const options = { collectionUrl: urlOf(asked.organization), project, repository, since, token, http, log };
  const writer = createCaseWriter(folder);
  let [read, written] = [0, 0];
  try {
    for await (const pullRequest of closedPullRequests(options)) {
      read += 1;
      const resolved = await ledToChange(pullRequest, mostTelling(resolvedThreads(pullRequest)));
      if (resolved.length > 0 && (await writeCase(writer, pullRequest, resolved))) written += 1;
      if (read % 20 === 0) log.info(`${read} pull requests read, ${written} cases`);
      if (written >= most) break;
    }
  } finally {
    end();
    await http.close();
  }
  const [cases, pullRequests] = [plural(written, 'case'), plural(read, 'completed pull request')];
  terminal.print(`${cases} of ${pullRequests}, written to ${folder}.\n`);
  return EXIT.good;
}

/** A thread that somebody resolved while its file stayed as it was led to nothing. */
async function ledToChange(
  { iterations, files }: ClosedPullRequest,
  resolved: readonly ResolvedThread[],
): Promise<ResolvedThread[]> {
  const [seen, last] = [resolved[0]?.iteration, iterations.at(-1)?.id];
  if (seen === undefined || last === undefined) return [];
  const [then, finally_] = await Promise.all([files(seen), files(last)]);
  const idOf = (all: typeof then, path: string | undefined) => all.find((file) => file.path === path)?.newId;
  return resolved.filter(({ thread: { path } }) => {
    const id = idOf(then, path);
    return id !== undefined && id !== idOf(finally_, path);
  });
}

async function writeCase(
  writer: ReturnType<typeof createCaseWriter>,
  pullRequest: ClosedPullRequest,
  resolved: readonly ResolvedThread[],
): Promise<boolean> {
  const files = await pullRequest.files(resolved[0]?.iteration ?? 0);
  if (files.length > MAX_FILES) return false;
  const sides = files.flatMap(({ path, oldPath, newId, oldId }) => [
    ...(oldId ? [{ path: `base/${oldPath}`, id: oldId }] : []),
    ...(newId ? [{ path: `head/${path}`, id: newId }] : []),
  ]);
  const contents = await Promise.all(
    sides.map(async ({ path, id }) => ({ path, content: await pullRequest.content(id) })),
  );
  const kept = contents.flatMap(({ path, content }) => (content ? [{ path, content }] : []));
  if (kept.length < sides.length) return false;
  const gold = `${JSON.stringify(goldOf(pullRequest.id, resolved), null, 2)}\n`;
  return writer.write(`pull-request-${pullRequest.id}`, [{ path: 'gold.json', content: Buffer.from(gold) }, ...kept]);
}

function readWords(words: readonly string[]): Words & { folder: string } {
  const program = new Command('evaluate')
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .argument('<folder>')
    .requiredOption('--from-pull-requests')
    .requiredOption('--organization <url>')
    .requiredOption('--project <name>')
    .requiredOption('--repository <name>')
    .option('--since <date>')
    .option('--most <number>', '', '50');
  try {
    program.parse([...words], { from: 'user' });
  } catch (cause) {
    const message = cause instanceof CommanderError ? cause.message.replace(/^error: /, '') : String(cause);
    const advice = 'evaluate --help shows how to write it.';
    throw new SecondPassError({ kind: 'badInput', code: 'bad-input', message: `${message}.`, advice, cause });
  }
  return { ...program.opts<Words>(), folder: program.args[0] ?? '' };
}

function mostOf(text: string): number {
  const most = Number(text);
  if (Number.isInteger(most) && most >= 1 && most <= 1000) return most;
  throw badInputs([{ input: '--most', was: quoted(text), allowed: 'a whole number from 1 to 1000' }]);
}
