import type { Story, StoryFacts } from '../../../src/steps/insights/story';

/** What the reader chose to see; it stands in the host's hash. */
export interface PullRequestView {
  /** Name of the review; empty for the first. */
  review: string;
  part: string;
}

export interface PullRequestState {
  content: PullRequestContent;
  view: PullRequestView;
  /** Seconds for which the service asked us to wait; 0 for none. */
  patience: number;
}

export type PullRequestContent =
  | { kind: 'loading'; waitingFor: string }
  | { kind: 'trouble'; trouble: string; what: string }
  | { kind: 'nothing' }
  | ShownStories;

export interface ShownStories {
  kind: 'stories';
  stories: readonly Story[];
  foreign: readonly { threadId: number; by: { name: string } }[];
  /** Number and time of every push, oldest first. */
  pushes: readonly { iteration: number; at: number }[];
  /** Parts that the reader may not see, or that could not be read. */
  missing: readonly { what: string; trouble: string }[];
  /** Page of the pull request. */
  url: string;
  newestRun: NewestRun;
  /** Id of the account that posts for Second Pass, as a run of our own step tells; empty where none does. */
  confirmed: string;
}

/** The newest run's record, as long as that is kept. */
export type NewestRun =
  | { kind: 'awaited' }
  | { kind: 'unread' }
  | { kind: 'gone' }
  | { kind: 'trouble'; trouble: string }
  | { kind: 'read'; pullRequestCapUsd?: number; dismissal?: StoryFacts['dismissal'] };

export interface PullRequestActs {
  look(change: Partial<PullRequestView>): void;
  goTo(part: string): void;
  again(): void;
}

export const USUAL_VIEW: PullRequestView = { review: '', part: '' };

export function viewOfHash(hash: string): PullRequestView {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    review: (given.get('review') ?? '').slice(0, 100),
    part: (given.get('part') ?? '').replace(/[^\w-]/g, '').slice(0, 100),
  };
}

export function hashOfView({ review, part }: PullRequestView): string {
  return new URLSearchParams({ ...(review ? { review } : {}), ...(part ? { part } : {}) }).toString();
}
