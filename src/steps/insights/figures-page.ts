import { html, section, table } from '../record/report/html';
import { STYLE } from '../record/report/style';
import type { Aggregate } from './aggregate';
import type { Figures, FindingGroup, PlaceGroup } from './figures';
import { findingCells, headLines, PLACE_HEADS, placeCells } from './figures-text';
import { FATES } from './pull-request-facts';

/** The figures as one self-contained page: no script, no address outside of itself. */
export function figuresPage(figures: Figures, { madeAt, leftOut, identities }: Aggregate, place: string): string {
  const title = `Second Pass in ${place}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${html(title)}</h1>
<p class="quiet">${figures.reviewed} of ${figures.pullRequests} pull requests reviewed; read on ${html(madeAt.slice(0, 10))}. No figure is of a person.</p></header>
<main>
<dl class="tiles">${headLines(figures).map(tile).join('\n')}</dl>
${section('weeks', 'By week', places('Week of', figures.byWeek))}
${section('repositories', 'By repository', places('Repository', figures.byRepository))}
${section('severities', 'By severity', groups('Severity', figures.bySeverity))}
${section('categories', 'By category', groups('Category', figures.byCategory))}
${section('sources', 'By source', groups('Source', figures.bySource))}
${section('counted', 'What was counted', counted(identities, leftOut))}
</main>
<footer class="quiet">Acted on: fixed, of what was fixed, refused or closed by a person; hidden below 10 cases. Cost: what the tracking comments tell, in the week in which the pull request was opened.</footer>
</body>
</html>
`;
}

function tile([name, text]: [string, string]): string {
  const words = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `<div class="tile"><dt>${html(words)}</dt><dd>${html(text)}</dd></div>`;
}

function groups(what: string, all: readonly FindingGroup[]): string {
  const rows = all.map((group) => [group.name, ...findingCells(group)].map(html));
  const charts = [
    chart('Findings', all, ({ findings }) => findings, String),
    chart('Fixed', all, ({ fates }) => fates.fixed, String),
  ];
  return `<div class="charts">${charts.join('')}</div>${table(`Findings by ${what.toLowerCase()}`, [what, 'Findings', ...FATES.map(words), 'Acted on'], rows)}`;
}

function places(what: string, all: readonly PlaceGroup[]): string {
  const rows = all.map((group) => placeCells(group).map(html));
  const charts = [
    chart(
      'Cost',
      all,
      ({ usd }) => usd,
      (usd) => `$${usd.toFixed(2)}`,
    ),
    chart('Findings', all, ({ findings }) => findings, String),
  ];
  const heads = [what, ...PLACE_HEADS.slice(1).map(words)];
  return `<div class="charts">${charts.join('')}</div>${table(`Figures by ${what.toLowerCase()}`, heads, rows)}`;
}

function chart<Group extends FindingGroup>(
  title: string,
  all: readonly Group[],
  figure: (group: Group) => number,
  show: (value: number) => string,
): string {
  const most = Math.max(0, ...all.map(figure));
  if (most === 0) return '';
  const rows = all.slice(-MOST_BARS).map((group) => {
    const width = ((100 * figure(group)) / most).toFixed(1);
    const bar = `<span class="bar" aria-hidden="true"><span style="width:${width}%"></span></span>`;
    return `<span>${html(group.name)}</span>${bar}<span>${html(show(figure(group)))}</span>`;
  });
  return `<div><h3>${title}</h3><div class="chart">${rows.join('\n')}</div></div>`;
}

const MOST_BARS = 26;

function counted(identities: Aggregate['identities'], leftOut: Aggregate['leftOut']): string {
  const who = identities.map(({ name, id }) => `${html(name)} <span class="quiet">${html(id)}</span>`);
  const lines = [
    who.length === 0 ? 'Nobody has written like Second Pass.' : `Threads written by: ${who.join(', ')}.`,
    ...(leftOut.threads > 0
      ? [`${leftOut.threads} threads bear its marks and were written by others, or are not signed.`]
      : []),
    ...(leftOut.pullRequests > 0 ? [`${leftOut.pullRequests} older pull requests were not read.`] : []),
    ...(leftOut.repositories.length > 0 ? [`Could not be read: ${leftOut.repositories.map(html).join(', ')}.`] : []),
  ];
  return lines.map((line) => `<p>${line}</p>`).join('\n');
}

function words(name: string): string {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}
