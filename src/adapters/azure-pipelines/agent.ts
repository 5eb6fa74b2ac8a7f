import { withKeyFolder } from './key-folder';
import type { LogWriter } from './log-writer';
import { type OwnValues, ownValues, readVariableNames } from './variable-names';

/**
 * What the agent hands to a task; absent values are empty texts.
 * @throws SecondPassError `variable-overlaid` for what another variable of the job stands in the place of
 */
export interface Agent {
  input(name: string): string;
  variable(name: string): string;
  /** Names of all environment variables, for those that carry an alias in their name. */
  environmentNames(): readonly string[];
  /** Of the job's secret variables, as far as no open one holds the same text. */
  secretValues(): readonly string[];
  /** Null when the agent did not hand the connection over. */
  connection(id: string): ServiceConnection | null;
}

export interface ServiceConnection {
  id: string;
  url: string;
  /** In lower case: `token`, `oauth`, `workloadidentityfederation`, ... */
  scheme: string;
  parameter(name: string): string;
  data(name: string): string;
}

type TaskLibrary = typeof import('azure-pipelines-task-lib/task');

const FATAL = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Reads the agent's environment through its own library. The library is loaded here and not before, since it prints
 * while loading, and prints each value it hands out: both are dropped. Loading it takes inputs and secrets out of
 * `process.env`; `work` is all that can read them, for the library's key files are removed behind it.
 */
export function withAgent<T>(writer: LogWriter, work: (agent: Agent) => T): T {
  return withKeyFolder((folder) => {
    const own = ownValues(readVariableNames());
    const handlers = rememberHandlers();
    const library = writer.quietly(() => loadedWith(folder));
    restoreHandlers(handlers);
    library.setStdStream({ write: () => true });
    library.setErrStream({ write: () => true });
    return work(agentOf(library, own));
  });
}

/** The library leaves the keys of its vault in the agent's temporary folder, where any process of the same user could read them. */
function loadedWith(keyFolder: string): TaskLibrary {
  const before = process.env.AGENT_TEMPDIRECTORY;
  process.env.AGENT_TEMPDIRECTORY = keyFolder;
  try {
    return require('azure-pipelines-task-lib/task') as TaskLibrary;
  } finally {
    if (before === undefined) delete process.env.AGENT_TEMPDIRECTORY;
    else process.env.AGENT_TEMPDIRECTORY = before;
  }
}

function agentOf(library: TaskLibrary, own: OwnValues): Agent {
  return {
    input: (name) => {
      own.input(name);
      return library.getInput(name) ?? '';
    },
    variable: (name) => {
      own.variable(name);
      return library.getVariable(name) ?? '';
    },
    environmentNames: () => Object.keys(process.env),
    secretValues: () => {
      // A name that a step declared public or secret may have no value.
      const variables = library.getVariables().map((one) => ({ ...one, value: one.value ?? '' }));
      const open = variables.filter(({ secret }) => !secret).map(({ value }) => value);
      const held = variables.flatMap(({ secret, value }) => (secret ? [value] : []));
      return held.filter((value) => value !== '' && !open.some((text) => text.includes(value)));
    },
    connection: (id) => {
      own.connection(id);
      return connectionOf(library, id);
    },
  };
}

function connectionOf(library: TaskLibrary, id: string): ServiceConnection | null {
  const authorization = library.getEndpointAuthorization(id, true);
  if (!authorization) return null;
  const parameters = new Map(
    Object.entries(authorization.parameters ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    id,
    url: library.getEndpointUrl(id, true) ?? '',
    scheme: String(authorization.scheme ?? '').toLowerCase(),
    parameter: (name) => parameters.get(name.toLowerCase()) ?? '',
    data: (name) => library.getEndpointDataParameter(id, name, true) ?? '',
  };
}

/** The library would answer a crash with a result and a stack of its own; that is the door's part. */
function rememberHandlers(): Map<string, readonly unknown[]> {
  return new Map(FATAL.map((event) => [event, process.listeners(event as 'uncaughtException')]));
}

function restoreHandlers(before: Map<string, readonly unknown[]>): void {
  for (const event of FATAL) {
    const known = before.get(event) ?? [];
    const listeners = process.listeners(event as 'uncaughtException');
    for (const added of listeners.filter((listener) => !known.includes(listener))) process.off(event, added);
  }
}
