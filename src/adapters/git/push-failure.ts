import { type FailureCode, SecondPassError } from '../../errors';
import { isPassing } from './fetch-failure';
import { oneLine } from './run-git';

const FORBIDDEN = /returned error: (401|403)|HTTP 40[13]|Authentication failed|could not read Username|TF401027/i;

/** After these nobody knows whether the push arrived. */
export function isLost(errorText: string, said: string): boolean {
  if (/\[(remote )?rejected\]/.test(said) || FORBIDDEN.test(errorText)) return false;
  return isPassing(errorText) || /hung up|disconnect|HTTP 5\d\d/i.test(errorText);
}

/** What a failed push means, read from git's own lists and the end of its error stream (in English, by `LC_ALL=C`). */
export function pushFailure(errorText: string, said: string): SecondPassError {
  const refused = /^!\t\S+\t\[(?:remote )?rejected\] \((.*)\)$/m.exec(said)?.[1] ?? '';
  if (/stale info|fetch first|non-fast-forward|already exists|cannot lock ref/.test(refused)) return moved(refused);
  if (refused !== '') return refusedByServer(refused, errorText);
  if (FORBIDDEN.test(errorText)) {
    return failure('push-forbidden', 'The identity that writes may not push.', errorText, RIGHTS);
  }
  return failure('push-failed', 'git could not push.', errorText, 'Nothing was written; `retry` asks again.');
}

export function branchMoved(branch: string): SecondPassError {
  return moved(branch);
}

const RIGHTS =
  'docs/fix.md says which rights it needs: Create branch and Contribute on the folder of our branches, Contribute to pull requests.';

function moved(what: string): SecondPassError {
  return new SecondPassError({
    kind: 'refused',
    code: 'branch-moved',
    message: `The branch does not stand where the plan found it (${oneLine(what)}): somebody else pushed.`,
    advice: 'Nothing was written; `retry` makes a new plan.',
  });
}

function refusedByServer(refused: string, errorText: string): SecondPassError {
  const isRight = /TF401027|permission/i.test(refused);
  return new SecondPassError({
    kind: 'refused',
    code: isRight ? 'push-forbidden' : 'push-refused',
    message: `The server refused the push: ${oneLine(refused || errorText)}.`,
    advice: isRight ? RIGHTS : 'A branch policy or a check of the server forbids it; nothing was written.',
  });
}

function failure(code: FailureCode, what: string, errorText: string, advice: string): SecondPassError {
  const message = `${what} git said: ${oneLine(errorText).replace(/\.?$/, '.')}`;
  return new SecondPassError({ kind: 'platform', code, message, advice });
}
