import { inFull, isSecondPassError, ourFault } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Retention } from '../ports/pipelines';
import type { Workshop } from '../ports/workshop';
import { branchFolder } from '../steps/branch/branch-name';
import { plural } from '../steps/comments/plural';
import type { FixRecord } from '../steps/record/fix-record';
import type { FixSettings } from '../steps/settings/fix-settings';
import { rightsCommands } from '../steps/texts/rights-commands';
import { concludeFix } from './conclude-fix';

type Finding = NonNullable<FixRecord['setUp']>[number];

interface Check {
  what: string;
  /** Answers with what was found. A sentence that begins with `!` is a fault. */
  find(settings: FixSettings, world: FixWorld): Promise<string>;
}

const CHECKS: readonly Check[] = [
  {
    what: 'Reading identity',
    find: async (_, { comments }) => `Reads and comments as ${(await comments.self()).name}.`,
  },
  {
    what: 'Repository',
    find: async (_, world) => {
      const { name, defaultBranch } = await writerOf(world).host.repository();
      return `${name} is readable; its default branch is ${defaultBranch || 'not set'}.`;
    },
  },
  { what: 'Requesters', find: async ({ requesters }, world) => requestersText(requesters, world) },
  { what: 'Writing identity', find: async (_, world) => `Writes as ${(await writerOf(world).self()).name}.` },
  { what: 'Rights', find: rightsText },
  { what: 'Sandbox', find: async (settings, world) => sandboxText(settings, world) },
  { what: 'Policy', find: async (_, world) => policyText(world) },
  { what: 'Proof', find: async (settings) => proofText(settings) },
  { what: 'Static analysis', find: async (_, world) => scannerText(world) },
  { what: 'Retention', find: async (_, { pipelines }) => retentionText(await pipelines.retention()) },
  { what: 'Approval', find: async ({ requireApproval }) => (requireApproval ? 'Apply asks for one.' : UNAPPROVED) },
];

/** Plans hold code; nobody but the project's own settings deletes them. */
function retentionText(kept: Retention | null): string {
  if (kept === null) return 'The server does not tell how long it keeps plans, session logs and records of runs.';
  const { artifactDays, runDays } = kept;
  const days = Math.min(artifactDays, runDays);
  return `Plans, session logs and records are kept ${plural(days, 'day')}, as the project's settings have it for artifacts (${artifactDays}) and runs (${runDays}).`;
}

const UNAPPROVED =
  '!`requireApproval` is false: whatever is planned is pushed to a branch and opened as a pull request.';

/** Run mode `doctor`: every part of the set-up is tried; nothing is written and no model is asked. */
export async function examine(settings: FixSettings, world: FixWorld): Promise<FixRecord> {
  const setUp: Finding[] = [];
  for (const { what, find } of CHECKS) {
    world.signal.throwIfAborted();
    const finding = await tried(what, () => find(settings, world));
    const say = finding.state === 'fault' ? world.log.warn : world.log.info;
    say(`${what}: ${finding.text}`);
    setUp.push(finding);
  }
  const faults = setUp.filter(({ state }) => state === 'fault');
  return concludeFix(settings, world, {
    situation: faults.length === 0 ? 'otherRunMode' : 'setUpAtFault',
    headline:
      faults.length === 0
        ? `All ${setUp.length} parts of the set-up work.`
        : `${faults.length} of ${setUp.length} parts of the set-up are amiss.`,
    problems: faults.map(({ what, text }) => `${what}: ${text}`),
    found: { setUp },
  });
}

async function tried(what: string, find: () => Promise<string>): Promise<Finding> {
  try {
    const text = await find();
    return text.startsWith('!') ? { what, state: 'fault', text: text.slice(1) } : { what, state: 'good', text };
  } catch (error) {
    const failure = isSecondPassError(error) ? error : ourFault(error);
    if (failure.kind === 'cancelled' || failure.kind === 'deadline') throw failure;
    return { what, state: 'fault', text: inFull(failure) };
  }
}

function writerOf(world: FixWorld) {
  return world.writer(world.run.repositoryId);
}

async function requestersText(requesters: readonly string[], world: FixWorld): Promise<string> {
  if (requesters.length === 0) return 'Nobody is listed: only who queues a run himself may ask.';
  const found = await world.people.ids(requesters);
  if (found.length === requesters.length) return `${found.length} groups or people may ask.`;
  return `!Only ${found.length} of ${requesters.length} groups or people of \`requesters\` were found.`;
}

async function rightsText({ branchPrefix }: FixSettings, world: FixWorld): Promise<string> {
  const writer = writerOf(world);
  const folder = branchFolder(branchPrefix);
  const [rights, place, self] = await Promise.all([
    writer.host.rights(folder),
    writer.host.repository(),
    writer.self(),
  ]);
  const { collectionUrl } = world.run;
  if (rights === null) return '!The service does not tell what the writing identity may do; apply would refuse.';
  const { tooMuch, lacking, reachesFurther, folderToken } = rights;
  const commands = rightsCommands({
    ...{ collectionUrl, projectId: place.projectId, repositoryId: place.id, bot: self.name, folderToken },
  }).join('\n');
  if (tooMuch.length > 0) return `!It may do too much (${tooMuch.join(', ')}); apply would refuse.`;
  if (lacking.length > 0) return `!It lacks ${lacking.join(', ')} on ${folder}. To set it up:\n${commands}`;
  if (reachesFurther) return `!It may push outside of ${folder} too. To forbid that:\n${commands}`;
  return `It may write ${folder} and nothing else.`;
}

/** Opened for real, with nothing in it; what is tried there is what every command of a model meets. */
async function sandboxText({ validationCommand, setupCommand }: FixSettings, world: FixWorld): Promise<string> {
  const workshop = await world.workshops.open(async () => {}, world.signal);
  try {
    const tried = await workshop.hands.run({ script: TRIED, time: 20_000 }, world.signal);
    const said = Buffer.from(tried.first).toString('utf8').trim();
    if (tried.code !== 0) return `!A command in it ended with ${tried.code ?? tried.why}: ${said}`;
    // What the set-up installs is not there yet.
    const [program] = (setupCommand === '' && /^[\w./+-]+(?=\s|$)/.exec(validationCommand)) || [];
    if (program !== undefined && !(await holds(workshop, program, world)))
      return `!It opens (${workshop.kind}), but \`${program}\` of validationCommand is not in it.`;
    return `It opens (${workshop.kind}); a command in it writes its own copy and reaches no network.`;
  } finally {
    await workshop.destroy();
  }
}

async function holds({ hands }: Workshop, program: string, { signal }: FixWorld): Promise<boolean> {
  const order = { script: 'command -v -- "$1" >/dev/null', words: [program], time: 20_000 };
  return (await hands.run(order, signal)).code === 0;
}

/** Writes, and looks for an interface that leads anywhere. */
const TRIED = [
  'echo x > written && [ "$(cat written)" = x ] || exit 1',
  'cd /sys/class/net 2>/dev/null || exit 0; for one in *; do case $one in lo|"*") ;; *) echo "network: $one"; exit 2;; esac; done',
].join('; ');

/** A scan of nothing, which finds out whether there could be one. */
async function scannerText({ scanner, signal }: FixWorld): Promise<string> {
  if (scanner === null) return 'A change is not scanned: `semgrep` is off.';
  try {
    const report = await scanner.scan([], signal);
    return report
      ? `A change is scanned by ${report.tool.name}.`
      : 'A change is not scanned: no semgrep is on this agent.';
  } catch (error) {
    if (!isSecondPassError(error) || signal.aborted) throw error;
    return `A change is not scanned: ${inFull(error)}`;
  }
}

function policyText({ policy, run }: FixWorld): string {
  if (policy.refusal !== undefined) throw policy.refusal;
  if (!run.policy) return 'None: the service connection with the key names no file.';
  const { source, commit } = run.policy;
  return `${source} at ${commit.slice(0, 8)}: ${policy.limits.join('; ') || 'it limits nothing here'}.`;
}

function proofText({ validationCommand, testResults, proof }: FixSettings): string {
  if (validationCommand === '') {
    return proof === 'shown'
      ? 'There is no `validationCommand`: no plan is ever proven, and approvers may apply it all the same.'
      : '!There is no `validationCommand`: no plan is ever proven, so none can be applied.';
  }
  return testResults.length === 0
    ? 'Validation is set; tests are not counted (`testResults` is empty).'
    : 'Validation is set, tests are counted.';
}
