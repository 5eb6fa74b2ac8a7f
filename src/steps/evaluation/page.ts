import type { EvaluationResults } from './results';
import { nameOf, type Table, tablesOf } from './table';

/** The evaluation as one self-contained page: no script, no address outside of itself. */
export function pageOf(results: EvaluationResults): string {
  const title = `Evaluation of ${nameOf(results)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}
th,td{text-align:left;border-bottom:1px solid #d8dee4;padding:.3rem .6rem;vertical-align:top}</style>
</head>
<body>
<h1>${html(title)}</h1>
${tablesOf(results).map(tableHtml).join('\n')}
</body>
</html>
`;
}

function tableHtml({ title, head, rows }: Table): string {
  const row = (cells: readonly (string | number)[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${html(String(cell))}</${tag}>`).join('')}</tr>`;
  return `<h2>${html(title)}</h2>\n<table>${row(head, 'th')}\n${rows.map((cells) => row(cells, 'td')).join('\n')}</table>`;
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
