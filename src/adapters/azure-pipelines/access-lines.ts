import type { AccessLogEntry } from '../http/http';
import type { ProcessEntry } from '../process/process-log';

/** What left the agent, and what was started on it. */
export interface Access {
  calls: readonly AccessLogEntry[];
  processes: readonly ProcessEntry[];
}

/** As JSON lines, oldest first. */
export function accessLines({ calls, processes }: Access): string {
  const requests = calls.map((call) => ({ kind: 'request', ...call }));
  const programs = processes.map((program) => ({ kind: 'process', ...program }));
  return [...requests, ...programs]
    .sort((a, b) => a.time - b.time)
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('');
}
