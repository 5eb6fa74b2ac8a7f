import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports/log';
import type { CommitOrder, Pushed, Pusher, PushOrder } from '../../ports/pusher';
import type { CommitId } from '../../ports/repository';
import { isObjectId, NO_OBJECT } from './object-origin';
import { branchMoved, isLost, pushFailure } from './push-failure';
import { type Git, gitOutput } from './run-git';
import type { Scratch } from './scratch-repository';

export interface PushOptions {
  /** Below this every branch stands that may be written: `refs/heads/second-pass/`. */
  prefix: string;
  url: string;
  /** Reaches the server as the identity that writes. */
  remote(): Promise<Git>;
  signal: AbortSignal;
  log: Log;
}

const ATTEMPTS = 3;
const PUSH_TIMEOUT = 300_000;

/** Commits and pushes over the scratch repository of a run. */
export function pusherOver(open: () => Promise<Scratch>, options: PushOptions): Pusher {
  return {
    tip: (branch) => tip(options, branch),
    async rebuild(base, patch, contents) {
      const { reader, origin, folder } = await open();
      await origin.trees({ base, source: base });
      await origin.blobs(contents.filter((id) => id !== NO_OBJECT));
      const environment = { GIT_INDEX_FILE: join(folder, 'rebuild-index') };
      await gitOutput(reader, { arguments: ['read-tree', `${base}^{tree}`], environment });
      // Bytes alone count: no white space is mended, nothing outside of the index is looked at.
      const apply = ['apply', '--cached', '--binary', '--whitespace=nowarn', '--unidiff-zero', '-'];
      const { exitCode } = await reader({ arguments: apply, input: patch, environment });
      if (exitCode !== 0) return null;
      const written = await gitOutput(reader, { arguments: ['write-tree', '--missing-ok'], environment });
      return written.toString('latin1').trim();
    },
    async commit(order) {
      const { reader, folder } = await open();
      return commit(reader, folder, order);
    },
    async push(order) {
      await open();
      return push(options, checked(options, order));
    },
  };
}

/** A branch of somebody else cannot be written, whatever the caller wants. */
function checked({ prefix }: PushOptions, order: PushOrder): PushOrder {
  const isOwn = order.branch.startsWith(prefix) && order.branch.length > prefix.length;
  const isPlain =
    /^refs\/heads\/[A-Za-z0-9._/+#@=-]+$/.test(order.branch) && !/\.\.|@\{|\/\/|\.lock$/.test(order.branch);
  if (isOwn && isPlain && isObjectId(order.to)) return order;
  throw new Error(`${order.branch} is no branch that is written here`);
}

async function commit(
  reader: Git,
  folder: string,
  { parent, tree, message, author, at }: CommitOrder,
): Promise<CommitId> {
  const file = join(folder, 'message');
  await writeFile(file, message);
  const when = `${Math.floor(at / 1000)} +0000`;
  const environment = {
    ...{ GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: when },
    ...{ GIT_COMMITTER_NAME: author.name, GIT_COMMITTER_EMAIL: author.email, GIT_COMMITTER_DATE: when },
  };
  const made = await gitOutput(reader, { arguments: ['commit-tree', tree, '-p', parent, '-F', file], environment });
  return made.toString('latin1').trim();
}

async function tip({ remote, url }: PushOptions, branch: string): Promise<CommitId | null> {
  const git = await remote();
  const { exitCode, output, errorText } = await git({ arguments: ['ls-remote', '--refs', '--quiet', url, branch] });
  if (exitCode !== 0) throw pushFailure(errorText, '');
  const lines = output.toString('utf8').split('\n');
  const [id = ''] = lines.map((line) => line.split('\t')).find(([, name]) => name === branch) ?? [];
  return isObjectId(id) ? id : null;
}

async function push(options: PushOptions, order: PushOrder): Promise<Pushed> {
  const { branch, from, to } = order;
  const arrives = [`--force-with-lease=${branch}:${from ?? ''}`, options.url, `${to}:${branch}`];
  const how = ['push', '--porcelain', '--atomic', '--no-verify', '--no-thin', '--no-follow-tags'];
  for (let attempt = 1; ; attempt += 1) {
    const git = await options.remote();
    const answer = await git({
      arguments: [...how, '--recurse-submodules=no', '--no-signed', ...arrives],
      timeoutMilliseconds: PUSH_TIMEOUT,
    });
    if (answer.exitCode === 0) return { foundAgain: false };
    const said = answer.output.toString('utf8');
    // Whatever was said: where the branch stands now tells whether this very commit arrived.
    const stands = await tip(options, branch);
    if (stands === to) return { foundAgain: true };
    if (stands !== from) throw branchMoved(branch);
    if (attempt === ATTEMPTS || !isLost(answer.errorText, said)) throw pushFailure(answer.errorText, said);
    options.log.info(`git could not push, attempt ${attempt} of ${ATTEMPTS}; the branch stands where it stood.`);
    await pause(attempt * 500, undefined, { signal: options.signal }).catch(() => {});
  }
}
