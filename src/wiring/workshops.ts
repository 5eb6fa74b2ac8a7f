import { createBubblewrap } from '../adapters/bubblewrap/bubblewrap';
import { createDocker } from '../adapters/docker/docker';
import { openDoor } from '../adapters/egress/door';
import { createScratchFolder } from '../adapters/git/scratch-folder';
import { pathEntries } from '../adapters/process/search-places';
import type { Workshops } from '../ports/workshop';
import type { FixSettings } from '../steps/settings/fix-settings';
import type { Surroundings } from './connection';

/** Bubblewrap with the agent's own tools, or Docker where an image is named; there is no third way. */
export function wireWorkshops(
  { facts }: Pick<Surroundings, 'facts'>,
  { sandbox, sandboxImage, sandboxRuntime }: Pick<FixSettings, 'sandbox' | 'sandboxImage' | 'sandboxRuntime'>,
): Workshops {
  const given = {
    scratchFolder: () => createScratchFolder(facts.temporaryFolder),
    path: pathEntries(process.env.PATH ?? ''),
    hiddenFolders: [facts.workingFolder, facts.temporaryFolder, facts.agentFolder].filter((folder) => folder !== ''),
    openDoor,
  };
  if (sandbox === 'docker' || (sandbox === 'auto' && sandboxImage !== '')) {
    return createDocker({ ...given, image: sandboxImage, runtime: sandboxRuntime });
  }
  const tools = process.env.AGENT_TOOLSDIRECTORY ?? '';
  return createBubblewrap({ ...given, toolFolders: tools.startsWith('/') ? [tools] : [] });
}
