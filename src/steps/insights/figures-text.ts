import { percentText } from '../../percent-text';
import type { Figures, FindingGroup, Median, PlaceGroup, Share } from './figures';
import { FATES } from './pull-request-facts';

/** How figures are written: a page writes them as its reader does. */
export interface Forms {
  count(value: number): string;
  share(value: number): string;
  money(usd: number): string;
}

const PLAIN: Forms = { count: String, share: percentText, money: (usd) => `$${usd.toFixed(2)}` };

/** The figures as a table that lines up. */
export function figuresText(figures: Figures): string {
  const { pullRequests, reviewed, all, bySeverity, byCategory, bySource, byRepository, byWeek } = figures;
  const groups = [all, ...[bySeverity, byCategory, bySource].flat().filter(({ findings }) => findings > 0)];
  return [
    `${reviewed} of ${pullRequests} pull requests reviewed, ${all.findings} findings`,
    ...headLines(figures).map(([name, text]) => `${name}: ${text}`),
    '',
    ...aligned(
      ['', 'findings', ...FATES, 'acted on'],
      groups.map((group) => [group.name, ...findingCells(group)]),
    ),
    '',
    ...aligned(PLACE_HEADS, byRepository.map(placeCells)),
    '',
    ...aligned(['week of', ...PLACE_HEADS.slice(1)], byWeek.map(placeCells)),
    '',
  ].join('\n');
}

/** The figures that stand alone, each in words. */
export function headLines(figures: Figures, forms: Forms = PLAIN): [string, string][] {
  const { all, noise, wentInWith, timeToFix, timeToFixApproximate, cost, coverage } = figures;
  return [
    ['acted on', shareText(all.actedOn, forms)],
    [
      'finding threads of a reviewed pull request',
      `${numberText(noise.median)} (median), ${numberText(noise.percentile90)} (90th percentile)`,
    ],
    ['went in with an open blocker', wentInText(wentInWith, forms)],
    ['time to fix', timeText(timeToFix, timeToFixApproximate, forms)],
    [
      'cost',
      `${forms.money(cost.usd)}; ${forms.money(cost.perPullRequest.median ?? 0)} for a pull request (median of ${forms.count(cost.perPullRequest.cases)})`,
    ],
    [
      'coverage',
      `${coverageText(coverage, forms)}${coverage.unknown > 0 ? `; ${forms.count(coverage.unknown)} not known` : ''}`,
    ],
  ];
}

/** A share that is hidden says of how few cases it is. */
export function shareText({ value, cases }: Share, forms: Forms = PLAIN): string {
  const of = `${forms.count(cases)} ${cases === 1 ? 'case' : 'cases'}`;
  return value === null ? `too few to tell (${of})` : `${forms.share(value)} of ${of}`;
}

export function coverageText({ value, cases }: Share, forms: Forms = PLAIN): string {
  return value === null ? 'not known' : `${forms.share(value)} of ${forms.count(cases)}`;
}

function minutesText(minutes: number | null): string {
  if (minutes === null) return '-';
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${(minutes / 60).toFixed(1)} h` : `${(minutes / 1_440).toFixed(1)} days`;
}

export const PLACE_HEADS: readonly string[] = [
  'repository',
  'pull requests',
  'reviewed',
  'findings',
  'acted on',
  'cost',
  'coverage',
];

export function placeCells({ name, pullRequests, reviewed, findings, actedOn, usd, coverage }: PlaceGroup): string[] {
  return [
    name,
    String(pullRequests),
    String(reviewed),
    String(findings),
    percent(actedOn),
    PLAIN.money(usd),
    percent(coverage),
  ];
}

export function findingCells({ findings, fates, actedOn }: FindingGroup): string[] {
  return [String(findings), ...FATES.map((fate) => String(fates[fate])), percent(actedOn)];
}

function wentInText({ count, completed }: Figures['wentInWith'], forms: Forms): string {
  if (completed === 0) return 'no pull request is completed yet';
  return `${forms.count(count)} of ${forms.count(completed)} completed pull requests`;
}

function timeText(exact: Median, approximate: Median, forms: Forms): string {
  const told = exact.cases === 0 ? [] : [`${minutesText(exact.median)} (median of ${forms.count(exact.cases)})`];
  const rough = `about ${minutesText(approximate.median)} for ${forms.count(approximate.cases)} that nobody told us of`;
  return [...told, ...(approximate.cases === 0 ? [] : [rough])].join('; ') || 'nothing is fixed yet';
}

function numberText(value: number | null): string {
  return value === null ? '-' : String(value);
}

function percent({ value }: Share): string {
  return value === null ? '-' : PLAIN.share(value);
}

function aligned(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return rows.length === 0 ? [] : [line(heads), ...rows.map(line)];
}
