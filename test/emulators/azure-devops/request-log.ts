import type { GitRequest } from './git-request';

/** One request as the server saw it. */
export interface LoggedRequest {
  kind: 'rest' | 'git' | 'page' | 'other';
  method: string;
  /** Decoded, from the host's root. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The parsed JSON body. */
  body?: unknown;
  /** `Pull Request Threads_Create`, where the description knows the route. */
  operation?: string;
  /** Display name of whoever the token belongs to. */
  identity?: string;
  /** 0 while the answer is under way, and when the connection was dropped before one was sent. */
  status: number;
  bytesIn: number;
  bytesOut: number;
  git?: GitRequest;
  /** Refs that a push wanted to move. */
  refs?: string[];
}
