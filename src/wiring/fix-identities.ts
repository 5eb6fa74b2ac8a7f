import { createAzureDevOpsHost, type Token } from '../adapters/azure-devops/host';
import type { ServiceClock } from '../adapters/azure-devops/service-clock';
import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import type { HttpClient } from '../adapters/http/http';
import type { CodeHost } from '../ports/code-host';
import { type Surroundings, wireToken } from './connection';
import { type GivenWriter, type WiredWriter, wireWriter } from './fix-writer';
import { late } from './late';

type FixSurroundings = Surroundings & { facts: FixFacts };

interface Identities {
  /** Who reads and comments. */
  reader(): Promise<Token>;
  /** Who pushes: the same one where no other is named. */
  writer(): Promise<Token>;
}

export function identitiesOf(surroundings: FixSurroundings, http: HttpClient, fault: unknown): Identities {
  const reader = tokenOf(surroundings, http, fault);
  const { writer } = surroundings.facts;
  return { reader, writer: writer === null ? reader : tokenOf(asWriter(surroundings), http, fault) };
}

export interface Repositories {
  as(identity: 'reader' | 'writer', repositoryId: string): WiredWriter;
  dispose(): Promise<unknown>;
}

/** One for each repository and identity, however often it is asked for: each has a scratch repository of its own. */
export function createRepositories(given: GivenWriter): Repositories {
  const opened = new Map<string, WiredWriter>();
  return {
    as(identity, repositoryId) {
      const key = `${identity} ${repositoryId.toLowerCase()}`;
      const there = opened.get(key) ?? wireWriter({ ...given, writer: given[identity] }, repositoryId);
      opened.set(key, there);
      return there;
    },
    dispose: () => Promise.all([...opened.values()].map((one) => one.dispose())),
  };
}

/** Asked for once, and only when something is read or written. */
function tokenOf(surroundings: Surroundings, http: HttpClient, fault: unknown): () => Promise<Token> {
  let asked: Promise<Token> | undefined;
  return () => {
    asked ??= fault ? Promise.reject(fault) : wireToken(surroundings, http);
    return asked;
  };
}

function asWriter(surroundings: FixSurroundings): Surroundings {
  const { facts } = surroundings;
  const azureDevOps = facts.writer ?? facts.credentials.azureDevOps;
  return { ...surroundings, facts: { ...facts, credentials: { ...facts.credentials, azureDevOps } } };
}

interface Reading {
  surroundings: Surroundings;
  http: HttpClient;
  reader(): Promise<Token>;
  serviceClock: ServiceClock;
}

export function hostOf(
  { surroundings: { facts, clock, log }, http, reader, serviceClock }: Reading,
  repositoryId: string,
  pullRequestId: number,
): CodeHost {
  const make = async () =>
    createAzureDevOpsHost({
      collectionUrl: facts.collectionUrl,
      project: facts.project.id || facts.project.name,
      ...{ repositoryId, pullRequestId, token: await reader(), http, log, statusGenre: 'second-pass' },
      ...{ clock, serviceClock },
    });
  return {
    ...late<CodeHost, keyof CodeHost>(make, ['pullRequest', 'pushers', 'conversation', 'apply']),
    now: serviceClock.now,
  };
}
