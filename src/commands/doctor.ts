import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { listenForCancellation } from '../adapters/azure-pipelines/cancellation';
import { gitEnvironment } from '../adapters/git/git-environment';
import { findGit } from '../adapters/git/git-program';
import { openLocalRepository } from '../adapters/git/local-repository';
import { changeableFolders } from '../adapters/git/repository-place';
import type { SetUp } from '../ports/set-up';
import { machineChecks } from '../run-modes/doctor/checks';
import { doctor } from '../run-modes/doctor/doctor';
import { harmless } from '../steps/comments/harmless';
import { clock } from '../wiring/clock';
import type { AddCommand } from './command';
import { EXIT } from './exit-codes';
import { addInputs } from './input-options';
import { progressOn } from './progress-on';
import { proxyOf } from './proxy';
import { type SettingsWords, settingsOf } from './settings-of';
import { homeOf, type Terminal } from './terminal';
import { terminalWorld } from './terminal-world';

type Words = SettingsWords & { repo: string };

export const addDoctor: AddCommand = (program, terminal, end) => {
  const command = program
    .command('doctor')
    .description(
      'try what a review needs: git, the repository, the key, the network, Semgrep, the grammars; writes nothing',
    )
    .option('--repo <path>', 'the repository, or a folder in it', '.')
    .option('--config <file>', 'inputs in YAML, by their names; the command line wins over it')
    .option('--policy <file>', 'hold the inputs against the file of a policy, as a pipeline would')
    .option('--for <scope>', 'the project, or project/repository, that the policy is asked about')
    .action(async (words: Words) => end(await doctorHere(words, terminal)));
  addInputs(command);
};

async function doctorHere(words: Words, terminal: Terminal): Promise<number> {
  const settings = settingsOf(words, terminal);
  const progress = progressOn(terminal);
  const cancellation = listenForCancellation({
    deadline: settings.timeoutMinutes * 60_000,
    monotonic: clock.monotonic,
  });
  const { signal } = cancellation;
  const folder = resolve(terminal.folder, words.repo);
  const untrustedFolders = await changeableFolders(folder, terminal.folder, homeOf(terminal));
  const git = await findGit({
    environment: gitEnvironment(terminal.environment, tmpdir(), untrustedFolders),
    ...{ untrustedFolders, signal },
  });
  const nothing = { base: '', source: '', gitPath: git.path, gitFolder: tmpdir() };
  const asked = { settings, terminal, folder, untrustedFolders, range: nothing, cancellation };
  const world = terminalWorld({ ...asked, progress: { ...progress, begin: () => () => {} }, asksModel: 'perhaps' });
  const repository = async () => {
    const { environment } = terminal;
    const place = { folder, environment, untrustedFolders, scratchFolder: tmpdir(), signal };
    const { isShallow, remove } = await openLocalRepository(place);
    await remove();
    return { name: `${folder} is readable${isShallow ? '; it is a shallow clone' : ''}`, defaultBranch: '' };
  };
  const setUp = { ...NO_PIPELINE, agent: machineLine(git.version, terminal), repository };
  const log = { ...world.log, info: (line: string) => terminal.print(`${harmless(line)}\n`) };
  try {
    const checks = machineChecks(settings, world, setUp);
    const record = await doctor(settings, { ...world, log }, setUp, checks);
    terminal.say(`${harmless(record.headline)}\n`);
    return record.situation === 'setUpAtFault' ? EXIT.noReview : EXIT.good;
  } finally {
    await world.end();
    progress.end();
    cancellation.end();
  }
}

function machineLine(gitVersion: string, { environment }: Terminal): string {
  const proxy = proxyOf(environment) ? ', through the proxy of the environment' : '';
  return `Node ${process.versions.node} on ${process.platform}, git ${gitVersion}${proxy}`;
}

const nobody = () => Promise.reject(new Error('A terminal has no pipeline.'));

const NO_PIPELINE: Omit<SetUp, 'agent' | 'repository'> = {
  advice: [],
  policy: { text: 'none; `--policy` names one to try', advice: [] },
  whyNoPullRequest: 'there is no pull request in a terminal',
  policyBranch: async () => null,
  self: nobody,
  mayContribute: nobody,
  openingRights: nobody,
  withoutTemplate: nobody,
  gate: { isShared: false, isSigned: false, hasConnection: false },
  statusPolicies: nobody,
  fetchTip: nobody,
  heard: () => ({ said: [], warned: [] }),
};
