import type { Comment, Identity, Thread, ThreadStatus } from '../../../src/ports/code-host';
import type { StoryStatus } from '../../../src/steps/insights/story';
import type { Category } from '../../../src/steps/prompt/candidate';
import type { Severity } from '../../../src/steps/settings/settings';
import { withIdentity } from '../../../src/steps/threads/identity';
import { EMPTY_MEMORY, type Memory } from '../../../src/steps/threads/memory';
import { withMemory } from '../../../src/steps/threads/memory-text';
import { PROPERTY } from '../../../src/steps/threads/properties';

export const BOT: Identity = { id: 'b0', name: 'Shop Build Service (fabrikam)', nature: 'service' };
export const DANA: Identity = { id: 'd0', name: 'Dana' };
export const RAJ: Identity = { id: 'r0', name: 'Raj' };

/** What our threads are signed with in tests that check it. */
export const KEY: Uint8Array = Buffer.from('a key that only this test knows');

export const MINUTE = 60_000;

export interface MadeUpFinding {
  id: number;
  severity?: Severity;
  category?: Category;
  status?: ThreadStatus;
  title?: string;
  enforced?: boolean;
  by?: Identity;
  /** Milliseconds since 1970. */
  openedAt?: number;
  isDeleted?: boolean;
  replies?: readonly { by: Identity; words: string; at?: number }[];
}

export interface Place {
  repositoryId: string;
  pullRequestId: number;
  name?: string;
  key?: Uint8Array | null;
}

export const PLACE: Place = { repositoryId: 'repo-1', pullRequestId: 7 };

/** A thread as a run leaves it on a pull request, with what people did to it since. */
export function findingThread(finding: MadeUpFinding, place: Place = PLACE): Thread {
  const { id, severity = 'warning', category = 'bug', by = BOT, openedAt = 0, enforced = false } = finding;
  const title = finding.title ?? `Finding ${id}`;
  const seal = sealOf(place);
  const identity = {
    ...{ fingerprint: `f${id}`, twin: `t${id}`, mark: `m${id}`, gist: '', side: 'new' as const },
    ...{ path: 'src/cart.ts', openedAs: 'active' as const, severity, category, enforced, title },
  };
  const label = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
  const content = withIdentity(`**${label}** · ${category} — ${title}`, identity, seal);
  const replies = (finding.replies ?? []).map(({ by: author, words, at = openedAt }, index) =>
    comment(index + 2, author, words, at),
  );
  return {
    id,
    status: finding.status ?? 'active',
    isDeleted: false,
    path: 'src/cart.ts',
    range: { side: 'new', startLine: 10 + id, endLine: 10 + id },
    properties: {
      [PROPERTY.kind]: 'finding',
      [PROPERTY.name]: seal.name,
      [PROPERTY.severity]: severity,
      [PROPERTY.category]: category,
    },
    comments: [{ ...comment(1, by, content, openedAt), isDeleted: finding.isDeleted ?? false }, ...replies],
  };
}

export function trackingThread(id: number, memory: Partial<Memory>, place: Place = PLACE, by: Identity = BOT): Thread {
  const seal = sealOf(place);
  return {
    id,
    status: 'closed',
    isDeleted: false,
    properties: { [PROPERTY.kind]: 'tracking', [PROPERTY.name]: seal.name },
    comments: [comment(1, by, withMemory('What was found', { ...EMPTY_MEMORY, ...memory }, seal), 0)],
  };
}

export function status(iteration: number, description: string, at: number, by: Identity = BOT): StoryStatus {
  const state = description.startsWith('FAIL') ? 'failed' : 'succeeded';
  return { name: 'review', state, by, iteration, description, url: `https://host/run/${iteration}`, at };
}

function comment(id: number, author: Identity, content: string, publishedAt: number): Comment {
  return { id, author, content, isDeleted: false, isText: true, publishedAt };
}

function sealOf({ repositoryId, pullRequestId, name = 'review', key = KEY }: Place) {
  return { repositoryId, pullRequestId, name, key };
}
