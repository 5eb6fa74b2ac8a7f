import { cutText } from '../../cut-text';
import type { ChangedFile } from '../diff/changed-file';
import type { LineTexts } from './line-texts';

/** A request to hide alerts that the pull request adds. */
export interface AddedSuppression {
  path: string;
  /** 1-based line at the source commit; absent for files that are such a request as a whole. */
  line?: number;
  /** What asks for it: `nosemgrep`, `eslint-disable`, `.semgrepignore`, ... */
  marker: string;
}

/** Each finds one way to ask for silence; the names are what people search for in the tools' own documentation. */
const MARKERS: readonly { name: string; pattern: RegExp; forRest: boolean }[] = [
  { name: 'nosemgrep', pattern: /\bnosem(?:grep)?\b/i, forRest: false },
  { name: 'eslint-disable', pattern: /\beslint-disable(?:-next-line|-line)\b/, forRest: false },
  { name: 'eslint-disable', pattern: /\beslint-disable\b/, forRest: true },
  { name: 'biome-ignore', pattern: /\bbiome-ignore(?:-all|-start)?\b/, forRest: true },
  { name: '@ts-ignore', pattern: /@ts-(?:ignore|expect-error)\b/, forRest: false },
  { name: '@ts-nocheck', pattern: /@ts-nocheck\b/, forRest: true },
  { name: '#pragma warning disable', pattern: /#\s*pragma\s+warning\s+disable\b/, forRest: true },
  { name: '#pragma warning', pattern: /#\s*pragma\s+warning\s*\(\s*(?:disable|suppress)\b/, forRest: true },
  { name: 'SuppressMessage', pattern: /\bSuppressMessage(?:Attribute)?\s*\(/, forRest: true },
  { name: '@SuppressWarnings', pattern: /@Suppress(?:Warnings|FBWarnings|Lint)?\s*\(/, forRest: true },
  { name: 'NOLINT', pattern: /\bNOLINT(?:NEXTLINE|BEGIN)?\b|\/\/\s*nolint\b/, forRest: true },
  { name: 'noqa', pattern: /#\s*(?:flake8:\s*|ruff:\s*)?noqa\b/i, forRest: true },
  { name: 'nosec', pattern: /#\s*nosec\b/i, forRest: false },
  { name: 'pylint: disable', pattern: /#\s*pylint:\s*(?:disable|skip-file)/, forRest: true },
  { name: 'type: ignore', pattern: /#\s*(?:type|mypy|pyright):\s*ignore/, forRest: false },
  { name: 'lgtm', pattern: /(?:\/\/|#|\/\*|--)\s*lgtm\b/i, forRest: false },
  { name: 'codeql', pattern: /(?:\/\/|#|\/\*|--)\s*codeql\s*\[/i, forRest: false },
  { name: 'NOSONAR', pattern: /\bNOSONAR\b/, forRest: false },
  { name: 'gitleaks:allow', pattern: /\bgitleaks:allow\b|\bpragma:\s*allowlist\s+secret\b/, forRest: false },
  { name: 'checkov:skip', pattern: /\b(?:checkov|bridgecrew|cortex):skip=/, forRest: true },
  { name: 'tfsec:ignore', pattern: /\b(?:tfsec|trivy):ignore:/, forRest: true },
  { name: 'cppcheck-suppress', pattern: /\bcppcheck-suppress\b/, forRest: true },
  { name: 'flawfinder: ignore', pattern: /\bflawfinder:\s*ignore\b/i, forRest: false },
  { name: 'DevSkim: ignore', pattern: /\bdevskim:\s*ignore\b/i, forRest: false },
];

/** Long lines are minified code; a marker in them is not looked for beyond this. */
const MAX_LINE_LENGTH = 2_000;

const SUPPRESSION_FILES = new Set([
  '.semgrepignore',
  '.eslintignore',
  '.trivyignore',
  '.trivyignore.yaml',
  '.gitleaksignore',
  '.gitleaks.toml',
  '.snyk',
  '.checkov.yaml',
  '.checkov.yml',
  '.bandit',
  '.tfsec.yml',
  '.secrets.baseline',
  'globalsuppressions.cs',
  'globalsuppressions.vb',
  'spotbugs-exclude.xml',
  'findbugs-exclude.xml',
  'dependency-check-suppressions.xml',
]);

/** Every request to hide alerts that the pull request adds, in the order of the diff. */
export function addedSuppressions(files: readonly ChangedFile[]): AddedSuppression[] {
  return files.flatMap((file) => {
    const path = file.path;
    const whole = suppressionFile(path);
    if (whole !== undefined && file.change !== 'deleted') return [{ path, marker: whole }];
    const lines = file.hunks.flatMap((hunk) => hunk.lines);
    return lines.flatMap((line) => {
      const marker = line.kind === 'added' ? markerIn(line.text)?.name : undefined;
      return marker === undefined || line.newLine === null ? [] : [{ path, line: line.newLine, marker }];
    });
  });
}

/**
 * Whether the code asks to hide an alert on these lines, and where: numbers of the lines that ask, nearest first.
 * A request on the alert's own lines or on the line above counts for every tool; one for the rest of the file
 * (`#pragma warning disable`, `eslint-disable`) counts from its line on.
 */
export function requestsFor(
  ruleId: string,
  range: { startLine: number; endLine: number } | undefined,
  texts: LineTexts | undefined,
): number[] {
  if (!texts) return [];
  const last = range?.endLine ?? texts.lines.length;
  const near = (range?.startLine ?? 1) - 1;
  const found: number[] = [];
  for (let line = Math.min(last, texts.lines.length); line >= 1; line -= 1) {
    const marker = markerIn(texts.lines[line - 1] ?? '');
    if (!marker || (line < near && !marker.forRest)) continue;
    if (marker.concerns(ruleId)) found.push(line);
  }
  return found;
}

interface Marker {
  name: string;
  /** Counts for the lines below too. */
  forRest: boolean;
  concerns(ruleId: string): boolean;
}

const anyRule = () => true;

export function markerIn(text: string): Marker | undefined {
  const head = cutText(text, MAX_LINE_LENGTH);
  const found = MARKERS.find(({ pattern }) => pattern.test(head));
  if (!found) return undefined;
  const { name, forRest } = found;
  return { name, forRest, concerns: name === 'nosemgrep' ? namedRules(head) : anyRule };
}

/** `nosemgrep: a, b` hides these rules alone; an id may be the last part of the rule's full id. */
function namedRules(text: string): (ruleId: string) => boolean {
  const names = /\bnosem(?:grep)?\s*[:=]\s*([\w.-]+(?:\s*,\s*[\w.-]+){0,50})/i.exec(text)?.[1];
  if (names === undefined) return anyRule;
  const ids = names.split(',').map((id) => id.trim());
  return (ruleId) => ids.some((id) => ruleId === id || ruleId.endsWith(`.${id}`));
}

/** The name of a file that exists to hide alerts; undefined for all others. */
export function suppressionFile(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return SUPPRESSION_FILES.has(name.toLowerCase()) ? name : undefined;
}
