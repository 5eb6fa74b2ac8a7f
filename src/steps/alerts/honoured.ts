import type { AddedSuppression } from './suppression';

/** Requests that compilers and linters read, by who honours them; all others speak to a scanner of security and are always told. */
const HONOURED_BY: ReadonlyMap<string, RegExp> = new Map([
  ['type: ignore', /mypy|pyright|pytype|pyre/i],
  ['@ts-ignore', /typescript|eslint|biome|tsc/i],
  ['@ts-nocheck', /typescript|eslint|biome|tsc/i],
  ['#pragma warning disable', /roslyn|csharp|c# compiler|\.net|sonar|security code scan/i],
  ['#pragma warning', /msvc|visual c|clang|prefast|cl\.exe/i],
  ['SuppressMessage', /roslyn|csharp|c# compiler|\.net|sonar|security code scan/i],
  ['@SuppressWarnings', /javac|spotbugs|findbugs|pmd|checkstyle|sonar|detekt|\blint\b|errorprone/i],
  ['NOLINT', /clang|cpplint|golangci/i],
  ['noqa', /flake8|ruff|bandit|pycodestyle/i],
  ['pylint: disable', /pylint/i],
  ['eslint-disable', /eslint/i],
  ['biome-ignore', /biome/i],
]);

/** A request that nobody of this run would follow hides nothing, so it is not worth a word. */
export function honoured(
  suppressions: readonly AddedSuppression[],
  tools: readonly { name: string }[],
): AddedSuppression[] {
  return suppressions.filter(({ marker }) => {
    const who = HONOURED_BY.get(marker);
    return who === undefined || tools.some(({ name }) => who.test(name));
  });
}
