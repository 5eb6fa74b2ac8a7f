/** The same for one object, made only once: many look at the same lines. What is made must depend on the object alone. */
export function madeOnce<Given extends object, Made>(make: (given: Given) => Made): (given: Given) => Made {
  const made = new WeakMap<Given, { value: Made }>();
  return (given) => {
    const known = made.get(given) ?? { value: make(given) };
    made.set(given, known);
    return known.value;
  };
}

/** The same for one object under one name, such as the lines of a file and its path. */
export function madeOnceFor<Given extends object, Made>(
  make: (given: Given, name: string) => Made,
): (given: Given, name: string) => Made {
  const madeOf = madeOnce((_given: Given) => new Map<string, { value: Made }>());
  return (given, name) => {
    const made = madeOf(given);
    const known = made.get(name) ?? { value: make(given, name) };
    made.set(name, known);
    return known.value;
  };
}
