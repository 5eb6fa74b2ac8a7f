import { sha256 } from '../../sha256';
import type { Request } from '../request/request';

/** Full name of the branch for a request: prefix, where it was asked, and eight digits that no other request has. */
export function branchOf(request: Pick<Request, 'id' | 'sha256'>, prefix: string): string {
  const place = request.id.replace(/\..*$/, '');
  const digits = sha256(`${request.id}\n${request.sha256}`, 8);
  return `refs/heads/${prefix}${place}-${digits}`;
}

/** True for names that `branchOf` makes, whatever the request: only those are ever pushed to, or removed. */
export function isOwnBranch(branch: string, prefix: string): boolean {
  const start = `refs/heads/${prefix}`;
  return branch.startsWith(start) && /^(pr|wi|run)-\d{1,10}-[0-9a-f]{8}$/.test(branch.slice(start.length));
}

/** Full name of the folder that holds them, as rights are set on it. */
export function branchFolder(prefix: string): string {
  return `refs/heads/${prefix.replace(/\/$/, '')}`;
}
