/** What the pipeline says of itself, read once. Secrets are in `credentials` alone. */
export interface PipelineFacts {
  /** Every input that `readSettings` knows, as the agent gave it; an emptied input is an empty text. */
  inputs: Readonly<Record<string, string>>;
  /** Url of the collection or organisation with its whole path, ending with a slash; empty outside of a pipeline. */
  collectionUrl: string;
  project: { id: string; name: string };
  /** Id is a GUID, or a name if an input gave one; both may be empty in a classic release. */
  repository: { id: string; name: string };
  /** Null: this run belongs to no pull request. */
  pullRequest: { id: number; source: PullRequestSource } | null;
  /** Name of the repository's host as the agent spells it (`GitHub`, `Bitbucket`); null when it is Azure Repos. */
  foreignHost: string | null;
  isFork: boolean;
  /** Where the service connection that holds the key says that the policy is; empty where it names none, or there is none. */
  policy: string;
  /** Ids of the service connections that the step names, by their inputs. */
  connections?: Readonly<Record<string, string>>;
  credentials: {
    azureDevOps: AzureDevOpsCredential;
    model: ModelCredential;
    /** What signs the memory on the pull request; empty: something else has to. */
    memoryKey: string;
    /** Empty when there are none. */
    otlpHeaders?: string;
    /** What inputs hold and the run does not use: to be masked all the same. */
    unused?: readonly string[];
  };
  /** The job's own token, whatever identity posts; empty when the agent gave none. */
  jobToken: string;
  /** Where the pipeline hands out tokens for service connections with workload identity federation. */
  oidcRequestUrl: string;
  /** The agent's own; wiped after each job. */
  temporaryFolder: string;
  workingFolder: string;
  /** Where the pipeline says that it checked the repository out; tools name their files below these. */
  checkoutFolders: readonly string[];
  /** Where the agent itself is installed, with a git of its own on Windows; empty when it does not say. */
  agentFolder: string;
  proxy: { url: string; username?: string; password?: string; bypass: readonly string[] } | null;
  certificates: CertificateFiles;
  run: {
    kind: 'build' | 'release' | 'other';
    /** Build or release id. */
    id: string;
    /** Page of the run; empty when unknown. */
    url: string;
    agentVersion: string;
    attempt: number;
    /** The beginning of the job's id: jobs of one run may be at work at once. */
    job: string;
    /** 1, 2, 3, ... among the copies of a job that a matrix or `parallel` makes; 1 where there is one alone. */
    leg: number;
    /** Of the pipeline; 0 where the run is no build. */
    definitionId: number;
  };
  /** For the log, as information. */
  notes: readonly string[];
  /** For the log, as warnings of the run. */
  warnings: readonly string[];
}

export type PullRequestSource = 'input' | 'pullRequestBuild' | 'release' | 'mergeRef';

export interface CertificateFiles {
  /** PEM file of the authorities to trust besides Node's; empty means none. */
  caFile: string;
  client: { certFile: string; keyFile: string; archiveFile: string; passphrase: string } | null;
}

/** A connection that holds no secret: a token is asked for when it is needed. */
export interface FederatedConnection {
  connectionId: string;
  tenantId: string;
  clientId: string;
  /** Base url of Microsoft Entra, ending with a slash. */
  authority: string;
}

export type AzureDevOpsCredential =
  | { kind: 'bearer'; token: string; from: 'job' | 'connection' }
  /** A personal access token, sent as basic authorization. */
  | { kind: 'personal'; token: string; from: 'connection' }
  | { kind: 'federated'; connection: FederatedConnection; from: 'connection' }
  | { kind: 'none'; why: string };

export type ModelCredential =
  /** `isOpen`: the input gave it, and it is no secret variable of the job. */
  | { kind: 'key'; key: string; from: 'connection' | 'input'; isOpen?: true }
  | { kind: 'federated'; connection: FederatedConnection }
  /** `withheld`: it was named and the agent did not hand it over, as in builds of forks; `missing`: nothing was named. */
  | { kind: 'none'; reason: 'withheld' | 'missing'; why: string };
