import type { PolicyFacts } from '../../../src/steps/policy/govern';
import type { PolicyReading } from '../../../src/steps/policy/read-policy';

/** What the reader chose to see; it stands in the host's hash. */
export interface PolicyView {
  /** Where the policy is, where no run says; empty: as the newest run says. */
  file: string;
  /** Whose limits are shown besides the project's; empty: the project's alone. */
  repository: string;
}

export interface PolicyState {
  content: PolicyContent;
  view: PolicyView;
  /** Names of the project's repositories, as far as the reader may see them. */
  repositories: readonly string[];
  project: { id: string; name: string };
  /** What the reader wrote; never sent anywhere. */
  draft: string;
  patience: number;
}

export type PolicyContent =
  | { kind: 'loading'; waitingFor: string }
  /** No run tells where the policy is. */
  | { kind: 'unnamed'; wrong: string }
  | { kind: 'trouble'; trouble: string; file: string }
  | ShownPolicy;

export interface ShownPolicy {
  kind: 'policy';
  /** project/repository/branch/path */
  source: string;
  /** Page of the file, where it is edited. */
  url: string;
  text: string;
  reading: PolicyReading;
  /** The newest run that held to it; absent where none is kept. */
  run?: PolicyFacts;
  /** The place that the newest run names, where the reader named another one. */
  heldElsewhere?: string;
  /** Whether that run read the same text; null where it cannot be told. */
  isSame: boolean | null;
}

export interface PolicyActs {
  look(change: Partial<PolicyView>): void;
  draft(text: string): void;
  again(): void;
}

export const USUAL_VIEW: PolicyView = { file: '', repository: '' };

export function viewOfHash(hash: string): PolicyView {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string) => (given.get(name) ?? '').slice(0, 1000);
  return { file: text('file'), repository: text('repository') };
}

export function hashOfView({ file, repository }: PolicyView): string {
  return new URLSearchParams({ ...(file ? { file } : {}), ...(repository ? { repository } : {}) }).toString();
}
