import { diskFault, type FailureCode, SecondPassError } from '../../errors';
import { oneLine } from './run-git';

/** Codes of failures that leave the REST interface as a way, because git itself works but cannot fetch. */
export const FETCH_FAILURE_CODES: readonly FailureCode[] = [
  'git-fetch-refused',
  'git-fetch-unauthorized',
  'git-fetch-not-found',
  'git-fetch-unreachable',
  'git-fetch-failed',
];

const REFUSED = /not our ref|unadvertised object|not a valid object|couldn't find remote ref/i;

const PARTIAL = {
  pattern: /promisor remote|lazy fetching|repository corruption on the remote side/i,
  code: 'git-fetch-failed' as const,
  message: 'The clone is partial and lacks files of the change.',
  advice: 'Fetch them first: `git fetch --refetch --no-filter origin`.',
};

const OTHERWISE = {
  pattern: /^/,
  code: 'git-fetch-failed' as const,
  message: 'git could not fetch the commits of the pull request.',
  advice: 'What git said names the cause; the same fetch can be tried on the agent by hand.',
};

const KINDS = [
  {
    pattern:
      /Authentication failed|could not read (Username|Password)|returned error: (401|403)|unable to update url base/i,
    code: 'git-fetch-unauthorized',
    message: 'git was not allowed to fetch the commits of the pull request.',
    advice: 'Give the build service the permission Read on this repository, and allow scripts to use its token.',
  },
  {
    pattern: /repository '[^']*' not found|TF401019/,
    code: 'git-fetch-not-found',
    message: 'The server knows no such repository, or does not let the build service see it.',
    advice: 'Give the build service the permission Read on this repository.',
  },
  {
    pattern: REFUSED,
    code: 'git-fetch-refused',
    message: 'The server does not hand out the commits of the pull request.',
    advice: 'They may be gone after a force push; run the review of the newest iteration.',
  },
  {
    pattern: /revocation|0x8009201[23]/i,
    code: 'git-fetch-unreachable',
    message: 'git could not ask whether the certificate of the server was revoked.',
    advice:
      'Let the agent reach the revocation list of the authority; or say on the agent, as an administrator, ' +
      '`git config --system http.schannelCheckRevoke false`.',
  },
  {
    pattern:
      /Could not resolve|Failed to connect|Connection (refused|reset|timed out)|timed out|SSL|certificate|Proxy|returned error: (407|429|5\d\d)|early EOF|Empty reply|too slow/i,
    code: 'git-fetch-unreachable',
    message: 'git could not reach the server.',
    advice: 'Check the proxy and the certificate authority of the agent.',
  },
  PARTIAL,
  OTHERWISE,
] as const;

/** What a failed fetch means, read from the end of git's error stream (in English, by `LC_ALL=C`). */
export function fetchFailure(errorText: string): SecondPassError {
  return failureOf(errorText, KINDS.find(({ pattern }) => pattern.test(errorText)) ?? OTHERWISE);
}

/** The same for files of a commit that is there: a repository on this machine refuses those alone that it has not. */
export function filesFailure(errorText: string, url: string): SecondPassError {
  return url.startsWith('file:') && isRefused(errorText) ? failureOf(errorText, PARTIAL) : fetchFailure(errorText);
}

function failureOf(errorText: string, kind: (typeof KINDS)[number]): SecondPassError {
  const fault = diskFault(errorText);
  if (fault) return fault;
  return new SecondPassError({
    kind: 'platform',
    code: kind.code,
    message: `${kind.message} git said: ${oneLine(errorText).replace(/\.?$/, '.')}`,
    advice: kind.advice,
  });
}

/** True when the same fetch may well work a moment later. */
export function isPassing(errorText: string): boolean {
  return /returned error: (429|5\d\d)|early EOF|Connection (reset|timed out)|Empty reply|too slow|RPC failed/i.test(
    errorText,
  );
}

/** True when something was larger than git was allowed to hold, or all of it more than it was allowed to work. */
export function isTooLarge(errorText: string): boolean {
  return /attempting to allocate \d+ over limit|took more of the processor than it may/.test(errorText);
}

/** True when the server does not hand out the commits by their ids, but may do so by the names of refs. */
export function isRefused(errorText: string): boolean {
  return REFUSED.test(errorText);
}
