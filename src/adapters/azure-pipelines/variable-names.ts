import { SecondPassError } from '../../errors';
import { grouped } from '../../grouped';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names of the job's variables, as a pipeline and the agent spell them. */
export interface VariableNames {
  open: readonly string[];
  secret: readonly string[];
}

/** The agent writes these lists last, so that no variable can stand for them. Its library takes them away while loading. */
export function readVariableNames(environment: Environment = process.env): VariableNames {
  return { open: listed(environment.VSTS_PUBLIC_VARIABLES), secret: listed(environment.VSTS_SECRET_VARIABLES) };
}

function listed(json = '[]'): string[] {
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

/** As the agent writes the name of a variable into the environment: two names may come to one. */
export function environmentName(name: string): string {
  return name.replace(/[. ]/g, '_').toUpperCase();
}

/**
 * Every step may set variables, and the agent guards its own by their whole names alone: `SYSTEM_COLLECTIONURI` is another
 * one than `System.CollectionUri`, and takes its place in the environment. Agents before 5.277 lay it over inputs and connections, too.
 */
export interface OwnValues {
  /** @throws SecondPassError `variable-overlaid` where a variable by another name stands in its place */
  variable(name: string): void;
  /** @throws SecondPassError `variable-overlaid` where a variable stands in its place */
  input(name: string): void;
  /** @throws SecondPassError `variable-overlaid` where a variable stands in the place of one of its parts */
  connection(id: string): void;
}

export function ownValues({ open, secret }: VariableNames): OwnValues {
  const spellings = spellingsOf([...open, ...secret]);
  const openNames = spellingsOf(open);
  const ofEndpoints = [...openNames.keys()].filter((name) => name.startsWith('ENDPOINT_'));
  const refuse = (names: readonly string[] = [], what: string) => {
    const [name] = names;
    if (name !== undefined) throw overlaid(name, what);
  };
  return {
    variable(name) {
      const all = spellings.get(environmentName(name)) ?? [];
      const others = all.filter((other) => other.toLowerCase() !== name.toLowerCase());
      refuse(others, `the agent's own variable ${name}`);
    },
    input(name) {
      refuse(openNames.get(`INPUT_${environmentName(name)}`), `the input "${name}"`);
    },
    connection(id) {
      const name = ofEndpoints.find((one) => one.includes(`_${environmentName(id)}`));
      refuse(openNames.get(name ?? ''), `the service connection ${id}`);
    },
  };
}

function spellingsOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return grouped(names, environmentName);
}

function overlaid(name: string, what: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'variable-overlaid',
    message: `The variable ${name} of this job stands in the place of ${what}. Nothing was reviewed, and no request was made.`,
    advice:
      'A step or the pipeline sets it: remove it there, or give it another name. Where a step that runs code of the change may have set it, let that code run in a job of its own.',
  });
}
