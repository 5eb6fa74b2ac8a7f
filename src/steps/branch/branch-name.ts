import { createHash } from 'node:crypto';
import type { Request } from '../request/request';

/** Full name of the branch for a request: prefix, where it was asked, and eight digits that no other request has. */
export function branchOf(request: Pick<Request, 'id' | 'sha256'>, prefix: string): string {
  const place = request.id.replace(/\..*$/, '');
  const digits = createHash('sha256').update(`${request.id}\n${request.sha256}`).digest('hex').slice(0, 8);
  return `refs/heads/${prefix}${place}-${digits}`;
}

/** True for names that `branchOf` makes, whatever the request: only those are ever pushed to, or removed. */
export function isOwnBranch(branch: string, prefix: string): boolean {
  const start = `refs/heads/${prefix}`;
  return branch.startsWith(start) && /^(pr|wi|run)-\d{1,10}-[0-9a-f]{8}$/.test(branch.slice(start.length));
}
