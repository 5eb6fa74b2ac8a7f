import type { Alert } from '../alerts/alert';
import type { ChunkAnswers } from './chunk-answers';

/**
 * Alerts that no chunk shows, such as a committed file of secrets, which is never sent: nobody judged them, so they stand.
 */
export function unshownAlerts(
  chunks: readonly { prompt: { alerts: readonly Alert[] } }[],
  alerts: readonly Alert[],
): { answers: ChunkAnswers } {
  const shown = new Set(chunks.flatMap(({ prompt }) => prompt.alerts.map(({ id }) => id)));
  const unshown = alerts.filter(({ id }) => id !== undefined && !shown.has(id));
  return { answers: { chunk: 0, candidates: [], verdicts: [], alerts: unshown, alertVerdicts: [] } };
}
