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
  ['#pragma diagnostic', /clang|gcc|gnu|g\+\+|\bcc\b|compiler/i],
  ['_Pragma', /clang|gcc|gnu|g\+\+|msvc|visual c|\bcc\b|compiler/i],
  ['tslint:disable', /tslint/i],
  ['oxlint-disable', /oxlint|oxc/i],
  ['deno-lint-ignore', /deno/i],
  ['stylelint-disable', /stylelint/i],
  ['rubocop:disable', /rubocop/i],
  ['@phpstan-ignore', /phpstan/i],
  ['@psalm-suppress', /psalm/i],
  ['phpcs:ignore', /php_?codesniffer|phpcs/i],
  ['#[allow]', /clippy|rustc/i],
  ['lint:ignore', /staticcheck|golangci/i],
  ['swiftlint:disable', /swiftlint/i],
  ['ktlint-disable', /ktlint/i],
  ['noinspection', /qodana|jetbrains|intellij|inspect/i],
  ['ReSharper disable', /resharper|qodana|inspectcode/i],
  ['shellcheck disable', /shellcheck/i],
  ['hadolint ignore', /hadolint/i],
  ['yamllint disable', /yamllint/i],
  ['## no critic', /critic/i],
  ['pyre-ignore', /pyre/i],
  ['pytype: disable', /pytype/i],
  ['credo:disable', /credo/i],
  ['NOPMD', /pmd|checkstyle/i],
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
