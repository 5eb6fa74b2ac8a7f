import { mayOn } from './branch-rights';
import type { Collection } from './collection';
import { gitText, resolve } from './git';
import type { Identity, Repository } from './model';

export interface RefCommand {
  from: string;
  to: string;
  ref: string;
}

const NOTHING = /^0+$/;

/** The refs that a push wants to move, in the order it names them. */
export function refCommands(body: Buffer): RefCommand[] {
  const commands: RefCommand[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length) || length <= 4) break;
    const line = body.toString('utf8', at + 4, at + length);
    const found = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line);
    if (found) commands.push({ from: found[1] ?? '', to: found[2] ?? '', ref: found[3] ?? '' });
    at += length;
  }
  return commands;
}

/** What the service says of a push that its rights or policies forbid, by ref; empty when all may move. */
export async function refusedRefs(
  collection: Collection,
  repository: Repository,
  identity: Identity,
  commands: readonly RefCommand[],
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (const command of commands) {
    const why = await whyRefused(collection, repository, identity, command);
    if (why) refused.set(command.ref, why);
  }
  return refused;
}

async function whyRefused(
  collection: Collection,
  repository: Repository,
  identity: Identity,
  { from, to, ref }: RefCommand,
): Promise<string | undefined> {
  const may = (permission: Parameters<typeof mayOn>[2]) => mayOn(collection, identity, permission, repository, ref);
  const lacks = (permission: string) =>
    `TF401027: You need the Git '${permission}' permission to perform this action. Details: identity '${identity.securityName}', scope 'branch'.`;
  if (NOTHING.test(from) && !may('CreateBranch')) return lacks('CreateBranch');
  if (!may('GenericContribute')) return lacks('GenericContribute');
  const isForced = NOTHING.test(to) || (!NOTHING.test(from) && !(await isAncestor(repository, from, to)));
  if (isForced && !may('ForcePush')) return lacks('ForcePush');
  const policy = collection.pushPolicies.find((one) => one.repository === repository && one.refName === ref);
  if (!policy || may('PolicyExempt')) return undefined;
  return (
    policy.message ??
    'TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.'
  );
}

/** The new commit is not there yet, so a tip that is unknown to its history cannot be told: only what is there is asked. */
async function isAncestor({ directory }: Repository, from: string, to: string): Promise<boolean> {
  if ((await resolve(directory, `${to}^{commit}`)) === undefined) return true;
  return gitText(directory, ['merge-base', '--is-ancestor', from, to]).then(
    () => true,
    () => false,
  );
}

/** The report of a push of which nothing was carried out. */
export function refusal(commands: readonly RefCommand[], refused: ReadonlyMap<string, string>): Buffer {
  const lines = commands.map(({ ref }) => `ng ${ref} ${refused.get(ref) ?? 'transaction aborted'}\n`);
  const report = [packet('unpack ok\n'), ...lines.map(packet), '0000'].join('');
  return Buffer.from(`${packet(`\x01${report}`)}0000`);
}

function packet(text: string): string {
  return `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`;
}
