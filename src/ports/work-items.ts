/** A work item as plain text. */
export interface WorkItem {
  id: number;
  title: string;
  /** Description and, for bugs, steps to reproduce; without markup. */
  description: string;
  state: string;
  revision: number;
  /** Address of its page. */
  url: string;
}

export interface WorkItems {
  /** Null when there is none that the identity may read. */
  read(id: number): Promise<WorkItem | null>;
}
