import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { madeOnce } from '../../made-once';
import type { FoundSecret } from './found-secret';
import { isSample } from './value-likeness';

/**
 * The recommended rules of secretlint, which are kept up by others, and what must stand in a text before one is asked. Left out are those
 * that ours replace: of AWS and npm, which report another place than the one where the value stands; of private keys and passwords in
 * addresses, which tell less; of key files in binary; and the one that lets a comment in a file switch all others off.
 */
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
  hints: readonly string[];
  find(text: string): FoundSecret[];
}

/** Small words behind the sign of a service: manuals speak of a token so. */
const SPOKEN = /^[a-z]{2,8}(?:[-_][a-z]{2,12}){2,6}$/;

interface Report {
  range: readonly [number, number];
}

/** Each as a function of a text. */
export const PUBLISHED_RULES: readonly PublishedRule[] = Object.entries(HINTS).map(([name, hints]) => ({
  name,
  hints,
  find: (text) => findBy(name, text),
}));

/** The package makes its rules when they are gone through: most reviews hold none of these signs. */
const ruleByName = madeOnce(
  (_hints: typeof HINTS): ReadonlyMap<string, (typeof rules)[number]> =>
    new Map(Array.from(rules, (rule) => [rule.meta.id.replace(/^@secretlint\/secretlint-rule-/, ''), rule])),
);

function findBy(name: string, text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const report = ({ range: [start, end] }: Report) => {
    const isCertain = !isSample(text.slice(start, end)) && !SPOKEN.test(text.slice(start, end));
    found.push({ start, end, rule: `${name}-secret`, isCertain });
  };
  const rule = ruleByName(HINTS).get(name);
  if (rule === undefined) throw new Error(`there is no published rule ${name}`);
  const context = { createTranslator: () => () => ({}), report, ignore: () => {} };
  const source = { content: text, contentType: 'text', filePath: undefined, ext: '' };
  void rule.create(context as never, {}).file?.(source as never, {});
  return found;
}
