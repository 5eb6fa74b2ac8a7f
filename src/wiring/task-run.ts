import { type Agent, withAgent } from '../adapters/azure-pipelines/agent';
import { listenForCancellation } from '../adapters/azure-pipelines/cancellation';
import { catchCrashes, catchSilentEnd } from '../adapters/azure-pipelines/crash';
import { cleanEnvironment } from '../adapters/azure-pipelines/environment';
import { logWriter } from '../adapters/azure-pipelines/install-log-writer';
import { knownSecrets } from '../adapters/azure-pipelines/known-secrets';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import { removeStrayVariables } from '../adapters/azure-pipelines/stray-variables';
import { sweepScratchFolders } from '../adapters/git/scratch-folder';
import { clock } from './clock';
import type { Surroundings } from './connection';
import { lastWordOf } from './last-word';

/** A task of a pipeline as it is called, and what it reads of the job. */
interface Task<Facts extends PipelineFacts> {
  title: string;
  version: string;
  read(agent: Agent): Facts;
  /** Secrets that it alone is handed. */
  ownSecrets?(facts: Facts): readonly string[];
}

/** What both tasks do before their settings are read: nothing is printed before its secrets are known. */
export async function beginTask<Facts extends PipelineFacts>({
  title,
  version,
  read,
  ownSecrets = () => [],
}: Task<Facts>): Promise<{ facts: Facts; isTrustForeign: boolean }> {
  catchCrashes(logWriter);
  catchSilentEnd(logWriter);
  const { warnings } = cleanEnvironment();
  const strays = removeStrayVariables();
  const facts = withAgent(logWriter, read);
  for (const secret of [...knownSecrets(facts), ...ownSecrets(facts)]) logWriter.addSecret(secret);
  logWriter.info(`${title} ${version}, Node ${process.versions.node}`);
  for (const note of [...strays.notes, ...facts.notes]) logWriter.info(note);
  for (const warning of [...warnings, ...strays.warnings, ...facts.warnings]) logWriter.warn(warning);
  await sweepScratchFolders(facts.temporaryFolder);
  return { facts, isTrustForeign: strays.isTrustForeign };
}

/** What the adapters of a task are made with; `end` lets go of the deadline and of the agent's signals. */
export function surroundTask<Facts extends PipelineFacts>(
  given: Pick<Surroundings, 'isTrustForeign' | 'version'> & { facts: Facts },
  { timeoutMinutes }: { timeoutMinutes: number },
): { surroundings: Surroundings & { facts: Facts }; end(): void } {
  const { signal, remaining, end } = listenForCancellation({
    deadline: timeoutMinutes * 60_000,
    monotonic: clock.monotonic,
  });
  const { addSecret, mask } = logWriter;
  const lastWord = lastWordOf(signal);
  return { surroundings: { ...given, clock, log: logWriter, signal, lastWord, remaining, addSecret, mask }, end };
}

/** The task's result as the very last line, after what there is to say of it. */
export function completeTask(
  result: 'Succeeded' | 'SucceededWithIssues' | 'Failed',
  headline: string,
  lines: readonly string[],
  more: readonly string[] = [],
): void {
  const say = { Failed: logWriter.error, SucceededWithIssues: logWriter.warn, Succeeded: logWriter.info };
  for (const line of lines) say[result](line);
  for (const line of more) logWriter.info(line);
  logWriter.complete(result, headline);
}
