import { programEnvironment } from '../process/program-environment';

const NOWHERE = process.platform === 'win32' ? 'NUL' : '/dev/null';

const OWN_SWITCHES: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_SYSTEM: NOWHERE,
  GIT_CONFIG_GLOBAL: NOWHERE,
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  // Said, because the machine's configuration could ask for these, and a trace may hold headers.
  GIT_TRACE2: '0',
  GIT_TRACE2_EVENT: '0',
  GIT_TRACE2_PERF: '0',
  // No transport at all; only a fetch allows the one of its own address.
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  // In one piece: what is stored as a difference takes all of its size at once, however few bytes that difference has.
  GIT_ALLOC_LIMIT: '1024m',
};

/**
 * The environment of every git process: what any program needs to run, and all of git's own switches set by us.
 * Nothing that an earlier step, a user's configuration or a pull request set can reach it.
 * @param base the agent's environment
 * @param home an empty folder, so that neither `.gitconfig` nor `.netrc` is found
 */
export function gitEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  home: string,
  untrusted: readonly string[] = [],
): Record<string, string> {
  return programEnvironment(base, { ...OWN_SWITCHES, HOME: home, XDG_CONFIG_HOME: home }, { untrusted });
}

/** Settings as variables, the only way that keeps a token away from the command line and from disk. */
export function settingVariables(settings: readonly (readonly [string, string])[]): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([key, value], index) => {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return variables;
}
