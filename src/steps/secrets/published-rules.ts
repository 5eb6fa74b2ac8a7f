import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { FoundSecret } from './found-secret';
import { isSample } from './value-likeness';

/**
 * The recommended rules of secretlint, which are kept up by others, without those that ours replace: of AWS and npm, which
 * report another place than the one where the value stands; of private keys and passwords in addresses, which tell less;
 * of key files in binary; and without the one that lets a comment in a file switch all others off.
 */
const LEFT_OUT = /-(?:filter-comments|gcp|privatekey|basicauth|database-connection-string|aws|npm)$/;

interface Report {
  range: readonly [number, number];
}

/** What must stand in a text before a rule is asked; a rule that is not listed is always asked. */
const HINTS: Readonly<Record<string, readonly string[]>> = {
  slack: ['xox', 'xapp-', 'hooks.slack.com'],
  sendgrid: ['SG.'],
  shopify: ['shppa_', 'shpca_', 'shpat_', 'shpss_'],
  github: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
  gitlab: ['glpat-'],
  grafana: ['glc_', 'glsa_'],
  openai: ['T3BlbkFJ'],
  anthropic: ['sk-ant-'],
  groq: ['gsk_'],
  huggingface: ['hf_'],
  linear: ['lin_api_'],
  notion: ['ntn_'],
  '1password': ['ops_ey'],
  'hashicorp-vault': ['hvs.', 'hvb.', 'hvr.'],
  vercel: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
  databricks: ['dapi'],
  docker: ['dckr_pat_'],
  figma: ['figd_'],
};

export interface PublishedRule {
  name: string;
  /** Empty: it is always asked. */
  hints: readonly string[];
  find(text: string): FoundSecret[];
}

/** Each as a function of a text. */
export const PUBLISHED_RULES: readonly PublishedRule[] = rules
  .filter(({ meta }) => !LEFT_OUT.test(meta.id))
  .map((rule) => {
    const name = rule.meta.id.replace(/^@secretlint\/secretlint-rule-/, '');
    return { name, hints: HINTS[name] ?? [], find: (text) => findBy(rule, name, text) };
  });

function findBy(rule: (typeof rules)[number], name: string, text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const report = ({ range: [start, end] }: Report) => {
    const isCertain = !isSample(text.slice(start, end));
    found.push({ start, end, rule: `${name}-secret`, isCertain });
  };
  const context = { createTranslator: () => () => ({}), report, ignore: () => {} };
  const source = { content: text, contentType: 'text', filePath: undefined, ext: '' };
  void rule.create(context as never, {}).file?.(source as never, {});
  return found;
}
