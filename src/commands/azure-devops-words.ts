import { badInputs, SecondPassError } from '../errors';
import { quoted } from '../steps/settings/kinds';
import type { Terminal } from './terminal';

/** Milliseconds since 1970; 0 where no date was given. */
export function sinceOf(date: string | undefined): number {
  if (date === undefined) return 0;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw badInputs([{ input: '--since', was: quoted(date), allowed: 'a date like 2026-01-31' }]);
  return time;
}

/** Url of an organization or collection. */
export function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const isUsable = url !== null && (url.protocol === 'https:' || isLocal) && !url.username && !url.search && !url.hash;
  if (isUsable) return url.href;
  throw badInputs([
    { input: '--organization', was: quoted(text), allowed: 'an https url like https://dev.azure.com/NAME' },
  ]);
}

export function tokenOf({ environment }: Terminal): string {
  const token = (environment.AZURE_DEVOPS_TOKEN ?? '').trim();
  if (token !== '') return token;
  throw new SecondPassError({
    kind: 'badInput',
    code: 'no-token',
    message: 'There is no token for Azure DevOps.',
    advice: 'Set the environment variable AZURE_DEVOPS_TOKEN to a personal access token with the scope Code (Read).',
  });
}
