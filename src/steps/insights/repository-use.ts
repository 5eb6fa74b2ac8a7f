/** Where a repository stands: whether it has to be reviewed, and what its newest run was. */
export interface RepositoryUse {
  name: string;
  /** By a policy that waits for our status, by a build validation of a pipeline of ours, or not. */
  required: 'status' | 'build' | 'no';
  /** Milliseconds since 1970; 0 where no run is kept. */
  lastSeen: number;
  /** Empty where no record was read. */
  version: string;
  /** Whether its runs hold to a policy: `unknown` where no record is kept, `unread` where its newest run was not asked. */
  policy: 'yes' | 'no' | 'unknown' | 'unread';
}
