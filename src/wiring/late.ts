/** A port whose adapter is made when it is first asked: making it may need a token, and asking for one may fail. */
export function late<Port extends object, Name extends keyof Port>(
  make: () => Promise<Port>,
  names: readonly Name[],
): Pick<Port, Name> {
  let made: Promise<Port> | undefined;
  const ask =
    (name: Name) =>
    async (...asked: readonly unknown[]) => {
      made ??= make();
      const method = (await made)[name] as (...given: readonly unknown[]) => unknown;
      return method(...asked);
    };
  return Object.fromEntries(names.map((name) => [name, ask(name)])) as unknown as Pick<Port, Name>;
}
