import { countBelow } from '../../count-below';
import { cutText } from '../../cut-text';
import { madeOnce } from '../../made-once';
import { numberedAdded, textsOf } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { LineSpan } from '../diff/line-span';
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
  { name: '#pragma diagnostic', pattern: /#\s*pragma\s+(?:GCC|clang)\s+diagnostic\s+ignored\b/, forRest: true },
  {
    name: '_Pragma',
    pattern: /\b_Pragma\s*\(\s*"\s*(?:(?:GCC|clang)\s+diagnostic\s+ignored|warning\s*\()/,
    forRest: true,
  },
  { name: 'system_header', pattern: /\b(?:GCC|clang)\s+system_header\b/, forRest: true },
  { name: 'tslint:disable', pattern: /\btslint:disable\b/, forRest: true },
  { name: 'oxlint-disable', pattern: /\boxlint-disable\b/, forRest: true },
  { name: 'deno-lint-ignore', pattern: /\bdeno-lint-ignore(?:-file)?\b/, forRest: true },
  { name: 'stylelint-disable', pattern: /\bstylelint-disable\b/, forRest: true },
  { name: 'rubocop:disable', pattern: /\brubocop:(?:disable|todo)\b/, forRest: true },
  { name: 'brakeman:ignore', pattern: /\bbrakeman:ignore\b/, forRest: false },
  { name: '@phpstan-ignore', pattern: /@phpstan-ignore\b/, forRest: false },
  { name: '@psalm-suppress', pattern: /@psalm-suppress\b/, forRest: true },
  { name: 'phpcs:ignore', pattern: /\b(?:phpcs:(?:ignore|disable)|@codingStandardsIgnore)/, forRest: true },
  { name: '#[allow]', pattern: /#!?\[\s*(?:cfg_attr\s*\([^)]{0,100})?allow\s*\(/, forRest: true },
  { name: 'lint:ignore', pattern: /\/\/\s*lint:(?:file-)?ignore\b/, forRest: true },
  { name: 'swiftlint:disable', pattern: /\bswiftlint:disable\b/, forRest: true },
  { name: 'ktlint-disable', pattern: /\bktlint-disable\b/, forRest: true },
  { name: 'noinspection', pattern: /(?:\/\/|#|<!--|\/\*)\s*noinspection\b/, forRest: true },
  { name: 'ReSharper disable', pattern: /\bReSharper\s+disable\b/, forRest: true },
  { name: 'shellcheck disable', pattern: /#\s*shellcheck\s+disable=/, forRest: true },
  { name: 'hadolint ignore', pattern: /#\s*hadolint\s+(?:global\s+)?ignore=/, forRest: true },
  { name: 'yamllint disable', pattern: /#\s*yamllint\s+disable/, forRest: true },
  { name: '## no critic', pattern: /#\s*no\s+critic\b/, forRest: true },
  { name: 'pyre-ignore', pattern: /#\s*pyre-(?:ignore|fixme)\b/, forRest: true },
  { name: 'pytype: disable', pattern: /#\s*pytype:\s*disable/, forRest: true },
  { name: 'credo:disable', pattern: /\bcredo:disable\b/, forRest: true },
  { name: 'NOPMD', pattern: /\bNOPMD\b|\bCHECKSTYLE[:.]\s*(?:OFF|SUPPRESS)\b/, forRest: true },
  { name: 'skipcq', pattern: /(?:\/\/|#|\/\*)\s*skipcq\b/, forRest: false },
  { name: 'kics-scan', pattern: /\bkics-scan\s+(?:ignore|disable)/, forRest: true },
  { name: 'ts:skip', pattern: /#\s*ts:skip=/, forRest: true },
  { name: 'regula:disable', pattern: /\bregula:disable\b/, forRest: true },
  { name: 'kube-linter', pattern: /\bignore-check\.kube-linter\.io\b/, forRest: true },
  { name: 'snyk:ignore', pattern: /\b(?:snyk:ignore|deepcode\s+ignore)\b/, forRest: false },
  { name: 'bearer:disable', pattern: /\bbearer:disable\b/, forRest: true },
  { name: 'trufflehog:ignore', pattern: /\b(?:trufflehog:ignore|ggignore)\b/, forRest: false },
  { name: 'njsscan-ignore', pattern: /\b(?:njsscan-ignore|mobsf-ignore|nodejsscan-ignore)\b/, forRest: false },
  { name: '//-V', pattern: /\/\/-V(?:\d{3}|::)/, forRest: false },
  { name: 'coverity', pattern: /(?:\/\/|\/\*)\s*coverity\s*\[/, forRest: false },
  { name: 'polyspace', pattern: /(?:\/\/|\/\*)\s*polyspace\b/i, forRest: true },
];

/** Every request holds one of these; nearly all lines are told by this alone. */
const HINT =
  /nosem|disable|ignore|ts-nocheck|pragma|suppress|no(?:lint|qa|sec|sonar|pmd|inspection|\s{0,9}critic)|lgtm|codeql|skip|allow|system_header|checkstyle|pyre-|kube-linter|-v\d|-v::|coverity|polyspace|rubocop|expect-error/i;

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
    if (!HINT.test(textsOf(file).added)) return [];
    return numberedAdded(file).flatMap(({ text, number }) => {
      const marker = markerIn(text)?.name;
      return marker === undefined ? [] : [{ path, line: number, marker }];
    });
  });
}

/**
 * Whether the code asks to hide an alert on these lines; with `added`, whether one of those lines does. A request on the alert's
 * own lines or on the line above counts for every tool; one for the rest of the file (`#pragma warning disable`, `eslint-disable`)
 * counts from its line on.
 */
export function isSilenced(
  { ruleId, range }: { ruleId: string; range: LineSpan | undefined },
  texts: LineTexts | undefined,
  added?: ReadonlySet<number>,
): boolean {
  if (!texts) return false;
  const { forRest, forAny, byRule } = added ? requestsAmong(texts, added) : requestsOf(texts);
  const near = { startLine: (range?.startLine ?? 1) - 1, endLine: range?.endLine ?? texts.lines.length };
  if ((forRest[0] ?? near.startLine) < near.startLine) return true;
  return (
    holdsOne(forAny, near) || (byRule.size > 0 && endsOf(ruleId).some((id) => holdsOne(byRule.get(id) ?? [], near)))
  );
}

/** Where the requests of a file stand, in order: it is read once, however many alerts it hides. */
interface Requests {
  forRest: readonly number[];
  /** Those that name no rule, the ones for the rest of the file among them. */
  forAny: readonly number[];
  byRule: ReadonlyMap<string, readonly number[]>;
}

const markersOf = madeOnce(({ lines }: LineTexts) =>
  lines.flatMap((text, at) => {
    const marker = markerIn(text);
    return marker === undefined ? [] : [{ line: at + 1, marker }];
  }),
);

const requestsOf = madeOnce((texts: LineTexts) => sorted(markersOf(texts)));

const amongAdded = madeOnce((texts: LineTexts) =>
  madeOnce((added: ReadonlySet<number>) => sorted(markersOf(texts).filter(({ line }) => added.has(line)))),
);

function requestsAmong(texts: LineTexts, added: ReadonlySet<number>): Requests {
  return amongAdded(texts)(added);
}

function sorted(markers: readonly { line: number; marker: Marker }[]): Requests {
  const linesOf = (isOne: (marker: Marker) => boolean) =>
    markers.filter(({ marker }) => isOne(marker)).map(({ line }) => line);
  const byRule = new Map<string, number[]>();
  for (const { line, marker } of markers) {
    for (const id of marker.rules ?? []) {
      const known = byRule.get(id);
      if (known === undefined) byRule.set(id, [line]);
      else known.push(line);
    }
  }
  return {
    forRest: linesOf(({ forRest }) => forRest),
    forAny: linesOf(({ rules }) => rules === undefined),
    byRule,
  };
}

/** An id as people may write it: whole, or what stands behind one of its dots. */
function endsOf(ruleId: string): string[] {
  return [ruleId, ...[...ruleId.matchAll(/\./g)].map(({ index }) => ruleId.slice(index + 1))];
}

function holdsOne(sortedLines: readonly number[], { startLine, endLine }: LineSpan): boolean {
  return (sortedLines[countBelow(sortedLines, startLine)] ?? Infinity) <= endLine;
}

interface Marker {
  name: string;
  /** Counts for the lines below too. */
  forRest: boolean;
  /** What it names; undefined where it speaks of all rules. */
  rules?: readonly string[];
}

export function markerIn(text: string): Marker | undefined {
  const head = cutText(text, MAX_LINE_LENGTH);
  if (!HINT.test(head)) return undefined;
  const found = MARKERS.find(({ pattern }) => pattern.test(head));
  if (!found) return undefined;
  const { name, forRest } = found;
  const rules = name === 'nosemgrep' ? namedRules(head) : undefined;
  return { name, forRest, ...(rules ? { rules } : {}) };
}

/** `nosemgrep: a, b` hides these rules alone; an id may be the last part of the rule's full id. */
function namedRules(text: string): string[] | undefined {
  const names = /\bnosem(?:grep)?\s*[:=]\s*([\w.-]+(?:\s*,\s*[\w.-]+){0,50})/i.exec(text)?.[1];
  return names?.split(',').map((id) => id.trim());
}

/** The name of a file that exists to hide alerts; undefined for all others. */
export function suppressionFile(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return SUPPRESSION_FILES.has(name.toLowerCase()) ? name : undefined;
}
