import type { Agent } from '../../../src/adapters/azure-pipelines/agent';
import type { Endpoint } from '../../agent/step-environment';

export interface FakeAgentParts {
  inputs?: Record<string, string>;
  variables?: Record<string, string>;
  secretVariables?: Record<string, string>;
  endpoints?: readonly Omit<Endpoint, 'name'>[];
  jobToken?: string;
}

/** The agent, from plain data. */
export function fakeAgent(parts: FakeAgentParts): Agent {
  const key = (name: string) => name.replace(/[. ]/g, '_').toUpperCase();
  const secrets = parts.secretVariables ?? {};
  const variables = new Map(
    Object.entries({ ...parts.variables, ...secrets }).map(([name, value]) => [key(name), value]),
  );
  const job = {
    id: 'SYSTEMVSSCONNECTION',
    url: '',
    scheme: 'OAuth',
    parameters: { AccessToken: parts.jobToken ?? '' },
  };
  const all = [...(parts.endpoints ?? []), ...(parts.jobToken === undefined ? [] : [job])];
  const lookUp = (values: Readonly<Record<string, string>> = {}, name: string) =>
    Object.entries(values).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1] ?? '';
  return {
    input: (name) => parts.inputs?.[name] ?? '',
    variable: (name) => variables.get(key(name)) ?? '',
    environmentNames: () => [...variables.keys()],
    secretValues: () => Object.values(secrets),
    connection(id) {
      const found: Omit<Endpoint, 'name'> | undefined = all.find((endpoint) => endpoint.id === id);
      return found
        ? {
            id,
            url: found.url,
            scheme: found.scheme.toLowerCase(),
            parameter: (name) => lookUp(found.parameters, name),
            data: (name) => lookUp(found.data, name),
          }
        : null;
    },
  };
}
