import assert from 'node:assert/strict';
import type { TaskOutcome, TaskRun } from '../agent/run-task';
import { connection, variablesOf, WRITE_TOKEN } from './apply-scene';
import type { WorkScene } from './work-scene';

/** Makes an identity that may write own branches alone, and gives what hands its connection to a run. */
export function addBot({ azure, repository }: WorkScene): Pick<TaskRun, 'endpoints'> {
  const bot = azure.person('Fix Bot');
  azure.registerToken(WRITE_TOKEN, bot);
  for (const permission of ['GenericContribute', 'CreateBranch'] as const) {
    azure.deny(bot, permission, repository);
    azure.setBranchRight(bot, permission, repository, 'refs/heads/second-pass', true);
  }
  return { endpoints: [connection(azure.url, 'bot', WRITE_TOKEN)] };
}

/** What comes after a plan: its files become the run's artifact, a person approves, and the second stage applies it. */
export function applyApproved(scene: WorkScene, planned: TaskOutcome, bot: ReturnType<typeof addBot>) {
  const { azure, repository, asker } = scene;
  const files = scene.handedOver(planned);
  const build = [...azure.collection.builds.values()].at(-1);
  assert.ok(build);
  azure.publishArtifact(build, 'second-pass-plan', {
    'plan.json': files.get('plan.json') ?? '',
    'change.patch': files.get('change.patch') ?? '',
  });
  const at = new Date(Date.now() + 1000).toISOString();
  azure.addStage(build, 'apply', {
    status: 'approved',
    steps: [{ approver: azure.person('Ada'), status: 'approved', at, comment: '' }],
  });
  const { planHash = '' } = planned.outputVariables;
  const inputs = { runMode: 'apply', planHash, writeConnection: 'bot', anthropicApiKey: '', endpoint: '' };
  return scene.run(inputs, { variables: variablesOf(azure, repository, build, asker), ...bot });
}
