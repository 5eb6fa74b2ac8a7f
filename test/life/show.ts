import type { PullRequestSnapshot } from '../emulators/azure-devops/server';
import type { Life } from './life';

/** The pull request as people see it after a run, without what the memory hides. */
export function show(life: Life, what: string): string {
  const snapshot = life.emulator.snapshot(life.pullRequest.id);
  const status = snapshot.statuses.at(-1);
  const tracking = trackingOf(snapshot);
  return [
    `## ${what}`,
    '',
    `iteration ${snapshot.iterations.at(-1)?.id}, status ${status?.state} (${status?.iterationId}): ${status?.description}`,
    `writes: ${life.writes.map(({ kind }) => kind).join(', ') || 'none'}`,
    '',
    ...findingThreads(life, snapshot),
    '',
    ...visible(tracking ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `> ${line}`),
    '',
  ].join('\n');
}

/** Every tracking comment that is not deleted. */
export function trackingComments({ threads }: PullRequestSnapshot): string[] {
  return threads
    .filter(({ properties }) => properties['SecondPass.Kind'] === 'tracking')
    .flatMap(({ comments }) => comments[0] ?? [])
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ content }) => content);
}

function trackingOf(snapshot: PullRequestSnapshot): string | undefined {
  return trackingComments(snapshot)[0];
}

/** Without the memory, and without what differs from run to run. */
export function visible(content: string): string {
  return content
    .replace(/<!-- second-pass-\w+ .*-->/, '')
    .replace(/\(https?:[^)]*\)/g, '(link)')
    .replace(/ · \d+ s · /, ' · ')
    .replace(/`[0-9a-f]{8}`/g, '`commit`')
    .trim();
}

function findingThreads(life: Life, { threads }: PullRequestSnapshot): string[] {
  const places = new Map(life.pullRequest.threads.map(({ id, context }) => [id, context?.filePath]));
  return threads
    .filter(({ properties }) => properties['SecondPass.Kind'] !== 'tracking')
    .map(({ id, status, comments, lines }) => {
      const said = comments.map(({ author, content, isDeleted }) =>
        isDeleted ? '(deleted)' : `${author.split(' ')[0]}: ${visible(content).split('\n')[0]}`,
      );
      return `* ${id - 100} ${status} ${places.get(id)} ${lines ?? 'file'} | ${said.join(' | ')}`;
    });
}
