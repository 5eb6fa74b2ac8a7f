import type { Severity } from '../settings/settings';

/** Gravest first. */
export const SEVERITY_ORDER: readonly Severity[] = ['blocker', 'warning', 'suggestion'];
