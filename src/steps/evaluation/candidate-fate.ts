import type { LineRange } from '../../ports/code-host';
import { sha256 } from '../../sha256';
import { reasonName } from '../findings/rescind-reasons';
import type { ReviewRecord } from '../record/review-record';

/** What the model reported in a run, and where it ended. */
export interface CandidateFate {
  /** The same in another run that says the same of the same file. */
  id: string;
  path: string;
  title: string;
  body: string;
  severity: string;
  range?: LineRange;
  fate: 'posted' | 'listed' | 'rescinded' | 'merged' | 'dropped';
  /** Of a rescinded one, or of one that the critique only lists: the name of the reason. */
  rescindedAs?: string;
  reason: string;
}

/** Everything that the sweep reported, whatever became of it; alerts of tools are not the reviewer's. */
export function candidateFates({ findings, setAside }: Pick<ReviewRecord, 'findings' | 'setAside'>): CandidateFate[] {
  const kept = findings
    .filter(({ source }) => source === 'model')
    .map(({ path, title, body, severity, side, startLine, endLine, fate, reason, onlyListed }): CandidateFate => {
      const range = side && startLine ? { range: { side, startLine, endLine: endLine ?? startLine } } : {};
      const ended = fate === 'known' ? 'posted' : fate;
      const rescindedAs = onlyListed ? { rescindedAs: reasonName(reason) } : {};
      return { id: idOf(path, title), path, title, body, severity, ...range, fate: ended, ...rescindedAs, reason };
    });
  const aside = setAside
    .filter(({ fate }) => fate !== 'dismissed')
    .map(({ path, title, severity, fate, reason }): CandidateFate => {
      const rescindedAs = fate === 'rescinded' ? { rescindedAs: reasonName(reason) } : {};
      const ended = fate === 'dismissed' ? 'rescinded' : fate;
      return { id: idOf(path, title), path, title, body: '', severity, fate: ended, ...rescindedAs, reason };
    });
  return [...kept, ...aside];
}

function idOf(path: string, title: string): string {
  return sha256(`${path}\u0000${title}`, 12);
}
