import { createHash } from 'node:crypto';
import type { Facts } from './provenance-facts';

/** An in-toto statement whose predicate is the provenance of SLSA; https://slsa.dev/spec/v1.0/provenance */
export interface Statement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: Resource[];
  predicateType: 'https://slsa.dev/provenance/v1';
  predicate: {
    buildDefinition: {
      buildType: string;
      externalParameters: { commands: string[]; version: string };
      resolvedDependencies: Resource[];
    };
    runDetails: { builder: { id: string } };
  };
}

export interface Resource {
  name?: string;
  uri?: string;
  digest: Record<string, string>;
}

const BUILD_TYPE = 'urn:second-pass:package:1';
const BUILDER = 'urn:second-pass:npm-run-package';

/** Without a time or a machine: equal sources give an equal statement. */
export function statementOf(facts: Facts): Statement {
  const { vsix, version } = facts;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: vsix.name, digest: { sha256: vsix.sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: { commands: ['npm ci', 'npm run package'], version },
        resolvedDependencies: dependenciesOf(facts),
      },
      runDetails: { builder: { id: BUILDER } },
    },
  };
}

function dependenciesOf({ inputs, packages, commit }: Facts): Resource[] {
  return [
    ...(commit ? [{ name: 'source', uri: 'git:HEAD', digest: { gitCommit: commit.id, gitTree: commit.tree } }] : []),
    { name: 'inputs', uri: 'file:.', digest: { sha256: digestOfInputs(inputs) } },
    { name: 'lock file', uri: 'file:package-lock.json', digest: { sha256: inputs.get('package-lock.json') ?? '' } },
    ...[...packages].map(([name, sha512]) => ({
      uri: `pkg:npm/${encodeURI(name).replace(/^@/, '%40')}`,
      digest: { sha512 },
    })),
  ];
}

/** As `sha256sum` lists the files, in the order of their paths. */
function digestOfInputs(inputs: Facts['inputs']): string {
  const lines = [...inputs].map(([path, sha256]) => `${sha256}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** What of a statement is not so, one sentence each; empty when all of it is. */
export function faultsOf(said: Statement, facts: Facts): string[] {
  const made = statementOf(facts);
  const [subject] = said.subject ?? [];
  const vsix = facts.vsix;
  return [
    ...(said._type === made._type && said.predicateType === made.predicateType
      ? []
      : ['It is no provenance of SLSA 1.0.']),
    ...(subject?.digest.sha256 === vsix.sha256
      ? []
      : [`${vsix.name} has sha256 ${vsix.sha256}, not ${subject?.digest.sha256}.`]),
    ...dependencyFaults(said.predicate?.buildDefinition?.resolvedDependencies ?? [], made),
  ];
}

function dependencyFaults(said: readonly Resource[], made: Statement): string[] {
  const key = ({ uri = '', name = '' }: Resource) => (name === '' ? uri : `${name} (${uri})`);
  const now = new Map(made.predicate.buildDefinition.resolvedDependencies.map((one) => [key(one), one.digest]));
  const then = new Map(said.map((one) => [key(one), one.digest]));
  const changed = [...now].flatMap(([name, digest]) => {
    const before = then.get(name);
    if (before === undefined) return [`${name} is not named.`];
    const differs = Object.keys(digest).filter((kind) => before[kind] !== digest[kind]);
    return differs.map((kind) => `${name} has ${kind} ${digest[kind]}, not ${before[kind]}.`);
  });
  const gone = [...then.keys()].filter((name) => !now.has(name)).map((name) => `${name} is named, and not part of it.`);
  return [...changed, ...gone];
}
