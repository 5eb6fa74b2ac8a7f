import type { ChunkAnswers } from './chunk-answers';
import { namedLines } from './named-lines';

/** Files whose lines the critique names as the reason why an alert or a problem raised before is none. */
export function namedFiles(chunks: readonly { answers?: ChunkAnswers | undefined }[]): ReadonlySet<string> {
  return new Set(chunks.flatMap(({ answers }) => (answers ? namedIn(answers) : [])));
}

function namedIn({ candidates, verdicts, alerts, alertVerdicts }: ChunkAnswers): string[] {
  const naming = (id: string | undefined, said: readonly { id: string; reason: string }[]) =>
    said.some((one) => one.id === id && namedLines(one.reason).length > 0);
  return [
    ...candidates.filter(({ id, raisedIn }) => raisedIn !== undefined && naming(id, verdicts)),
    ...alerts.filter(({ id }) => naming(id, alertVerdicts)),
  ].map(({ path }) => path);
}
