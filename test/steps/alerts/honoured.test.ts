import assert from 'node:assert/strict';
import { honoured } from '../../../src/steps/alerts/honoured';

const asked = (marker: string) => ({ path: 'a', line: 1, marker });

describe('a request to hide alerts', () => {
  const cases: [string, string[], boolean][] = [
    ['type: ignore', [], false],
    ['type: ignore', ['Semgrep OSS'], false],
    ['type: ignore', ['mypy'], true],
    ['#pragma warning disable', ['Semgrep OSS'], false],
    ['#pragma warning disable', ['Microsoft (R) Visual C# Compiler', 'SonarAnalyzer'], true],
    ['eslint-disable', ['ESLint'], true],
    ['@SuppressWarnings', ['ESLint'], false],
    ['@SuppressWarnings', ['Android Lint'], true],
    ['#[allow]', ['Semgrep OSS'], false],
    ['#[allow]', ['clippy'], true],
    ['#pragma diagnostic', ['clang-tidy'], true],
    ['nosemgrep', [], true],
    ['gitleaks:allow', [], true],
    ['.semgrepignore', [], true],
  ];
  for (const [marker, tools, isTold] of cases) {
    it(`"${marker}" is ${isTold ? '' : 'not '}told beside ${tools.join(', ') || 'no tool'}`, () => {
      const told = honoured(
        [asked(marker)],
        tools.map((name) => ({ name })),
      );
      assert.equal(told.length, isTold ? 1 : 0);
    });
  }
});
