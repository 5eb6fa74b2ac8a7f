/** What is known of a path, made when somebody asks: most changed files have no alert. */
export interface ByNeed<Known> {
  has(path: string): boolean;
  get(path: string): Known | undefined;
}

/** Each is made once, from the last item of its path. */
export function byNeed<Item, Known>(
  items: Iterable<readonly [path: string, item: Item]>,
  make: (item: Item) => Known,
): ByNeed<Known> {
  const given = new Map(items);
  const made = new Map<string, Known>();
  return {
    has: (path) => given.has(path),
    get(path) {
      const item = given.get(path);
      if (item === undefined || made.has(path)) return made.get(path);
      made.set(path, make(item));
      return made.get(path);
    },
  };
}
