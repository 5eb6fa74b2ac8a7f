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
        originalUriBaseIds: { [root]: { description: { text: 'Root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, indexOf.get(finding.ruleId) ?? -1)),
        properties: { 'ai/origin': 'generated', ...(run.model === undefined ? {} : { model: run.model }) },
        ...(run.commit === undefined ? {} : { versionControlProvenance: [] }),
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
