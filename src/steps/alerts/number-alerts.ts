import type { Alert } from './alert';

/**
 * Gives `s1`, `s2`, ... to the alerts that go into the prompt, in their order: those on changed lines that were not hidden
 * before this pull request. All others come back as they are.
 */
export function numberAlerts(alerts: readonly Alert[]): Alert[] {
  let next = 1;
  return alerts.map((alert) => {
    if (!isForReview(alert)) return alert;
    const id = `s${next}`;
    next += 1;
    return { ...alert, id };
  });
}

/** True for alerts that must be shown. */
export function isForReview(alert: Alert): boolean {
  return alert.onChangedLine && alert.suppressed !== 'before';
}
