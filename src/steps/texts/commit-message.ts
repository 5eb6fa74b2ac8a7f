import type { Person } from '../request/request';
import { plainLine } from './one-line';

interface Told {
  title: string;
  request: { id: string; by: Person; alsoBy?: readonly string[] };
  /** Absent where nobody had to approve. */
  approvedBy?: Person;
  planHash: string;
  skipCi: boolean;
}

/** The model's own words are the first line alone: what stands below is ours, so that no trailer can be forged. */
export function commitMessage({ title, request, approvedBy, planHash, skipCi }: Told): string {
  const trailers = [
    `Requested-by: ${named(request.by)}`,
    ...(request.alsoBy ?? []).map((id) => `Also-requested-by: <${idIn(id)}>`),
    ...(approvedBy ? [`Approved-by: ${named(approvedBy)}`] : []),
    `Second-Pass-Request: ${request.id}`,
    `Second-Pass-Plan: ${planHash}`,
  ];
  return [subjectOf(title), ...(skipCi ? ['[skip ci]'] : []), trailers.join('\n')].join('\n\n').concat('\n');
}

export function subjectOf(title: string): string {
  return `fix: ${plainLine(title, 70) || 'what was asked'}`;
}

function named({ name, id }: Person): string {
  const plain = plainLine(name, 100).replace(/:/g, '');
  return `${plain || 'unknown'} <${idIn(id)}>`;
}

function idIn(id: string): string {
  return id.replace(/[^\w.@-]/g, '');
}
