import { join } from 'node:path';
import { Readable } from 'node:stream';
import { badInputs } from '../../errors';
import type { AccessLog } from '../http/access-log';
import { connectionSettings, machineSettings } from './connection-settings';
import { gitEnvironment, settingVariables } from './git-environment';
import { listed } from './listed-run';
import { createGit, type Git, type GitAnswer, type GitRun } from './run-git';
import { createBareRepository } from './scratch-folder';
import type { Scratch } from './scratch-repository';

const UNAUTHORIZED = /returned error: 401|Authentication failed|could not read (?:Username|Password)/i;

export interface RemoteOptions {
  url: string;
  /** Value of the Authorization header, asked for at each run, and once more when it was refused: in a run of hours the first one has ended. */
  header(isRefused: boolean): Promise<string | null>;
  /** An empty url: directly. Absent: no proxy either, whatever git's own configuration names. */
  proxy?: { url: string } | undefined;
  /** File with the certificate authorities to trust, in PEM form. */
  caFile?: string | undefined;
  /** Where its requests are listed. */
  access?: Pick<AccessLog, 'begin'> | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  untrustedFolders?: readonly string[] | undefined;
}

/** Git that reaches one address, and shares its objects with the reader that reaches none. */
export async function remoteGit(
  { folder, program, reader, signal }: Pick<Scratch, 'folder' | 'program' | 'reader' | 'signal'>,
  { url, header, proxy, caFile, access, environment: given, untrustedFolders }: RemoteOptions,
): Promise<Git> {
  const environment = gitEnvironment(given, folder, untrustedFolders);
  const machine = await machineSettings(reader, url);
  const connection = { url, proxyUrl: proxy?.url ?? null, caFile: caFile ?? null };
  const directory = join(folder, 'fetch.git');
  await createBareRepository(directory);
  return async (run) => {
    const authorization = checkedHeader(await header(false));
    const answer = await runWith(authorization, run);
    if (answer.exitCode === 0 || !UNAUTHORIZED.test(answer.errorText)) return answer;
    const other = checkedHeader(await header(true));
    return other === authorization || run.input instanceof Readable ? answer : await runWith(other, run);
  };

  async function runWith(authorization: string | null, run: GitRun): Promise<GitAnswer> {
    const settings = settingVariables(connectionSettings({ ...connection, authorization }, machine));
    const repository = { GIT_DIR: directory, GIT_OBJECT_DIRECTORY: join(folder, 'read.git', 'objects') };
    const protocol = { GIT_ALLOW_PROTOCOL: new URL(url).protocol.slice(0, -1) };
    const git = createGit({
      program,
      signal,
      folder,
      environment: { ...environment, ...settings, ...repository, ...protocol },
    });
    return listed(git, run, { url, objects: repository.GIT_OBJECT_DIRECTORY, access });
  }
}

function checkedHeader(header: string | null): string | null {
  if (header !== null && /[\r\n\0]/.test(header)) {
    throw badInputs([{ input: 'authorization', was: 'a value with a line break', allowed: 'one line' }]);
  }
  return header;
}
