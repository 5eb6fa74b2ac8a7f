import { isAbsolute, join } from 'node:path';
import type { TaskManifest } from './task-package';

export interface Endpoint {
  /** A GUID in lower case. */
  id: string;
  /** By which a pipeline names it. */
  name: string;
  url: string;
  scheme: string;
  parameters: Readonly<Record<string, string>>;
  data?: Readonly<Record<string, string>>;
}

export interface StepFacts {
  manifest: TaskManifest;
  inputs: Readonly<Record<string, string>>;
  variables: Readonly<Record<string, string>>;
  secretVariables: Readonly<Record<string, string>>;
  endpoints: readonly Endpoint[];
  /** The agent's own environment. */
  agentEnvironment: Readonly<Record<string, string>>;
  /** `env:` of the step; macros in it are expanded. */
  environment: Readonly<Record<string, string>>;
  accessToken: string;
  sourcesFolder: string;
}

export interface StepEnvironment {
  environment: Record<string, string>;
  /** Endpoints that inputs name, which are all the task gets. */
  endpoints: readonly Endpoint[];
  /** Values that the agent masks from the start. */
  secrets: readonly string[];
}

/** The environment of a task's process, in the order in which the agent lays its parts over each other. */
export function stepEnvironment(facts: StepFacts): StepEnvironment {
  const inputs = resolveInputs(facts);
  const isConnection = (name: string) => typeOf(facts.manifest, name).startsWith('connectedservice:');
  const ids = Object.entries(inputs).filter(([name, value]) => value !== '' && isConnection(name));
  const endpoints = ids.map(([, id]) => facts.endpoints.find((endpoint) => endpoint.id === id)).filter((one) => !!one);
  const step = Object.entries(facts.environment).map(([name, value]) => [name, expandMacros(value, facts)] as const);
  const environment = {
    ...facts.agentEnvironment,
    ...Object.fromEntries(step),
    ...variableEntries(facts),
    ...prefixed('INPUT_', inputs),
    ...Object.assign({}, ...endpoints.map((endpoint) => endpointEntries(endpoint, endpoint.id))),
    ...systemEntries(facts),
    TF_BUILD: 'True',
  };
  const parameters = endpoints.flatMap((endpoint) => Object.values(endpoint.parameters));
  return {
    environment,
    endpoints,
    secrets: [...Object.values(facts.secretVariables), ...parameters, facts.accessToken],
  };
}

/** `$(name)` becomes the variable's value, once; what nothing defines stays as it is. */
export function expandMacros(text: string, facts: Pick<StepFacts, 'variables' | 'secretVariables'>): string {
  const all = new Map(
    Object.entries({ ...facts.variables, ...facts.secretVariables }).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return text.replace(/\$\(([^()]+)\)/g, (macro, name: string) => all.get(name.toLowerCase()) ?? macro);
}

function resolveInputs(facts: StepFacts): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const { name, defaultValue } of facts.manifest.inputs) inputs[name] = String(defaultValue ?? '').trim();
  for (const [given, value] of Object.entries(facts.inputs)) {
    const declared = facts.manifest.inputs.find(({ name }) => name.toLowerCase() === given.toLowerCase());
    if (!declared) throw new Error(`task.json declares no input ${given}`);
    inputs[declared.name] = value.trim();
  }
  for (const [name, value] of Object.entries(inputs)) {
    const expanded = expandEnvironment(expandMacros(value, facts), facts.agentEnvironment);
    inputs[name] = settle(facts, name, expanded);
  }
  return inputs;
}

function settle(facts: StepFacts, name: string, value: string): string {
  const type = typeOf(facts.manifest, name);
  if (type === 'filepath' && value !== '' && !isAbsolute(value)) return join(facts.sourcesFolder, value);
  if (!type.startsWith('connectedservice:') || value === '') return value;
  const endpoint = facts.endpoints.find((one) => one.id === value || one.name === value);
  if (!endpoint) throw new Error(`input ${name}: the server knows no service connection ${value}`);
  return endpoint.id;
}

function typeOf(manifest: TaskManifest, name: string): string {
  return (manifest.inputs.find((input) => input.name === name)?.type ?? '').toLowerCase();
}

function expandEnvironment(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$\(([^()]+)\)/g, (macro, name: string) => environment[name] ?? macro);
}

function variableEntries({ variables, secretVariables }: StepFacts): Record<string, string> {
  return {
    ...prefixed('', variables),
    ...prefixed('SECRET_', secretVariables),
    VSTS_PUBLIC_VARIABLES: JSON.stringify(Object.keys(variables)),
    VSTS_SECRET_VARIABLES: JSON.stringify(Object.keys(secretVariables)),
  };
}

function endpointEntries({ url, scheme, parameters, data }: Omit<Endpoint, 'id' | 'name'>, id: string) {
  const entries: Record<string, string> = {
    [`ENDPOINT_URL_${id}`]: url,
    [`ENDPOINT_AUTH_${id}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${id}`]: scheme,
    ...prefixed(`ENDPOINT_AUTH_PARAMETER_${id}_`, parameters),
  };
  if (data)
    Object.assign(entries, { [`ENDPOINT_DATA_${id}`]: JSON.stringify(data) }, prefixed(`ENDPOINT_DATA_${id}_`, data));
  return entries;
}

function systemEntries({ variables, accessToken }: StepFacts): Record<string, string> {
  const url = variables['System.TeamFoundationServerUri'] ?? variables['System.CollectionUri'] ?? '';
  const parameters = { AccessToken: accessToken };
  return endpointEntries({ url, scheme: 'OAuth', parameters }, 'SYSTEMVSSCONNECTION');
}

/** Dots and spaces become underscores, letters upper case. */
function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [prefix + name.replace(/[. ]/g, '_').toUpperCase(), value]),
  );
}
