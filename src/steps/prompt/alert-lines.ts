import { cutText } from '../../cut-text';
import type { Alert } from '../alerts/alert';
import { visibleLine } from '../diff/visible';

const MAX_MESSAGE_LENGTH = 600;

/** Alerts as the prompt shows them: the id first, then tool, rule, level and place, then the message on one line. */
export function alertLines(alerts: readonly Alert[]): string {
  return alerts.map(alertLine).join('');
}

function alertLine(alert: Alert): string {
  const place = alert.range ? `${alert.range.startLine}-${alert.range.endLine}` : 'whole file';
  const path = visibleLine(alert.path);
  const rule = `[${alert.tool} ${alert.ruleId}, ${alert.level}${alert.enforced ? ', enforced' : ''}]`;
  const message = cutText(visibleLine(alert.message.replace(/\s+/g, ' ').trim()), MAX_MESSAGE_LENGTH);
  return `${alert.id} ${visibleLine(rule)} ${path} lines ${place}\n   ${message}\n`;
}
