/** One case of an evaluation, as it was found. */
export interface FoundCase {
  name: string;
  /** Text of its `gold.json`. */
  gold: string;
}

/** Where the cases of an evaluation lie, and where its results go. */
export interface CaseStore {
  /** In the order of their names. */
  cases(): Promise<readonly FoundCase[]>;
  /** Text of a result that was written before; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
}
