import { grouped } from '../../grouped';

export type Render<Item> = (item: Item) => string;

/** Lists that a reader opens, so that a comment stays short however long they are. */
export function folded<Item>(title: string, items: readonly Item[], render: Render<Item>, longest: number): string {
  return items.length === 0 ? '' : details(`${title} (${items.length})`, bullets(items, render, longest));
}

/** The same, with one list for each reason; a reason is told once and counted. */
export function foldedByReason<Item>(
  title: string,
  items: readonly Item[],
  { reasonOf, render }: { reasonOf: Render<Item>; render: Render<Item> },
  longest: number,
): string {
  if (items.length === 0) return '';
  const groups = grouped(items, reasonOf);
  const shown = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, Math.max(longest, 1));
  const lists = shown.map(([reason, group]) => `${reason} (${group.length})\n\n${bullets(group, render, longest)}`);
  const more = groups.size > shown.length ? [`… and ${groups.size - shown.length} more reasons, in the report`] : [];
  return details(`${title} (${items.length})`, [...lists, ...more].join('\n\n'));
}

export function bullets<Item>(items: readonly Item[], render: Render<Item>, longest: number): string {
  const more = items.length > longest ? [`… and ${items.length - longest} more, in the report`] : [];
  return [...items.slice(0, longest).map(render), ...more].map((line) => `* ${line}`).join('\n');
}

function details(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
