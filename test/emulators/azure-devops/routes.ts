import type { Route } from './router';
import { attachedRoutes } from './routes-attached';
import { buildRoutes } from './routes-builds';
import { collectionRoutes } from './routes-collection';
import { conflictRoutes } from './routes-conflicts';
import { contentRoutes } from './routes-content';
import { hookRoutes } from './routes-hooks';
import { peopleRoutes } from './routes-people';
import { pipelineRoutes } from './routes-pipelines';
import { pullRequestRoutes } from './routes-pull-requests';
import { securityRoutes } from './routes-security';
import { statusRoutes } from './routes-statuses';
import { threadRoutes } from './routes-threads';

/** Every REST route the emulator answers. */
export const routes: Route[] = [
  ...collectionRoutes,
  ...securityRoutes,
  ...pipelineRoutes,
  ...hookRoutes,
  ...peopleRoutes,
  ...buildRoutes,
  ...contentRoutes,
  ...pullRequestRoutes,
  ...conflictRoutes,
  ...attachedRoutes,
  ...threadRoutes,
  ...statusRoutes,
];
