import { FIGURES, shownFigure } from './figures';
import type { EvaluationResults } from './results';

type Cell = string | number;

/** Tables of an evaluation, each with its title; the same ones for a terminal, Markdown and the page. */
export interface Table {
  title: string;
  head: readonly Cell[];
  rows: readonly (readonly Cell[])[];
}

export function tablesOf(results: EvaluationResults): Table[] {
  return [figureTable(results), reasonTable(results), caseTable(results), unmeasuredTable(results)].filter(
    ({ rows }) => rows.length > 0,
  );
}

function figureTable({ figures, comparison }: EvaluationResults): Table {
  if (!comparison) {
    const rows = FIGURES.map((figure) => [figure.words, shownFigure(figures[figure.name] ?? null, figure)]);
    return { title: 'Figures', head: ['figure', 'value'], rows };
  }
  const rows = FIGURES.map((figure) => {
    const compared = comparison.figures.find(({ name }) => name === figure.name);
    const { before = null, after = null, difference = null, from = null, to = null } = compared ?? {};
    const [low, high] = [shownFigure(from, figure), shownFigure(to, figure)];
    return [
      figure.words,
      shownFigure(before, figure),
      shownFigure(after, figure),
      shownFigure(difference, figure),
      `${low} to ${high}`,
    ];
  });
  return {
    title: `Figures, paired with ${comparison.with}`,
    head: ['figure', 'before', 'after', 'difference', '95 %'],
    rows,
  };
}

function reasonTable({ rescindedBy }: EvaluationResults): Table {
  const rows = Object.entries(rescindedBy).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { title: 'Rescinded or only listed, by reason', head: ['reason', 'candidates'], rows };
}

function caseTable({ cases }: EvaluationResults): Table {
  const head = [
    'case',
    'known',
    'posted of them',
    'or listed',
    'comments',
    'worth saying',
    'judged',
    'rescinded',
    'input tokens',
    'USD',
  ];
  const rows = cases.map((one) => [
    ...[one.name, one.problems, one.problemsPosted, one.problemsPostedOrListed, one.posted, one.postedWorthSaying],
    ...[one.postedJudged, one.rescinded, one.inputTokens, one.usd.toFixed(4)],
  ]);
  return { title: 'Cases', head, rows };
}

function unmeasuredTable({ unmeasured }: EvaluationResults): Table {
  return { title: 'Not measured', head: ['case', 'why'], rows: unmeasured.map(({ name, reason }) => [name, reason]) };
}

export function markdownOf(results: EvaluationResults): string {
  const parts = tablesOf(results).map(({ title, head, rows }) => {
    const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(markdownCell).join(' | ')} |`);
    return `## ${title}\n\n${lines.join('\n')}\n`;
  });
  return [`# Evaluation of ${nameOf(results)}\n`, ...parts].join('\n');
}

export function nameOf({ product, reviewer }: EvaluationResults): string {
  return `Second Pass ${product.version}, instructions ${product.instructionsVersion}, ${reviewer.model}, effort ${reviewer.effort}`;
}

function markdownCell(cell: Cell): string {
  return String(cell)
    .replace(/[\\|`*_<>[\]]/g, '\\$&')
    .replace(/\s+/g, ' ');
}
