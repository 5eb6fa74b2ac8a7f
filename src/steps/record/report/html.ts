import { harmless } from '../../comments/harmless';

/** Text of others as text of a page, which a terminal may show as well. */
export function html(text: string): string {
  return harmless(text.replaceAll('\r\n', '\n')).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link, where the address is one of the web; a record may come from anywhere. */
export function link(url: string, words: string): string {
  return /^https?:\/\//i.test(url) ? `<a href="${html(url)}">${words}</a>` : words;
}

/** A place in the repository; long ones may break between folders. */
export function path(name: string): string {
  return `<code class="path">${html(name).replaceAll('/', '/<wbr>')}</code>`;
}

/** What a model wrote in Markdown: code stays code, paragraphs stay apart, everything else is text. */
export function prose(text: string): string {
  const parts = text.split(/^```[^\n]*\n([\s\S]*?)^```[^\n]*$/m);
  return parts.map((part, index) => (index % 2 === 1 ? code(part.replace(/\n$/, '')) : paragraphs(part))).join('');
}

/** Lines of code that can be scrolled with the keyboard. */
export function code(text: string, label = 'Code'): string {
  return `<pre tabindex="0" role="group" aria-label="${html(label)}"><code>${html(text)}</code></pre>`;
}

export function section(id: string, title: string, content: string): string {
  return content === ''
    ? ''
    : `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${content}\n</section>`;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`;
}

export function folded(title: string, content: string): string {
  return content === '' ? '' : `<details><summary>${title}</summary>\n${content}\n</details>`;
}

export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  const lines = `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
  return `<div class="wide" tabindex="0" role="group" aria-label="${caption}">${lines}</div>`;
}

function paragraphs(text: string): string {
  const all = text.split(/\n{2,}/).filter((part) => part.trim() !== '');
  return all.map((part) => `<p class="prose">${spans(part.trim())}</p>`).join('');
}

/** One line of text in which code stays code. */
export function spans(text: string): string {
  const parts = text.split(/`([^`\n]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${html(part)}</code>` : html(part))).join('');
}
