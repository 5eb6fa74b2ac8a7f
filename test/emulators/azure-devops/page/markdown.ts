import MarkdownIt from 'markdown-it';
import { escapeHtml } from './html';

/** What the renderer needs to know of the comment around the text. */
export interface MarkdownSurroundings {
  /** Shows a suggestion fence; without it the fence is plain code. */
  suggestion?: (content: string, index: number) => string;
  /** Display name of a mentioned identity's id. */
  nameOf: (id: string) => string | undefined;
}

const markdown = new MarkdownIt({ html: true, breaks: true, linkify: true });
markdown.renderer.rules.html_block = (tokens, index) => allowedHtml(tokens[index]?.content ?? '');
markdown.renderer.rules.html_inline = (tokens, index) => allowedHtml(tokens[index]?.content ?? '');
markdown.renderer.rules.image = (tokens, index) =>
  `<span class="image">Image: ${escapeHtml(tokens[index]?.content ?? '')}</span>`;
const fence = markdown.renderer.rules.fence;
markdown.renderer.rules.fence = (tokens, index, options, given, self) => {
  const env = given as unknown as Environment;
  const token = tokens[index];
  const isSuggestion = token?.info.trim().split(/\s+/)[0] === 'suggestion';
  if (token && isSuggestion && env.suggestion) return env.suggestion(token.content, env.suggestions++);
  return fence?.(tokens, index, options, given, self) ?? '';
};
markdown.inline.ruler.before('html_inline', 'mention', readMention);
markdown.core.ruler.before('text_join', 'live_text', markLiveText);
markdown.renderer.rules.live = (tokens, index) => {
  const token = tokens[index];
  const kind = token?.meta?.kind ?? 'text';
  return `<span class="live ${kind}" title="${kind}">${escapeHtml(token?.content ?? '')}</span>`;
};

interface Environment extends MarkdownSurroundings {
  suggestions: number;
}

/**
 * Renders the part of Markdown that Azure DevOps shows in pull requests: a single newline breaks the line, `details`,
 * `summary` and `br` are the only tags, and `#1`, `!1`, `@<id>`, `:name:` and `$x$` come alive unless they are escaped.
 */
export function renderMarkdown(text: string, surroundings: MarkdownSurroundings): string {
  return markdown.render(text, { ...surroundings, suggestions: 0 });
}

const allowedTag = /^<(?:\/?details|details open(?:="")?|\/?summary|br ?\/?)>$/i;

/** Everything that is not one of the few tags is shown as text; comments are not shown. */
function allowedHtml(content: string): string {
  const visible = content.replace(/<!--[\s\S]*?-->/g, '');
  return visible
    .split(/(<[^<>]*>)/)
    .map((part) => (allowedTag.test(part) ? part.toLowerCase() : escapeHtml(part)))
    .join('');
}

type InlineRule = Parameters<typeof markdown.inline.ruler.before>[2];
type CoreRule = Parameters<typeof markdown.core.ruler.before>[2];

/** `@<GUID>`: the `@` was taken as text already. */
function readMention(state: Parameters<InlineRule>[0], silent: boolean): boolean {
  const found = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/i.exec(state.src.slice(state.pos));
  if (!found || !state.pending.endsWith('@')) return false;
  if (!silent) {
    state.pending = state.pending.slice(0, -1);
    const token = state.push('live', '', 0);
    const id = found[1] as string;
    token.content = `@${(state.env as unknown as Environment).nameOf(id) ?? id}`;
    token.meta = { kind: 'mention' };
  }
  state.pos += found[0].length;
  return true;
}

const liveText = /(?<![\w&])#\d+\b|(?<!\w)!\d+\b|\$[^$\n]+\$|(?<!\w):[a-z_+0-9-]+:(?!\w)/g;

/** Runs before escaped characters are joined to their neighbours, so that `\#1` stays text. */
function markLiveText(state: Parameters<CoreRule>[0]): void {
  for (const block of state.tokens) {
    if (block.type !== 'inline' || !block.children) continue;
    block.children = block.children.flatMap((token) => (token.type === 'text' ? splitLive(state, token) : [token]));
  }
}

type Token = ReturnType<typeof markdown.parse>[number];

function splitLive(state: Parameters<CoreRule>[0], token: Token): Token[] {
  const parts: Token[] = [];
  let at = 0;
  for (const found of token.content.matchAll(liveText)) {
    parts.push(piece(state, 'text', token.content.slice(at, found.index)));
    parts.push(piece(state, 'live', found[0]));
    at = found.index + found[0].length;
  }
  if (at === 0) return [token];
  return [...parts, piece(state, 'text', token.content.slice(at))];
}

function piece(state: Parameters<CoreRule>[0], type: 'text' | 'live', content: string): Token {
  const token = new state.Token(type, '', 0);
  token.content = content;
  token.meta = { kind: { '#': 'work-item', '!': 'pull-request', $: 'math', ':': 'emoji' }[content[0] ?? ''] ?? 'text' };
  return token;
}
