import type { Agent } from './agent';
import { connectionCredential, serverConnectionCredential } from './credentials';
import { readPipeline } from './pipeline';
import type { AzureDevOpsCredential, PipelineFacts } from './pipeline-facts';

/** What the second task has to know of its pipeline besides. */
export interface FixFacts extends PipelineFacts {
  /** Of the identity that pushes and opens the pull request; null: that of `azureDevOpsConnection`, else of the job. */
  writer: AzureDevOpsCredential | null;
  queue: {
    /** Who queued the run, as the service says; empty where no person did. */
    by: { id: string; name: string };
    definitionId: string;
    /** Name of the stage this job belongs to. */
    stage: string;
  };
  /** Where the agent keeps tools; empty where it tells none. */
  toolsFolder?: string;
}

export function readFixPipeline(agent: Agent, inputNames: readonly string[]): FixFacts {
  const facts = readPipeline(agent, inputNames);
  return {
    ...facts,
    toolsFolder: agent.variable('Agent.ToolsDirectory'),
    writer:
      connectionCredential(agent, 'writeConnection') ?? serverConnectionCredential(agent, 'writeServerConnection'),
    queue: {
      by: { id: agent.variable('Build.RequestedForId').toLowerCase(), name: agent.variable('Build.RequestedFor') },
      definitionId: agent.variable('System.DefinitionId'),
      stage: agent.variable('System.StageName'),
    },
  };
}
