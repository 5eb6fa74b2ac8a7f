import type { CodeHost, HostWrite, PullRequest } from '../../ports/code-host';
import type { CommitRange } from '../../ports/repository';
import { harmless, plainText } from './plain-text';

/** A terminal in place of a code host: a change without a pull request, whose comments are printed and nowhere kept. */
export function createTerminalHost(range: CommitRange, print: (text: string) => void): CodeHost {
  const nobody = { id: '00000000-0000-0000-0000-000000000000', name: 'you' };
  const pullRequest: PullRequest = {
    id: 0,
    webUrl: '',
    state: 'active',
    isDraft: false,
    isFork: false,
    author: nobody,
    targetBranch: '',
    repositoryId: '',
    iteration: { ...range, id: 1, target: range.base, reason: 'create' },
    self: nobody,
  };
  let lastId = 0;
  return {
    pullRequest: async () => pullRequest,
    conversation: async () => ({ threads: [], changeTrackingIds: new Map() }),
    apply: async (write) => {
      lastId += 1;
      const text = printed(write);
      if (text !== '') print(text);
      return { threadId: lastId, commentId: 1 };
    },
  };
}

/** Findings and the final words; the tracking comment's first state and statuses would only repeat them. */
function printed(write: HostWrite): string {
  if (write.kind === 'editComment') return `\n${plainText(write.content)}\n`;
  if (write.kind !== 'openThread' || write.place === undefined) return '';
  const { path, range } = write.place;
  return `\n${harmless(path)}${range ? `:${range.startLine}` : ''}\n${indented(plainText(write.content))}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
