/** Numbers of statuses, which the service gives one after the other within a pull request. */
export interface StatusNumbers {
  /** All of them were read; the highest is told, 0 where there are none. */
  read(highest: number): void;
  /** This run posted one; true when others posted some that were not there when all were read. */
  posted(number: number): boolean;
  /** True for one of others that was not there when all were read. */
  isUnread(number: number): boolean;
}

export function createStatusNumbers(): StatusNumbers {
  const own = new Set<number>();
  let known: number | undefined;
  return {
    read(highest) {
      known = highest;
    },
    posted(number) {
      own.add(number);
      if (known === undefined) return false;
      const from = known;
      const later = [...own].filter((one) => one > from);
      return Math.max(from, ...later) > from + later.length;
    },
    isUnread: (number) => known !== undefined && number > known && !own.has(number),
  };
}
