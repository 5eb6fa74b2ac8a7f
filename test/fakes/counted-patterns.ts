/** How often patterns are asked by this method while something runs. */
export function countPatterns(method: 'test' | 'exec', run: () => unknown): number {
  const asked = RegExp.prototype[method] as (this: RegExp, text: string) => never;
  let count = 0;
  RegExp.prototype[method] = function counted(this: RegExp, text: string): never {
    count += 1;
    return asked.call(this, text);
  };
  try {
    run();
  } finally {
    Object.assign(RegExp.prototype, { [method]: asked });
  }
  return count;
}
