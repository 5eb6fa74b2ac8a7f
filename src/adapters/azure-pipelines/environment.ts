export interface EnvironmentReport {
  warnings: readonly string[];
}

type Environment = Record<string, string | undefined>;

/** By name: what the variable would do; an empty text removes it without a word. */
const DANGERS: ReadonlyMap<string, string> = new Map([
  ['SYSTEM_ACCESSTOKEN', ''],
  ['AZURE_DEVOPS_EXT_PAT', ''],
  ['NODE_TLS_REJECT_UNAUTHORIZED', 'certificates would not be checked. It was removed; they are.'],
  ['NODE_DEBUG', 'Node would print requests with their authorization. It was removed.'],
  ['NODE_OPTIONS', 'it can load code into this task. Set it for the steps that need it only.'],
  ['NODE_PATH', 'it can load code into this task. Set it for the steps that need it only.'],
  ['LD_PRELOAD', 'it can load code into this task. Set it for the steps that need it only.'],
  ['DYLD_INSERT_LIBRARIES', 'it can load code into this task. Set it for the steps that need it only.'],
]);

/** Too late to remove: the process read them when it began. */
const READ_AT_START: ReadonlySet<string> = new Set([
  'NODE_OPTIONS',
  'NODE_PATH',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
]);

/**
 * Takes out of the environment what could redirect the key or the code, and tells of what cannot be undone any more.
 * Every open variable of a pipeline becomes one of the environment, so an earlier step can have set any of them.
 */
export function cleanEnvironment(environment: Environment = process.env): EnvironmentReport {
  const warnings: string[] = [];
  const steering = Object.keys(environment).filter((name) => /^(ANTHROPIC|CLAUDE)_/i.test(name));
  for (const name of steering) delete environment[name];
  if (steering.length > 0) warnings.push(`Not used, and removed: ${steering.sort().join(', ')}. Inputs alone decide.`);
  for (const name of Object.keys(environment)) {
    const danger = DANGERS.get(name.toUpperCase());
    if (danger === undefined) continue;
    if (danger !== '') warnings.push(`${name} is set in this job: ${danger}`);
    if (!READ_AT_START.has(name.toUpperCase())) delete environment[name];
  }
  return { warnings };
}
