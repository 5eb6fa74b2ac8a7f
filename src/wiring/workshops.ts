import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import { createBubblewrap } from '../adapters/bubblewrap/bubblewrap';
import { createDocker } from '../adapters/docker/docker';
import { openDoor } from '../adapters/egress/door';
import { createScratchFolder } from '../adapters/git/scratch-folder';
import { pathEntries } from '../adapters/process/search-places';
import type { Workshops } from '../ports/workshop';
import type { FixSettings } from '../steps/settings/fix-settings';

type AgentFolders = Pick<FixFacts, 'temporaryFolder' | 'workingFolder' | 'agentFolder' | 'toolsFolder'>;
type SandboxSettings = Pick<FixSettings, 'sandbox' | 'sandboxImage' | 'sandboxRuntime'>;

export interface WiredWorkshops {
  workshops: Workshops;
  /** Waits until all are removed that were destroyed; what is left of them, in sentences. */
  removed(): Promise<readonly string[]>;
}

/** Removing what a build has installed may take as long as its tests: nothing waits for it but the end of the run. */
export function wireWorkshops(facts: AgentFolders, settings: SandboxSettings): WiredWorkshops {
  const made = madeHere(facts, settings);
  const leaving: Promise<readonly string[]>[] = [];
  return {
    workshops: {
      async open(fill, signal) {
        const workshop = await made.open(fill, signal);
        let isLeaving = false;
        const destroy = async () => {
          await workshop.stop();
          if (!isLeaving) leaving.push(workshop.destroy().catch((error) => [`A workshop was not removed: ${error}`]));
          isLeaving = true;
          return [];
        };
        return { ...workshop, destroy };
      },
    },
    removed: async () => (await Promise.all(leaving)).flat(),
  };
}

/** Bubblewrap with the agent's own tools, or Docker where an image is named; there is no third way. */
function madeHere(facts: AgentFolders, { sandbox, sandboxImage, sandboxRuntime }: SandboxSettings): Workshops {
  const given = {
    scratchFolder: () => createScratchFolder(facts.temporaryFolder),
    path: pathEntries(process.env.PATH ?? ''),
    hiddenFolders: [facts.workingFolder, facts.temporaryFolder, facts.agentFolder].filter((folder) => folder !== ''),
    openDoor,
  };
  if (sandbox === 'docker' || (sandbox === 'auto' && sandboxImage !== '')) {
    return createDocker({ ...given, image: sandboxImage, runtime: sandboxRuntime });
  }
  const { toolsFolder: tools = '' } = facts;
  return createBubblewrap({ ...given, toolFolders: tools.startsWith('/') ? [tools] : [] });
}
