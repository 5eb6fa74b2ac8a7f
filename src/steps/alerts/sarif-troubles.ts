import { at, type Loose, list, member, string } from './untyped-json';

/** What makes the silence of a run worthless. Tools quote source code in their notifications, so only ids are told. */
export function troublesOf(run: Loose, who: string): string[] {
  const troubles: string[] = [];
  const results = member(run, 'results');
  if (results === undefined || results === null) troubles.push(`${who}: no list of results; the tool may have failed.`);
  else if (!Array.isArray(results)) troubles.push(`${who}: its results are not a list.`);
  const invocations = list(member(run, 'invocations'));
  if (invocations.some((invocation) => member(invocation, 'executionSuccessful') === false))
    troubles.push(`${who}: the tool says that it did not run successfully.`);
  if (invocations.some((invocation) => diedOf(invocation, list(results).length)))
    troubles.push(`${who}: the tool ended as one that failed.`);
  if (list(member(member(run, 'externalPropertyFileReferences'), 'results')).length > 0)
    troubles.push(`${who}: its results stand in other files, which were not read.`);
  const errors = notificationsOf(run).filter((notification) => member(notification, 'level') === 'error');
  if (errors.length > 0) troubles.push(`${who}: the tool reported ${errors.length} error(s)${idsOf(errors)}.`);
  return troubles;
}

/** Whatever the tool says of its own run. */
export function notificationsOf(run: Loose): unknown[] {
  return list(member(run, 'invocations')).flatMap((invocation) => [
    ...list(member(invocation, 'toolExecutionNotifications')),
    ...list(member(invocation, 'toolConfigurationNotifications')),
  ]);
}

/** By a signal, or with another code than nothing where it found nothing either. */
function diedOf(invocation: unknown, results: number): boolean {
  const code = member(invocation, 'exitCode');
  // Some write words of their own there (SpotBugs: `BUGS FOUND`).
  const isKilled = /^SIG[A-Z0-9]+$/i.test(string(member(invocation, 'exitSignalName')) ?? '');
  const isDead =
    isKilled || Boolean(member(invocation, 'exitSignalNumber') || member(invocation, 'processStartFailureMessage'));
  return isDead || (results === 0 && Boolean(code));
}

function idsOf(notifications: readonly unknown[]): string {
  const ids = notifications
    .map((notification) => string(at(notification, 'descriptor', 'id')) ?? '')
    .filter((id) => /^[\w .-]{1,60}$/.test(id));
  const distinct = [...new Set(ids)].slice(0, 5);
  return distinct.length > 0 ? ` (${distinct.join(', ')})` : '';
}
