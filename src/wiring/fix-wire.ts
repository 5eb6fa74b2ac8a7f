import type { AccessLogEntry } from '../adapters/http/http';
import { type ProcessEntry, processLog } from '../adapters/process/process-log';
import type { FixWorld } from '../fix-world';
import type { FixSettings } from '../steps/settings/fix-settings';
import { type Surroundings, wireHttp } from './connection';
import { createStopwatch } from './stopwatch';

export interface FixWired {
  world: FixWorld & { accessLog(): readonly AccessLogEntry[]; processLog(): readonly ProcessEntry[] };
  /** Removes what the run left on the agent. */
  end(): Promise<void>;
}

export async function wireFixWorld(surroundings: Surroundings, settings: FixSettings): Promise<FixWired> {
  const { facts, clock, log, signal, version } = surroundings;
  const { http } = wireHttp(surroundings, settings);
  const { stages } = createStopwatch(clock);
  const world = {
    ...{ log, clock, signal, stages },
    calls: [],
    sent: [],
    run: {
      version,
      id: `${facts.run.kind} ${facts.run.id} ${facts.run.attempt}`,
      url: facts.run.url,
      startedAt: clock.now(),
    },
    accessLog: http.accessLog,
    processLog,
  };
  return { world, end: () => http.close() };
}
