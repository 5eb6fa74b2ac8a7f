import type { Git } from './run-git';

export interface Connection {
  url: string;
  /** Value of the Authorization header, `bearer ...` or `Basic ...`. */
  authorization: string | null;
  proxyUrl: string | null;
  caFile: string | null;
}

/** Undoes, for this one question, that git's own switches hide the configuration of the machine; the user's stays hidden. */
const WITH_SYSTEM_SETTINGS = { GIT_CONFIG_NOSYSTEM: undefined, GIT_CONFIG_SYSTEM: undefined };

const FIXED: readonly (readonly [string, string])[] = [
  // A redirect, to a sign-in page for one, must not carry the token to another address.
  ['http.followRedirects', 'false'],
  ['http.sslVerify', 'true'],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '60'],
  ['protocol.version', '2'],
  ['credential.helper', ''],
  ['fetch.negotiationAlgorithm', 'noop'],
  ['fetch.recurseSubmodules', 'false'],
];

const TAKEN: ReadonlySet<string> = new Set([
  'http.sslcainfo',
  'http.sslcapath',
  'http.sslbackend',
  'http.schannelusesslcainfo',
  'http.schannelcheckrevoke',
]);

/** Settings of a fetch. They carry the token, so they travel in environment variables only. */
export function connectionSettings(
  connection: Connection,
  machine: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const settings: (readonly [string, string])[] = [...machine, ...FIXED];
  if (connection.proxyUrl !== null) settings.push(['http.proxy', connection.proxyUrl]);
  if (connection.caFile !== null) {
    settings.push(['http.sslCAInfo', connection.caFile], ['http.schannelUseSSLCAInfo', 'true']);
  }
  if (connection.authorization !== null) {
    settings.push([`http.${connection.url}.extraheader`, `Authorization: ${connection.authorization}`]);
  }
  return settings;
}

/**
 * What the machine's own configuration, which only an administrator can write, says of certificates: without it git for
 * Windows knows no authority. A proxy is the agent's to name, and nothing of a user's configuration is taken.
 */
export async function machineSettings(git: Git, url: string): Promise<[string, string][]> {
  const { exitCode, output } = await git({
    arguments: ['config', '-z', '--get-urlmatch', 'http', url],
    environment: WITH_SYSTEM_SETTINGS,
    timeoutMilliseconds: 30_000,
  });
  if (exitCode !== 0) return [];
  return output
    .toString('utf8')
    .split('\0')
    .map((entry) => entry.split(/\n(.*)/s).slice(0, 2) as [string, string])
    .filter(([key, value]) => value !== undefined && TAKEN.has(key.toLowerCase()));
}
