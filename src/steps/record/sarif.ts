import type { Invocation, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { LineRange } from '../../ports/code-host';
import type { Category } from '../findings/finding';

/** One finding or alert of the run, as it is written to SARIF. */
export interface SarifFinding {
  /** Stable: see `sarifRuleId`. */
  ruleId: string;
  ruleName?: string;
  /** Address of the rule's help, https only. */
  helpUrl?: string;
  level: 'error' | 'warning' | 'note';
  message: string;
  /** Repository path without leading slash; absent for a finding on the whole pull request. */
  path?: string;
  /** Lines of the side `old` are told in words only: no viewer has that side. */
  range?: LineRange;
  /** The lines themselves, where they may be kept. */
  snippet?: string;
  /** Text that replaces the lines as it is. */
  replacement?: string;
  category?: Category;
  /** The finding's own identity, the same in every run. */
  fingerprint: string;
  /** Somebody accepted it, or the code asks to hide it. */
  suppressed?: { kind: 'inSource' | 'external'; justification?: string };
  /** Small facts: severity, category, source. */
  properties?: Readonly<Record<string, string | number | boolean>>;
}

export interface SarifRun {
  tool: { name: string; version: string; informationUri?: string };
  /** Distinguishes several reviews of one pull request: the `name` input. */
  name: string;
  /** The model, in words of the provider; absent when only static analysis ran. */
  model?: string;
  /** Commit that the lines count in. */
  commit?: string;
  /** False when the review is not whole; then the silence about a file means nothing. */
  complete: boolean;
  /** What was not reviewed and why. */
  notes: readonly string[];
}

const ROOT = '%SRCROOT%';

/** The run's findings as a SARIF 2.1.0 log, without absolute paths, times and machine names. */
export function sarifOf(findings: readonly SarifFinding[], run: SarifRun): Log {
  const rules = rulesOf(findings);
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { ...driverOf(run), rules } },
        automationDetails: { id: `second-pass/${run.name}/` },
        invocations: [invocationOf(run)],
        originalUriBaseIds: { [ROOT]: { description: { text: 'Root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, indexOf.get(finding.ruleId) ?? -1)),
        properties: propertiesOf(run),
      },
    ],
  };
}

/**
 * Rule id of a finding: the alert's own rule where there is one; `CWE-89/sql-injection` for a weakness with a number; else
 * `second-pass/<category>`.
 */
export function sarifRuleId(finding: { category: Category; rule?: string; cwe?: number; name?: string }): string {
  if (finding.rule !== undefined && finding.rule !== '') return finding.rule;
  if (finding.cwe !== undefined) return `CWE-${finding.cwe}/${kebab(finding.name ?? finding.category)}`;
  return `second-pass/${finding.category}`;
}

function kebab(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? ['finding'];
  return words.slice(0, 8).join('-');
}

function driverOf({ tool }: SarifRun) {
  return {
    name: tool.name,
    version: tool.version,
    semanticVersion: tool.version,
    ...(tool.informationUri === undefined ? {} : { informationUri: tool.informationUri }),
  };
}

function propertiesOf({ model, commit }: SarifRun): Record<string, string> {
  return {
    // The name that Microsoft's draft profile for such findings gives it.
    'ai/origin': 'generated',
    ...(model === undefined ? {} : { model }),
    ...(commit === undefined ? {} : { commit }),
  };
}

/** Each rule once, in the order of its first finding. */
function rulesOf(findings: readonly SarifFinding[]): ReportingDescriptor[] {
  const rules = new Map<string, ReportingDescriptor>();
  for (const { ruleId, ruleName, helpUrl, level, category } of findings) {
    if (rules.has(ruleId)) continue;
    const text = ruleName ?? ruleId;
    rules.set(ruleId, {
      id: ruleId,
      ...(ruleName === undefined ? {} : { name: ruleName }),
      shortDescription: { text },
      fullDescription: { text: describe(ruleId, category) },
      help: { text: describe(ruleId, category) },
      ...(category === undefined ? {} : { properties: ruleProperties(category, level) }),
      defaultConfiguration: { level },
      ...(helpUrl?.startsWith('https://') ? { helpUri: helpUrl } : {}),
    });
  }
  return [...rules.values()];
}

function invocationOf({ complete, notes }: SarifRun): Invocation {
  const level: Notification['level'] = complete ? 'note' : 'error';
  return {
    executionSuccessful: complete,
    toolExecutionNotifications: notes.map((note) => ({ level, message: { text: plain(note) } })),
  };
}

function resultOf(finding: SarifFinding, ruleIndex: number): Result {
  const { suppressed, path, properties } = finding;
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    kind: 'fail',
    level: finding.level,
    message: { text: plain(finding.message) },
    locations: path === undefined ? [] : [{ physicalLocation: placeOf(path, finding.range, finding.snippet) }],
    ...fixesOf(finding),
    partialFingerprints: { 'secondPass/v1': finding.fingerprint },
    // An empty list says that the result is known not to be suppressed.
    suppressions: suppressed ? [suppressionOf(suppressed)] : [],
    ...(properties === undefined ? {} : { properties: { ...properties } }),
  };
}

function suppressionOf({ kind, justification }: NonNullable<SarifFinding['suppressed']>) {
  return {
    kind,
    status: 'accepted' as const,
    ...(justification === undefined ? {} : { justification: plain(justification) }),
  };
}

/** Whole lines of the new side: without columns a region ends before the line's end, as the text does. */
function fixesOf({ path, range, replacement }: SarifFinding): Pick<Result, 'fixes'> {
  if (path === undefined || replacement === undefined || range?.side !== 'new') return {};
  const { artifactLocation, region } = placeOf(path, range);
  if (region === undefined) return {};
  const replacements = [{ deletedRegion: region, insertedContent: { text: replacement } }];
  return {
    fixes: [{ description: { text: 'Suggested change' }, artifactChanges: [{ artifactLocation, replacements }] }],
  };
}

function describe(ruleId: string, category: Category | undefined): string {
  const what = category === undefined ? 'A finding' : `A finding of the category ${category}`;
  return ruleId.startsWith('second-pass/')
    ? `${what}, by a review with Claude.`
    : `${what}, first reported by rule ${ruleId}.`;
}

/** Viewers sort findings of security by this number. */
function ruleProperties(category: Category, level: SarifFinding['level']) {
  const severity = { error: '8.0', warning: '5.5', note: '2.0' }[level];
  return { tags: [category], ...(category === 'security' ? { 'security-severity': severity } : {}) };
}

function placeOf(path: string, range: LineRange | undefined, snippet?: string) {
  const uri = path.split('/').map(encodeSegment).join('/');
  const region =
    range?.side === 'new'
      ? {
          startLine: range.startLine,
          endLine: range.endLine,
          ...(snippet === undefined ? {} : { snippet: { text: snippet } }),
        }
      : undefined;
  return { artifactLocation: { uri, uriBaseId: ROOT }, ...(region ? { region } : {}) };
}

/** Lone surrogates have no encoding and become the replacement character; a first segment with a colon is no scheme. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

/** Viewers make links of `[text](address)`; here it stays text. An empty message is not allowed. */
function plain(text: string): string {
  return text.replace(/\](?=\()/g, '] ').trim() || '(no text)';
}
