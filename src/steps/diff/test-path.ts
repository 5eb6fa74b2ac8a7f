const TEST =
  /(^|\/)(tests?|__tests__|specs?|testdata|fixtures)\/|[._-](tests?|spec)\.\w+$|(^|\/)test_[^/]*$|Tests?\.\w+$/i;

/** True for a file that holds tests, by where it lies and what it is called. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}
