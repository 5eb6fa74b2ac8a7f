/** Who belongs to what, as the service tells it. */
export interface People {
  /** Whether the person is one of those, or a member of a group of them, through other groups as well. A name is `[Project]\Name`. */
  belongs(personId: string, toAny: readonly string[]): Promise<boolean>;
  /** Ids of people and groups by their ids, accounts or names; what is not found is absent. */
  ids(names: readonly string[]): Promise<readonly string[]>;
}
