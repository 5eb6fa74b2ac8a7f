import { cutText } from '../../cut-text';
import { type FailureCode, SecondPassError } from '../../errors';
import type { Answer } from '../http/http';

interface Asked {
  method: string;
  route: string;
}

/** What an error body of the service says; empty where it has none. */
interface Told {
  message: string;
  typeKey: string;
}

/** Names of git permissions, as the security page of a repository shows them. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  PullRequestContribute: 'Contribute to pull requests',
  GenericContribute: 'Contribute',
  GenericRead: 'Read',
};

const TOKEN_ADVICE =
  'The token may have expired or been revoked, or it belongs to another organisation. ' +
  'In classic releases the job must allow scripts to access the OAuth token.';
const ABSENT_ADVICE =
  'The service says the same when the identity may not see it. In YAML pipelines the job token reaches only repositories ' +
  'that the pipeline checks out or names (“Protect access to repositories in YAML pipelines”).';

/** The error for an answer that is not a success. `self` is the name of our own identity, if known. */
export function refusal(
  asked: Asked,
  answer: Answer,
  self: string,
  redacted: (text: string) => string,
): SecondPassError {
  const told = toldBy(answer, redacted);
  const { status } = answer;
  if (status === 401) return unauthorized(asked, status, 'refused the token');
  if (status === 403) return forbidden(asked, told, self);
  if (status === 404) return absent(asked, told);
  if (status === 429 || (status === 503 && answer.headers['retry-after'])) {
    return failure('throttled', `turned ${name(asked)} away (${status})${say(told)}`, { status });
  }
  if (status >= 500) return failure('unavailable', `failed at ${name(asked)} (${status})${say(told)}`, { status });
  return failure('rejected', `rejected ${name(asked)} (${status})${say(told)}`, { status });
}

/** A sign-in page is how the service answers a token it does not take. */
export function signIn(asked: Asked, status: number, cause?: unknown): SecondPassError {
  return unauthorized(asked, status, 'answered with a sign-in page instead of data', cause);
}

/** A success whose content cannot be trusted. */
export function unexpected(asked: Asked, what: string): SecondPassError {
  return failure('unexpected-answer', `answered ${name(asked)} with a body that ${what}`, {});
}

function unauthorized(asked: Asked, status: number, what: string, cause?: unknown): SecondPassError {
  return failure('unauthorized', `${what} at ${name(asked)} (${status})`, { status, advice: TOKEN_ADVICE, cause });
}

/** TF401027 names permission and identity in quotes, in whatever language the server speaks. */
function forbidden(asked: Asked, told: Told, self: string): SecondPassError {
  const isNamed = told.typeKey === 'GitNeedsPermissionException' || told.message.includes('TF401027');
  const [right, account] = [...told.message.matchAll(/'([^']+)'/g)].map((found) => found[1] as string);
  if (!isNamed || !right || !account) {
    return failure('forbidden', `does not allow ${name(asked)} (403)${say(told)}`, { status: 403 });
  }
  const permission = PERMISSIONS[right] ?? right;
  const identity = self && self !== account ? `${account} (${self})` : account;
  return failure('forbidden', `does not allow ${name(asked)} (403): ${identity} lacks “${permission}”${say(told)}`, {
    status: 403,
    advice:
      `Project settings > Repositories > the repository > Security: set “${permission}” to Allow for ${identity}. ` +
      'docs/troubleshooting.md says which identity a job has.',
  });
}

function absent(asked: Asked, told: Told): SecondPassError {
  const isOurs = /pullRequests\/\{id\}$/.test(asked.route);
  const code = isOurs ? 'pull-request-not-found' : isItem(told) ? 'item-not-found' : 'not-found';
  const kind = isOurs ? 'notFound' : 'platform';
  return failure(code, `does not find ${isOurs ? 'the pull request' : name(asked)} (404)${say(told)}`, {
    kind,
    status: 404,
    advice: ABSENT_ADVICE,
  });
}

/** The repository and the commit are there, the path or the object in it is not. */
function isItem({ typeKey }: Told): boolean {
  return /^Git(Item|Object)NotFoundException$/.test(typeKey);
}

function failure(
  code: FailureCode,
  what: string,
  rest: { kind?: 'platform' | 'notFound'; status?: number; advice?: string; cause?: unknown },
): SecondPassError {
  return new SecondPassError({ kind: 'platform', code, message: `Azure DevOps ${what}.`, ...rest });
}

function toldBy({ text, headers }: Answer, redacted: (text: string) => string): Told {
  const found = parsed(text);
  const message = found.message || decoded(headers['x-tfs-serviceerror'] ?? '');
  return { message: oneLine(redacted(message)), typeKey: found.typeKey.replace(/\W/g, '') };
}

function parsed(text: string): Told {
  try {
    const body = JSON.parse(text) as Partial<Record<keyof Told, unknown>> | null;
    const read = (key: keyof Told) => (typeof body?.[key] === 'string' ? body[key] : '');
    return { message: read('message'), typeKey: read('typeKey') };
  } catch {
    return { message: '', typeKey: '' };
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** The service repeats names that people chose, so its message must not be able to break a line. */
function oneLine(text: string): string {
  return cutText(
    text
      .replace(/[\p{C}\p{Z}]+/gu, ' ')
      .trim()
      .replace(/\.$/, ''),
    400,
  );
}

function say({ message, typeKey }: Told): string {
  if (!message && !typeKey) return '';
  return `: ${message || typeKey}`;
}

function name({ method, route }: Asked): string {
  return `${method} ${route}`;
}
