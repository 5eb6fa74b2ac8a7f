import { createClaude } from '../adapters/claude/claude';
import type { HttpClient } from '../adapters/http/http';
import { SecondPassError } from '../errors';
import type { Log } from '../ports/log';
import type { Model } from '../ports/model';
import { factsOf } from '../steps/pricing/models';
import type { Settings } from '../steps/settings/settings';
import { clock } from '../wiring/clock';
import type { Terminal } from './terminal';

interface Connection {
  http: HttpClient;
  remaining: () => number;
  log: Log;
}

/** Claude with the user's own key. @throws SecondPassError `no-key`, before anything else is done */
export function claudeWithKey(
  settings: Settings,
  { environment }: Terminal,
  { http, remaining, log }: Connection,
): Model {
  const key = keyIn(environment);
  if (key === '') throw noKey();
  http.redact(key);
  return createClaude({
    ...settings,
    credential: { kind: 'key', key },
    acceptsEffort: (model) => factsOf(model, settings).acceptsEffort,
    fetch: http.fetch,
    clock,
    log,
    remaining,
  });
}

export function hasKey({ environment }: Terminal): boolean {
  return keyIn(environment) !== '';
}

function keyIn(environment: Terminal['environment']): string {
  return (environment.ANTHROPIC_API_KEY ?? '').trim();
}

/** Stands where nobody is to be asked: a preview, an analysis. */
export const NOBODY: Model = { ask: () => Promise.reject(noKey()), count: () => Promise.reject(noKey()) };

function noKey(): SecondPassError {
  return new SecondPassError({
    kind: 'badInput',
    code: 'no-key',
    message: 'There is no key for Claude, which finds what rules cannot: wrong logic, missing cases, races, misuse.',
    advice:
      'Set the environment variable ANTHROPIC_API_KEY to a key of https://console.anthropic.com. Without one, ' +
      '`second-pass review --no-model` shows what static analysis finds, and `second-pass preview` what would be sent.',
  });
}
