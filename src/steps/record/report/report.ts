import { isReview, type RunRecord } from '../record';
import type { ReviewRecord } from '../review-record';
import { costsHtml, receiptHtml } from './costs';
import { filesHtml, unreadHtml } from './files';
import { blockersHtml, decisionsHtml, findingsHtml, setAsideHtml } from './findings';
import { headHtml, titleOf } from './head';
import { html, list, section, spans } from './html';
import { runModeHead, runModeParts } from './run-mode';
import { STYLE } from './style';

/** The run as one self-contained page: no script, no address outside of itself but links to the pull request. */
export function reportHtml(record: RunRecord): string {
  return isReview(record) ? reviewPage(record) : page(record, runModeHead(record), runModeParts(record));
}

function reviewPage(record: ReviewRecord): string {
  const parts = [
    blockersHtml(record),
    findingsHtml(record),
    unreadHtml(record),
    setAsideHtml(record),
    decisionsHtml(record),
    filesHtml(record),
    receiptHtml(record),
    costsHtml(record),
    section('notes', `Notes (${record.notes.length})`, list(record.notes.map(spans))),
  ];
  return page(record, headHtml(record), parts);
}

/** Above this, cards are laid out when they come into view. */
const MANY = 200_000;

function page(record: RunRecord, head: string, all: readonly string[]): string {
  const parts = all.filter((part) => part !== '');
  const content = parts.join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${html(titleOf(record))}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${head}
<nav aria-label="Parts of the report"><ul>${parts.map(entry).join('')}</ul></nav>
<main id="main"${content.length > MANY ? ' class="many"' : ''}>
${content}
</main>
<footer class="quiet">${footer(record)}</footer>
</body>
</html>
`;
}

function footer(record: RunRecord): string {
  const { version, instructionsVersion } = record.product;
  const who = isReview(record) ? ' A model wrote the findings; a person decides.' : '';
  return `Second Pass ${html(version)}, instructions ${instructionsVersion}, ${(record.milliseconds / 1000).toFixed(1)} s.${who}`;
}

function entry(part: string): string {
  const [, id = '', title = ''] = /^<section id="([\w-]+)"[\s\S]*?<h2[^>]*>(.*?)<\/h2>/.exec(part) ?? [];
  return `<li><a href="#${id}">${title}</a></li>`;
}
